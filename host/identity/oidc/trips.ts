import type { Clock } from "../../observe/ports.ts";
import { hashToken, newToken } from "../random_token.ts";

/** How long somebody may take at the provider. */
export const TRIP_MS = 10 * 60_000;
/** Answers that are remembered so that none counts twice; more than this, and the oldest is forgotten. */
const MAX_ANSWERED = 20_000;

/** What somebody wants at the provider. */
export type Purpose =
  | { kind: "sign-in" }
  /** The first owner, by the claim link. */
  | { kind: "claim"; token: string }
  /** Somebody who was invited, or connects an account by a link that an owner made. */
  | { kind: "invitation"; token: string }
  /** Somebody who is signed in connects one more identity. */
  | { kind: "connect"; userId: string };

/** A way to a provider and back, as the browser that began it carries it. */
export interface BegunTrip {
  provider: string;
  state: string;
  nonce: string;
  verifier: string;
  redirectUri: string;
  purpose: Purpose;
  /** Path of this host, checked. */
  returnTo: string;
  expiresAt: number;
}

/**
 * Ways to a provider that are under way. Nothing is kept for them here: each is in a cookie of its browser, sealed under a
 * key of this process, so that whoever begins thousands fills no memory and another browser has nothing to answer with.
 */
export class Trips {
  #key: Promise<CryptoKey> | undefined;
  readonly #answered = new Map<string, number>();

  constructor(private readonly clock: Clock) {}

  /** A new one, and what the cookie has to hold. */
  async begin(
    trip: Pick<BegunTrip, "provider" | "redirectUri" | "purpose" | "returnTo">,
  ): Promise<{ trip: BegunTrip; sealed: string }> {
    const begun: BegunTrip = {
      ...trip,
      state: newToken(),
      nonce: newToken(),
      verifier: newToken(),
      expiresAt: this.clock.now() + TRIP_MS,
    };
    return { trip: begun, sealed: await this.seal(begun) };
  }

  /** The trip of a state, used up; undefined when the cookie is missing, foreign, too old, or was answered before. */
  async take(state: string, sealed: string | undefined): Promise<BegunTrip | undefined> {
    const trip = sealed === undefined ? undefined : await this.open<BegunTrip>(sealed);
    const now = this.clock.now();
    if (!trip || trip.state !== state || trip.expiresAt <= now || !this.once(state, trip.expiresAt)) return undefined;
    return trip;
  }

  /** True the first time that this is asked of a key until it expires. */
  once(key: string, expiresAt: number): boolean {
    const now = this.clock.now();
    if ((this.#answered.get(key) ?? 0) > now) return false;
    for (const [old, until] of this.#answered) {
      if (until > now && this.#answered.size < MAX_ANSWERED) break;
      this.#answered.delete(old);
    }
    this.#answered.set(key, expiresAt);
    return true;
  }

  /** A value that only this process can read and make. */
  async seal(value: unknown): Promise<string> {
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const text = new TextEncoder().encode(JSON.stringify(value));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, await this.#sealKey(), text);
    const bytes = new Uint8Array(12 + sealed.byteLength);
    bytes.set(nonce);
    bytes.set(new Uint8Array(sealed), 12);
    return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  }

  /** The value again; undefined when it was not sealed by this process. */
  async open<T>(sealed: string): Promise<T | undefined> {
    try {
      const bytes = Uint8Array.fromBase64(sealed, { alphabet: "base64url" });
      const iv = bytes.subarray(0, 12);
      const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await this.#sealKey(), bytes.subarray(12));
      return JSON.parse(new TextDecoder().decode(text));
    } catch {
      return undefined;
    }
  }

  #sealKey(): Promise<CryptoKey> {
    return this.#key ??= crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  }
}

/** Name of the cookie of one trip; the answer's `state` says which. */
export function tripCookie(state: string): string {
  return `bulkhead_trip_${hashToken(state).slice(0, 16)}`;
}
export const TRIP_COOKIES = /^(__Host-)?bulkhead_trip_[0-9a-f]{16}$/;

const MAX_PATH = 1_500;

/** A path of this host to go on to; anything that could lead elsewhere becomes `/`. */
export function safePath(given: unknown): string {
  // deno-lint-ignore no-control-regex -- they are what is refused
  if (typeof given !== "string" || given.length > MAX_PATH || /[\x00-\x20\x7f\\]/.test(given)) return "/";
  if (!given.startsWith("/") || given.startsWith("//")) return "/";
  const base = "http://host.invalid";
  const url = URL.parse(given, base);
  if (url === null || url.origin !== base || url.pathname.startsWith("//")) return "/";
  // These are no pages, or are for people who are not here yet.
  if (/^\/(auth|claim|invite|sign-in|rpc|mcp|ws|hooks)(\/|$)/.test(url.pathname)) return "/";
  const path = url.pathname + url.search + url.hash;
  // Encoding may have made it long, and it travels in a cookie.
  return path.length > MAX_PATH ? "/" : path;
}
