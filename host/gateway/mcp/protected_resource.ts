import { hostNameOf, isLoopbackName } from "../loopback.ts";
import { json } from "../responses.ts";
import type { Visit } from "../visit.ts";

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** What is known of this host as a resource that OAuth protects (RFC 9728). */
export interface ProtectedResource {
  publicUrl: string;
  /** Issuers whose tokens are taken; empty while only the host's own API tokens are. */
  authorizationServers: readonly string[];
}

/** `/.well-known/oauth-protected-resource`, also with a path behind it. Public, as the specification has it. */
export function protectedResource(visit: Visit, { publicUrl, authorizationServers }: ProtectedResource): Response {
  const path = visit.path.slice(WELL_KNOWN.length) || "/mcp";
  return json({
    resource: new URL(path, originFor(visit, publicUrl)).href,
    resource_name: "Bulkhead",
    bearer_methods_supported: ["header"],
    ...(authorizationServers.length > 0 ? { authorization_servers: authorizationServers } : {}),
  });
}

/** The value of `WWW-Authenticate` for a request that nobody or somebody unknown makes. */
export function challenge(visit: Visit, publicUrl: string, tokenGiven: boolean): string {
  const metadata = new URL(WELL_KNOWN + visit.path, originFor(visit, publicUrl)).href;
  return `Bearer resource_metadata="${metadata}"${tokenGiven ? ', error="invalid_token"' : ""}`;
}

/** Clients compare the address with the one that they were given, so a loopback name stays one. */
function originFor(visit: Visit, publicUrl: string): string {
  const loopback = visit.transport === "http" && isLoopbackName(hostNameOf(visit.authority));
  return loopback ? `http://${visit.authority}` : publicUrl;
}
