import { Hono } from "hono";
import { ERRORS } from "../../../schemas/generated/errors.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { IdentityContext } from "../context.ts";
import { accept, invitation } from "./accept.ts";
import type { RouteContext, RouteEnv } from "./body.ts";
import { claim } from "./claim.ts";
import { devSignIn } from "./dev.ts";
import { listIdentities, removeIdentity } from "./identities.ts";
import { login } from "./login.ts";
import { logout } from "./logout.ts";
import { backChannelLogout, finishWithProvider, startWithProvider } from "./oidc.ts";
import { changePassword } from "./password.ts";
import {
  addPasskey,
  listPasskeys,
  passkeyOptions,
  removePasskey,
  signInOptions,
  signInWithPasskey,
} from "./passkeys.ts";
import { state } from "./state.ts";

/** Everything below `/auth`. JSON in and out; errors have the shape of JSON-RPC's. */
export function authRoutes(context: IdentityContext): Hono<RouteEnv> {
  const app = new Hono<RouteEnv>();
  app.get("/state", (c) => state(context, c));
  app.post("/claim", (c) => claim(context, c));
  app.post("/login", (c) => login(context, c));
  app.post("/logout", (c) => logout(context, c));
  app.post("/password", (c) => changePassword(context, c));
  app.get("/passkeys", (c) => listPasskeys(context, c));
  app.post("/passkeys", (c) => addPasskey(context, c));
  app.post("/passkeys/options", (c) => passkeyOptions(context, c));
  app.post("/passkeys/remove", (c) => removePasskey(context, c));
  app.post("/passkey", (c) => signInWithPasskey(context, c));
  app.post("/passkey/options", (c) => signInOptions(context, c));
  app.post("/oidc/start", (c) => startWithProvider(context, c));
  app.get("/oidc/callback/:provider", (c) => finishWithProvider(context, c));
  app.post("/oidc/backchannel/:provider", (c) => backChannelLogout(context, c));
  app.get("/identities", (c) => listIdentities(context, c));
  app.post("/identities/remove", (c) => removeIdentity(context, c));
  app.post("/dev", (c) => devSignIn(context, c));
  app.post("/invitation", (c) => invitation(context, c));
  app.post("/accept", (c) => accept(context, c));
  app.notFound((c) => refuse(c, new RpcError("not_found", "There is nothing of that name below /auth")));
  app.onError((error, c) => {
    if (error instanceof RpcError && error.kind !== "internal") return refuse(c, error);
    const traceId = crypto.randomUUID().replaceAll("-", "");
    context.logger.error("A sign-in request failed", { traceId, error: error.stack ?? String(error) });
    const hint = error instanceof RpcError ? error.data.hint : undefined;
    return refuse(c, new RpcError("internal", "Something went wrong in the host", { traceId, hint }));
  });
  return app;
}

function refuse(c: RouteContext, error: RpcError): Response {
  if (error.data.retryAfterMs !== undefined) c.header("retry-after", `${Math.ceil(error.data.retryAfterMs / 1_000)}`);
  return c.json({ error: error.toJSON() }, ERRORS[error.kind].http as 400);
}
