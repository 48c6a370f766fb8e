import { isIP } from "node:net";
import { RpcError } from "../../sdk/errors.ts";
import type { RouteContext } from "../routes/body.ts";

/** Where the person is, as passkeys see it. */
export interface Site {
  /** As the browser writes it: `https://team.example.com`. */
  origin: string;
  /** The name that passkeys belong to. */
  rpId: string;
}

/**
 * The site from which a request comes. The gateway has refused foreign names and origins before. Browsers know passkeys
 * for names only: at an address there is a hint where to go instead.
 */
export function siteOf(c: RouteContext): Site {
  const origin = c.req.header("origin");
  if (origin === undefined || !URL.canParse(origin)) {
    throw new RpcError("invalid_request", "Passkeys are for browsers: the request has no Origin");
  }
  const { hostname, protocol } = new URL(origin);
  if (isIP(hostname.replace(/^\[|\]$/g, "")) !== 0) {
    throw new RpcError("precondition_failed", `Passkeys need a name, and "${hostname}" is an address`, {
      reason: "needs_name",
      hint: "Open the server by its name; on your own machine that is localhost",
    });
  }
  if (protocol !== "https:" && hostname !== "localhost") {
    throw new RpcError("precondition_failed", "Passkeys need https", { reason: "needs_https" });
  }
  return { origin, rpId: hostname };
}
