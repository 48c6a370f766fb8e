/** A server that speaks plain TCP on loopback, for what no web server does. */
export interface RawServer extends AsyncDisposable {
  readonly port: number;
  /** `http://127.0.0.1:<port>/` */
  readonly url: string;
  /** Connections that are open now. */
  readonly open: number;
}

/** What it does with a connection once something has arrived; its connection is closed afterwards. */
export type RawAnswer = (
  write: (text: string | Uint8Array) => Promise<void>,
  /** Aborts when the other side has gone, or the server is closed. */
  gone: AbortSignal,
  request: string,
) => Promise<void>;

export function rawServer(answer: RawAnswer): RawServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  const connections = new Map<Deno.TcpConn, Promise<void>>();
  const accepting = (async () => {
    for await (const connection of listener) {
      const work = serve(connection, answer).finally(() => connections.delete(connection));
      connections.set(connection, work);
    }
  })();
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    get open() {
      return connections.size;
    },
    async [Symbol.asyncDispose]() {
      listener.close();
      await accepting;
      const works = [...connections.values()];
      for (const connection of connections.keys()) close(connection);
      await Promise.all(works);
    },
  };
}

async function serve(connection: Deno.TcpConn, answer: RawAnswer): Promise<void> {
  const gone = new AbortController();
  const buffer = new Uint8Array(16 * 1024);
  const read = () => connection.read(buffer).catch(() => null);
  const first = await read();
  const watch = (async () => {
    while (await read() !== null);
    gone.abort();
  })();
  if (first !== null) {
    const write = async (text: string | Uint8Array) => {
      let rest = typeof text === "string" ? new TextEncoder().encode(text) : text;
      while (rest.byteLength > 0) rest = rest.subarray(await connection.write(rest));
    };
    await answer(write, gone.signal, new TextDecoder().decode(buffer.subarray(0, first))).catch(() => {});
  }
  close(connection);
  await watch;
}

function close(connection: Deno.TcpConn): void {
  try {
    connection.close();
  } catch { /* closed already */ }
}
