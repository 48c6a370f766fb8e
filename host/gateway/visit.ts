import type { Tracing } from "../observe/ports.ts";
import { acceptTraceparent } from "../rpc/mod.ts";

/** One HTTP request as it came in, with the parts of its URL that every endpoint asks for. */
export class Visit {
  /** What stands in the Host header, in lower case. */
  readonly authority: string;
  /** Without the query, as it was sent (not decoded). */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;

  /** Cuts the request's URL; `new URL` would cost as much as all the rest of the guard. */
  constructor(
    readonly request: Request,
    readonly transport: "http" | "unix",
    private readonly info: { remoteAddr: Deno.Addr },
    private readonly tracing?: Pick<Tracing, "current">,
  ) {
    const url = request.url;
    const begin = url.indexOf("://") + 3;
    const slash = url.indexOf("/", begin);
    const pathBegin = slash === -1 ? url.length : slash;
    const mark = url.indexOf("?", pathBegin);
    this.authority = url.slice(begin, pathBegin).toLowerCase();
    this.path = url.slice(pathBegin, mark === -1 ? url.length : mark) || "/";
    this.query = mark === -1 ? "" : url.slice(mark + 1);
  }

  /** The trace that it is part of: as the runtime has it, where somebody traces, else as the caller said it. */
  get traceparent(): string | undefined {
    const given = this.request.headers.get("traceparent");
    return this.tracing?.current() ?? (given === null ? undefined : acceptTraceparent(given));
  }

  /** Address of the peer as the socket knows it; empty on the Unix socket. */
  get peerAddress(): string {
    const address = this.info.remoteAddr;
    return "hostname" in address ? address.hostname : "";
  }
}
