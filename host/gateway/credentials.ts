import type { Credentials } from "../identity/ports.ts";
import type { AddressList } from "./address_list.ts";
import { hostNameOf, isLoopbackAddress, isLoopbackName } from "./loopback.ts";
import type { Visit } from "./visit.ts";

/** Name of the session cookie. */
export const SESSION_COOKIE = "bulkhead_session";

/** What decides whose headers are believed. */
export interface Trust {
  /** Addresses whose identity headers are believed in proxy mode. */
  proxies: AddressList;
  /** True in dev mode: `X-Forwarded-User` from loopback is enough. */
  dev: boolean;
  /** An identity header came from an address from which it is not believed. */
  spoofed?(address: string, header: string): void;
}

/** The credentials of one request. What is rarely asked for is worked out only then. */
export class RequestCredentials implements Credentials {
  readonly bearer?: string;
  readonly cookie?: string;
  readonly csrf?: string;
  readonly mutating: boolean;
  readonly #visit: Visit;
  readonly #trust: Trust;

  /** `token`: a bearer token that came in another header than it usually does. */
  constructor(visit: Visit, trust: Trust, mutating: boolean, token?: string) {
    const headers = visit.request.headers;
    this.#visit = visit;
    this.#trust = trust;
    this.mutating = mutating;
    if (token !== undefined) {
      this.bearer = token;
      return;
    }
    const authorization = headers.get("authorization");
    if (authorization !== null && /^bearer /i.test(authorization)) {
      this.bearer = authorization.slice(7).trim();
      return;
    }
    const cookies = headers.get("cookie");
    if (cookies === null) return;
    const cookie = cookieOf(cookies, SESSION_COOKIE);
    if (cookie === undefined || cookie === "") return;
    this.cookie = cookie;
    this.csrf = headers.get("x-csrf-token") ?? undefined;
  }

  /** A copy that can be asked again after the request has ended (a WebSocket outlives its own). */
  copy(): Credentials {
    const { bearer, cookie, csrf, mutating, loopback, peerAddress } = this;
    const { forwardedUser, forwardedEmail, forwardedGroups } = this;
    return { bearer, cookie, csrf, mutating, loopback, peerAddress, forwardedUser, forwardedEmail, forwardedGroups };
  }

  get loopback(): boolean {
    return isLoopback(this.#visit);
  }

  /** Behind a trusted proxy the address that the proxy saw. */
  get peerAddress(): string {
    const peer = this.#visit.peerAddress;
    if (!this.#trust.proxies.has(peer)) return peer;
    const seen = this.#visit.request.headers.get("x-forwarded-for")?.split(",").map((part) => part.trim()) ?? [];
    return seen.findLast((address) => !this.#trust.proxies.has(address)) ?? peer;
  }

  get forwardedUser(): string | undefined {
    return this.#believed("x-forwarded-user");
  }
  get forwardedEmail(): string | undefined {
    return this.#believed("x-forwarded-email");
  }
  get forwardedGroups(): string | undefined {
    return this.#believed("x-forwarded-groups");
  }

  #believed(header: string): string | undefined {
    const value = this.#visit.request.headers.get(header);
    if (value === null || value === "") return undefined;
    const believed = this.#trust.dev ? this.loopback : this.#trust.proxies.has(this.#visit.peerAddress);
    if (!believed) this.#trust.spoofed?.(this.#visit.peerAddress, header);
    return believed ? value : undefined;
  }
}

/**
 * The peer is on this machine, it asked for a loopback name, and no proxy stands between: no Forwarded header but
 * `X-Forwarded-User`.
 */
export function isLoopback(visit: Visit): boolean {
  if (visit.transport === "unix" || !isLoopbackAddress(visit.peerAddress)) return false;
  if (!isLoopbackName(hostNameOf(visit.authority))) return false;
  for (const name of visit.request.headers.keys()) {
    if (name === "forwarded" || name === "x-real-ip") return false;
    if (name.startsWith("x-forwarded-") && name !== "x-forwarded-user") return false;
  }
  return true;
}

/** The value of one cookie. */
function cookieOf(header: string, name: string): string | undefined {
  for (const part of header.split(";")) {
    const equals = part.indexOf("=");
    if (equals !== -1 && part.slice(0, equals).trim() === name) return part.slice(equals + 1).trim();
  }
  return undefined;
}
