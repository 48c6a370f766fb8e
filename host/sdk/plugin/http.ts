import { RpcError } from "../errors.ts";
import type { Http } from "./context.ts";

/** `ctx.http` of one call: fetch that ends with the call and says which grant is missing. */
export function httpFor(signal: AbortSignal): Http {
  return {
    async fetch(input, init) {
      const signals = init?.signal ? AbortSignal.any([signal, init.signal]) : signal;
      try {
        return await fetch(input, { ...init, signal: signals });
      } catch (error) {
        if (!(error instanceof Deno.errors.NotCapable)) throw error;
        const host = refusedHost(error, new URL(input instanceof Request ? input.url : input));
        throw new RpcError("not_permitted", `This plugin may not reach "${host}"`, {
          hint: `Add {"host": "${host}", "reason": …} to permissions.net in plugin.json and have an owner grant it`,
          cause: error,
        });
      }
    },
  };
}

/** The host that was refused: that of the address, or another to which a redirect or its name led. */
function refusedHost({ message }: Error, { protocol, hostname, host, port }: URL): string {
  const refused = /^Requires net access to "([^"]+)"/.exec(message)?.[1];
  const asked = `${hostname}:${port || (protocol === "https:" ? "443" : "80")}`;
  return refused === undefined || refused === asked ? host : refused;
}
