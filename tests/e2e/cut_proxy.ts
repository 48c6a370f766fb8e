/** A wire between a browser and the host that can be cut, or held, after so many bytes on their way up. */
export interface CutProxy extends Disposable {
  /** Where the browser goes instead of to the host. */
  url: string;
  /** Bytes that went up so far. */
  readonly up: number;
  /** After so many further bytes every connection breaks, and none is taken until it is healed. */
  cutAfter(bytes: number): void;
  /** After so many further bytes nothing moves any more, as on a train, until it is healed. */
  holdAfter(bytes: number): void;
  heal(): void;
}

/** Begins at a free port. */
export function cutProxy(target: string): CutProxy {
  const { hostname, port } = new URL(target);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open = new Set<Deno.Conn>();
  let up = 0, limit = Infinity, cut = false, what: "cut" | "hold" = "cut";
  let healed = Promise.withResolvers<void>();
  const end = (conn: Deno.Conn) => {
    if (!open.delete(conn)) return;
    try {
      conn.close();
    } catch {
      // The other side was faster.
    }
  };
  const pipe = async (from: Deno.Conn, to: Deno.Conn, isUp: boolean) => {
    const buffer = new Uint8Array(64 * 1024);
    for (;;) {
      const size = await from.read(buffer);
      if (size === null) break;
      if (isUp) up += size;
      if (isUp && up > limit) {
        if (what === "hold") await healed.promise;
        else {
          cut = true;
          for (const conn of [...open]) end(conn);
          return;
        }
      }
      for (let at = 0; at < size;) at += await to.write(buffer.subarray(at, size));
    }
  };
  const serve = async (browser: Deno.Conn) => {
    open.add(browser);
    if (cut) return end(browser);
    const host = await Deno.connect({ hostname, port: Number(port) });
    open.add(host);
    const both = [pipe(browser, host, true), pipe(host, browser, false)];
    await Promise.race(both.map((each) => each.catch(() => {})));
    end(browser);
    end(host);
    await Promise.allSettled(both);
  };
  void (async () => {
    for await (const conn of listener) void serve(conn).catch(() => end(conn));
  })();
  return {
    url: `http://localhost:${listener.addr.port}`,
    get up() {
      return up;
    },
    cutAfter: (bytes) => ((limit = up + bytes), (what = "cut")),
    holdAfter: (bytes) => ((limit = up + bytes), (what = "hold")),
    heal: () => {
      limit = Infinity;
      cut = false;
      healed.resolve();
      healed = Promise.withResolvers();
    },
    [Symbol.dispose]() {
      healed.resolve();
      listener.close();
      for (const conn of [...open]) end(conn);
    },
  };
}
