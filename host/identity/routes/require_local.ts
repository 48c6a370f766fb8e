import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";

/** Throws where nobody signs in with a password or passkey. */
export function requireLocal({ mode, ways }: Pick<IdentityContext, "mode" | "ways">): void {
  if (ways.local) return;
  throw new RpcError("precondition_failed", `Nobody signs in with a password or passkey in ${mode} mode here`, {
    reason: "mode",
    hint: mode === "oidc"
      ? "Sign in with a provider; local = true under [oidc] in bulkhead.toml allows both"
      : undefined,
  });
}
