/**
 * A load generator, run as a process of its own: keeps `connections` HTTP/1.1 connections busy for `seconds` with the
 * same request and prints what it measured as one line of JSON.
 * `fetch` would cost more than the servers under test, so it speaks HTTP itself.
 */

/** What to send, as JSON in the first argument. */
export interface LoadOptions {
  url: string;
  connections: number;
  seconds: number;
  headers: Record<string, string>;
  body: string;
}

/** What one run measured. */
export interface LoadResult {
  requestsPerSecond: number;
  /** Milliseconds from sending a request to its whole answer. */
  medianMs: number;
  p99Ms: number;
  requests: number;
}

async function run(options: LoadOptions): Promise<LoadResult> {
  const url = new URL(options.url);
  const request = encode(url, options);
  const latencies: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + options.seconds * 1_000;
  await Promise.all(Array.from({ length: options.connections }, () => keepBusy(url, request, until, latencies)));
  const elapsedMs = performance.now() - startedAt;
  const sorted = latencies.sort((a, b) => a - b);
  return {
    requestsPerSecond: (sorted.length / elapsedMs) * 1_000,
    medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
    p99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    requests: sorted.length,
  };
}

async function keepBusy(url: URL, request: Uint8Array, until: number, latencies: number[]): Promise<void> {
  const connection = await Deno.connect({ hostname: url.hostname, port: Number(url.port) });
  connection.setNoDelay(true);
  const buffer = new Uint8Array(16 * 1024);
  for (let now = performance.now(); now < until;) {
    await connection.write(request);
    await readAnswer(connection, buffer);
    const end = performance.now();
    latencies.push(end - now);
    now = end;
  }
  connection.close();
}

/** Reads one whole answer; anything but 200 ends the run, since it would measure refusals. */
async function readAnswer(connection: Deno.Conn, buffer: Uint8Array): Promise<void> {
  let have = 0;
  let need = Infinity;
  while (have < need) {
    const read = await connection.read(buffer.subarray(have));
    if (read === null) throw new Error("The server closed the connection");
    have += read;
    if (need === Infinity) need = lengthOf(buffer.subarray(0, have));
  }
  if (buffer[9] !== 50 || buffer[10] !== 48 || buffer[11] !== 48) {
    throw new Error(`Not a 200: ${new TextDecoder().decode(buffer.subarray(0, have))}`);
  }
}

const decoder = new TextDecoder("latin1");

/** Bytes of head and body together; Infinity while the head is not whole. */
function lengthOf(bytes: Uint8Array): number {
  const text = decoder.decode(bytes);
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return Infinity;
  const at = text.toLowerCase().indexOf("content-length: ");
  return at === -1 || at > end ? end + 4 : end + 4 + parseInt(text.slice(at + 16, at + 26));
}

function encode(url: URL, options: LoadOptions): Uint8Array {
  const body = new TextEncoder().encode(options.body);
  const headers = { host: url.host, "content-length": String(body.byteLength), ...options.headers };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const head = new TextEncoder().encode(`POST ${url.pathname} HTTP/1.1\r\n${lines}\r\n`);
  const bytes = new Uint8Array(head.byteLength + body.byteLength);
  bytes.set(head);
  bytes.set(body, head.byteLength);
  return bytes;
}

if (import.meta.main) console.log(JSON.stringify(await run(JSON.parse(Deno.args[0]!))));
