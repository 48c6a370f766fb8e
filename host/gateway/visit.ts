/** One HTTP request as it came in, with the parts of its URL that every endpoint asks for. */
export interface Visit {
  readonly request: Request;
  readonly transport: "http" | "unix";
  /** What stands in the Host header, in lower case. */
  readonly authority: string;
  /** Without the query, as it was sent (not decoded). */
  readonly path: string;
  /** Without the question mark. */
  readonly query: string;
  /** Address of the peer as the socket knows it; empty on the Unix socket. */
  readonly peerAddress: string;
}

/** Cuts a request's URL; `new URL` would cost as much as all the rest of the guard. */
export function visitOf(request: Request, transport: "http" | "unix", peer: () => string): Visit {
  const url = request.url;
  const begin = url.indexOf("://") + 3;
  const slash = url.indexOf("/", begin);
  const pathBegin = slash === -1 ? url.length : slash;
  const mark = url.indexOf("?", pathBegin);
  return {
    request,
    transport,
    authority: url.slice(begin, pathBegin).toLowerCase(),
    path: url.slice(pathBegin, mark === -1 ? url.length : mark) || "/",
    query: mark === -1 ? "" : url.slice(mark + 1),
    get peerAddress() {
      return peer();
    },
  };
}
