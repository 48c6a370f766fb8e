import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { PRODUCT } from "../../config/mod.ts";
import type { Clock } from "../../observe/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import type { User } from "../ports.ts";
import { Challenges } from "./challenges.ts";
import { type Passkey, PasskeyStore } from "./passkey_store.ts";
import type { Site } from "./site.ts";

/** Of one person. */
const MAX_PER_USER = 20;

/** Loaded when the first passkey comes: most starts never need it. */
const webauthn = () => import("@simplewebauthn/server");

/** WebAuthn: keys of a device or a password manager, unlocked there by finger, face or PIN, that replace the password. */
export class Passkeys {
  readonly store: PasskeyStore;
  readonly #challenges: Challenges;

  constructor(db: Database, writer: Writer, private readonly clock: Clock) {
    this.store = new PasskeyStore(db, writer);
    this.#challenges = new Challenges(clock);
  }

  /** What a browser needs to make one. */
  async beginAdding(user: User, site: Site): Promise<object> {
    const known = this.store.list(user.id);
    if (known.length >= MAX_PER_USER) {
      throw new RpcError("precondition_failed", `You have ${MAX_PER_USER} passkeys, and more there cannot be`, {
        reason: "too_many_passkeys",
        hint: "Remove those that you do not use",
      });
    }
    const { generateRegistrationOptions } = await webauthn();
    return await generateRegistrationOptions({
      rpName: PRODUCT,
      rpID: site.rpId,
      userName: user.handle,
      userDisplayName: user.name,
      userID: new TextEncoder().encode(user.id),
      challenge: challengeBytes(this.#challenges.issue(adding(user.id))),
      excludeCredentials: known.filter(({ rpId }) => rpId === site.rpId).map(({ id, transports }) => ({
        id,
        transports,
      })),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
  }

  /** Keeps what the browser made. */
  async add(user: User, site: Site, { name, response }: { name: string; response: unknown }): Promise<Passkey> {
    const { verifyRegistrationResponse } = await webauthn();
    const { registrationInfo } = await verifyRegistrationResponse({
      response: response as RegistrationResponseJSON,
      expectedChallenge: (challenge) => this.#challenges.take(challenge, adding(user.id)),
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
    }).catch(refused);
    if (!registrationInfo) throw invalid();
    const { credential, credentialBackedUp } = registrationInfo;
    const passkey: Passkey = {
      id: credential.id,
      userId: user.id,
      name,
      rpId: site.rpId,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: (credential.transports ?? []).slice(0, 8).map((one) => String(one).slice(0, 32)),
      synced: credentialBackedUp,
      createdAt: this.clock.now(),
    };
    if (!await this.store.add(passkey)) throw new RpcError("conflict", "This passkey is kept already");
    return passkey;
  }

  /** What a browser needs to use one. It says nothing of who is known here. */
  async beginSignIn(site: Site): Promise<object> {
    const { generateAuthenticationOptions } = await webauthn();
    return await generateAuthenticationOptions({
      rpID: site.rpId,
      challenge: challengeBytes(this.#challenges.issue(SIGN_IN)),
      userVerification: "required",
    });
  }

  /** The passkey that was used. Whatever is wrong has the same answer. */
  async signIn(site: Site, response: unknown): Promise<Passkey> {
    const { id } = response as { id?: unknown };
    const passkey = typeof id === "string" ? this.store.get(id) : undefined;
    if (!passkey || passkey.rpId !== site.rpId) throw invalid();
    const { verifyAuthenticationResponse } = await webauthn();
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as AuthenticationResponseJSON,
      expectedChallenge: (challenge) => this.#challenges.take(challenge, SIGN_IN),
      expectedOrigin: site.origin,
      expectedRPID: site.rpId,
      credential: { id: passkey.id, publicKey: passkey.publicKey, counter: passkey.counter },
    }).catch(refused);
    if (!verified || !await this.store.used(passkey.id, authenticationInfo.newCounter, this.clock.now())) {
      throw invalid();
    }
    return passkey;
  }
}

const SIGN_IN = "sign-in";

function adding(userId: string): string {
  return `add ${userId}`;
}

/** The text of the challenge is its bytes in base64url: what comes back is compared with that. */
function challengeBytes(challenge: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(challenge, { alphabet: "base64url" });
}

/** The library throws for all that does not fit: it comes from outside, so it is no fault of the host. */
function refused(cause: unknown): never {
  throw invalid(cause);
}

function invalid(cause?: unknown): RpcError {
  return new RpcError("unauthenticated", "The passkey was not accepted", {
    reason: "bad_passkey",
    hint: "Try again, or sign in with your password",
    cause,
  });
}
