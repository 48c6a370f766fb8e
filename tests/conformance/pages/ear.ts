/** Another server, somewhere: hears whoever connects, and what they ask for. */
export interface Ear extends AsyncDisposable {
  url: string;
  /** `connection` for each that comes in, then the first line of what it asks. */
  heard: string[];
}

const ANSWER = new TextEncoder().encode(
  "HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Type: text/javascript\r\nContent-Length: 0\r\n" +
    "Connection: close\r\n\r\n",
);

export function openEar(name: string): Ear {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const heard: string[] = [];
  const open = new Set<Deno.Conn>();
  const serve = async (connection: Deno.Conn): Promise<void> => {
    open.add(connection);
    heard.push("connection");
    try {
      const buffer = new Uint8Array(4096);
      const count = await connection.read(buffer);
      if (count === null) return;
      heard.push(new TextDecoder().decode(buffer.subarray(0, count)).split("\r\n")[0]!);
      await connection.write(ANSWER);
    } catch {
      // It hung up.
    } finally {
      open.delete(connection);
      try {
        connection.close();
      } catch {
        // It is closed already.
      }
    }
  };
  const serving: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) serving.push(serve(connection));
  })();
  return {
    url: `http://127.0.0.1:${listener.addr.port}/${encodeURIComponent(name)}`,
    heard,
    async [Symbol.asyncDispose]() {
      listener.close();
      for (const connection of open) connection.close();
      await accepting;
      await Promise.all(serving);
    },
  };
}
