import type { SignInAttempts } from "../../identity/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import { RequestCredentials } from "../credentials.ts";
import type { Visit } from "../visit.ts";
import { identify, type IdentifyOptions, type Who } from "../who.ts";

/** What every API token begins with. */
const TOKEN = "bhk_";

const HINT = "The password is an API token, which Settings or host.token.create makes; any user name will do";

export interface WhoMountsOptions {
  identify: IdentifyOptions;
  attempts?: SignInAttempts;
}

/**
 * Who opens the tree. File managers know only user name and password, so an API token may come as the password; all that
 * counts elsewhere counts too. Throws `unauthenticated`, or `rate_limited` after too many wrong ones.
 */
export async function whoMounts(visit: Visit, { identify: options, attempts }: WhoMountsOptions): Promise<Who> {
  const basic = basicOf(visit.request.headers.get("authorization"));
  const token = basic && (visit.transport === "unix" || basic.password.startsWith(TOKEN)) ? basic.password : undefined;
  const credentials = new RequestCredentials(visit, options.trust, false, token);
  if (!basic && credentials.bearer === undefined) {
    const who = await identify(visit, options, false);
    if (who) return who;
    throw new RpcError("unauthenticated", "Nobody is signed in", { hint: HINT });
  }
  const subject = `dav ${basic?.user.slice(0, 64) ?? "token"}`;
  const { peerAddress } = credentials;
  attempts?.check(subject, peerAddress);
  try {
    const who = await identify(visit, options, false, token);
    if (who) return who;
    // A proxy before the host may have asked for a password of its own; then who it says it is counts.
    throw new RpcError("unauthenticated", "The password is not an API token", { hint: HINT });
  } catch (error) {
    if (error instanceof RpcError && error.kind === "unauthenticated") attempts?.failed(subject, peerAddress);
    throw error;
  }
}

/** User and password of RFC 7617; undefined for another scheme. */
function basicOf(authorization: string | null): { user: string; password: string } | undefined {
  if (authorization === null || !/^basic /i.test(authorization)) return undefined;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(authorization.slice(6).trim()));
  } catch {
    return { user: "", password: "" };
  }
  const colon = text.indexOf(":");
  return colon === -1 ? { user: text, password: "" } : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}
