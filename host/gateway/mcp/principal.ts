import type { Revocation } from "../../identity/ports.ts";
import type { Who } from "../who.ts";

/** Whose a session or a stream is: a person by way of one credential. */
export interface Principal {
  userId: string;
  role: string;
  tokenId?: string;
  sessionId?: string;
  proof: Who["proof"];
}

export function principalOf(who: Who): Principal {
  const { caller, tokenId, sessionId, proof } = who;
  return { userId: caller.id, role: caller.role, tokenId, sessionId, proof };
}

/** The same person with the same credential and the same rights? */
export function isSame(one: Principal, two: Principal): boolean {
  return one.userId === two.userId && one.role === two.role && one.tokenId === two.tokenId &&
    one.sessionId === two.sessionId && one.proof === two.proof;
}

/** Does the revocation take this away? */
export function isRevoked(principal: Principal, revocation: Revocation): boolean {
  const { sessionId, tokenId, userId } = revocation;
  return (sessionId !== undefined && sessionId === principal.sessionId) ||
    (tokenId !== undefined && tokenId === principal.tokenId) ||
    (userId !== undefined && userId === principal.userId);
}
