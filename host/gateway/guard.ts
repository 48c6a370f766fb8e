import { hostNameOf, isLoopbackName } from "./loopback.ts";
import type { Visit } from "./visit.ts";

/** Host headers remembered; there are few honest ones. */
const MAX_REMEMBERED = 64;

/** Keeps out requests under a name that is not ours (DNS rebinding) and those that a foreign page makes. */
export class Guard {
  readonly #publicHost: string | undefined;
  readonly #publicOrigin: string | undefined;
  readonly #known = new Map<string, boolean>();

  /** `publicUrl` is where people reach the host; undefined = only by loopback names. */
  constructor(publicUrl: string | undefined) {
    if (publicUrl === undefined) return;
    const url = new URL(publicUrl);
    this.#publicHost = url.hostname.toLowerCase();
    this.#publicOrigin = url.origin;
  }

  /** Is the Host header a loopback name or the public URL's? The Unix socket has no names. */
  knowsHost(visit: Visit): boolean {
    if (visit.transport === "unix") return true;
    const known = this.#known.get(visit.authority);
    if (known !== undefined) return known;
    const name = hostNameOf(visit.authority);
    const answer = name !== "" && (isLoopbackName(name) || name === this.#publicHost);
    if (this.#known.size >= MAX_REMEMBERED) this.#known.clear();
    this.#known.set(visit.authority, answer);
    return answer;
  }

  /** Does the Origin header name another site? Programs send none; `null` is foreign. */
  isForeign(visit: Visit): boolean {
    const origin = visit.request.headers.get("origin");
    if (origin === null) return false;
    if (origin === this.#publicOrigin) return false;
    return !(origin === `http://${visit.authority}` && isLoopbackName(hostNameOf(visit.authority)));
  }
}
