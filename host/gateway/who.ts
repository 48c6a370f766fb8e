import type { Authenticated, Authenticator, Credentials } from "../identity/ports.ts";
import type { CallRequest } from "../rpc/mod.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { RequestCredentials, type Trust } from "./credentials.ts";
import type { RunToken } from "./run_token.ts";
import type { Visit } from "./visit.ts";

/** Who asks, and by what proof: it decides the rate limit. */
export interface Who extends Authenticated {
  proof: "session" | "token" | "header" | "socket";
}

/** What {@linkcode identify} needs beside the request. */
export interface IdentifyOptions {
  authenticator: Authenticator;
  trust: Trust;
  /** Token of the Unix socket. */
  runToken: RunToken;
  /** For whom the Unix socket acts. */
  owner: () => Caller | undefined;
}

/** Nobody has claimed the host yet, and whoever can read the token's file is its owner all the same. */
const UNCLAIMED_OWNER: Caller = { kind: "system", id: "host", name: "Host", role: "owner" };

/**
 * Who makes this request, or undefined for nobody. Throws `unauthenticated` for a bad credential. `token` stands for a
 * bearer token that came in another header.
 */
export function identify(
  visit: Visit,
  options: IdentifyOptions,
  mutating: boolean,
  token?: string,
): Promise<Who | undefined> {
  const credentials = new RequestCredentials(visit, options.trust, mutating, token);
  return visit.transport === "unix" ? identifyOwner(credentials, options) : identifyBy(credentials, options);
}

/** Asks again later, with the same credentials, whether it is still the same person. */
export function identifyAgain(visit: Visit, options: IdentifyOptions): () => Promise<Who | undefined> {
  const credentials = new RequestCredentials(visit, options.trust, false).copy();
  return () => visit.transport === "unix" ? identifyOwner(credentials, options) : identifyBy(credentials, options);
}

async function identifyBy(credentials: Credentials, options: IdentifyOptions): Promise<Who | undefined> {
  const found = await options.authenticator.authenticate(credentials);
  if (!found) return undefined;
  const proof = credentials.bearer !== undefined ? "token" : found.sessionId !== undefined ? "session" : "header";
  return { caller: found.caller, sessionId: found.sessionId, tokenId: found.tokenId, proof };
}

// deno-lint-ignore require-await -- a wrong token rejects
async function identifyOwner(credentials: Credentials, options: IdentifyOptions): Promise<Who | undefined> {
  if (credentials.bearer === undefined) return undefined;
  if (options.runToken.matches(credentials.bearer)) {
    return { caller: options.owner() ?? UNCLAIMED_OWNER, proof: "socket" };
  }
  throw new RpcError("unauthenticated", "The token of the Unix socket is wrong", {
    hint: "It is in run/token of the data folder and changes at each start",
  });
}

/** The same, for endpoints that nobody may use anonymously. */
export async function identifyStrictly(visit: Visit, options: IdentifyOptions, mutating: boolean): Promise<Who> {
  const who = await identify(visit, options, mutating);
  if (who) return who;
  throw new RpcError("unauthenticated", "Nobody is signed in", {
    hint: visit.transport === "unix"
      ? 'Send "Authorization: Bearer" with the token in run/token of the data folder'
      : 'Sign in, or send "Authorization: Bearer <token>"',
  });
}

/** An API token is limited by itself, everything else of a person together. */
export function rateOf(who: Who): CallRequest["rate"] {
  return who.proof === "token" ? { class: "token", key: who.tokenId ?? who.caller.id } : undefined;
}
