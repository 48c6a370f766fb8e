import { RpcError } from "../sdk/errors.ts";
import { isClaimed, type Ways } from "./ownership.ts";
import type { People } from "./people.ts";
import { hashToken, newToken, sameSecret } from "./random_token.ts";

/** The one-time token of a host that nobody owns yet. It lives in memory: each start makes a new one. */
export class Claim {
  readonly #people: People;
  readonly #ways: Ways;
  #tokenHash: string | undefined;

  constructor(people: People, ways: Ways) {
    this.#people = people;
    this.#ways = ways;
  }

  get claimed(): boolean {
    return isClaimed(this.#people, this.#ways);
  }

  /** A link with a fresh token, or undefined when there is an owner. The token is a fragment, so that it reaches no log. */
  link(publicUrl: string): string | undefined {
    if (this.claimed) return undefined;
    const token = newToken();
    this.#tokenHash = hashToken(token);
    return `${publicUrl}/claim#${token}`;
  }

  /** Throws unless it is the token of this start and nobody has used it. */
  check(token: string): void {
    if (this.#tokenHash !== undefined && !this.claimed && sameSecret(this.#tokenHash, hashToken(token))) return;
    throw new RpcError(
      "forbidden",
      this.claimed ? "This host has an owner already" : "The claim link is not the newest",
      {
        reason: "claim_token",
        hint: this.claimed ? "Sign in, or ask an owner for an invitation" : "Use the link that the last start printed",
      },
    );
  }

  /** After somebody became the owner. */
  spend(): void {
    this.#tokenHash = undefined;
  }
}
