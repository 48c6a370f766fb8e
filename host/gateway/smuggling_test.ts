import assert from "node:assert/strict";
import { startTestHost } from "./_test_host.ts";

/** What a request could carry unseen past a proxy that reads the lengths in another way. */
const HIDDEN = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
const POST = "POST /rpc HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";
const long = HIDDEN.length;

/** Each could be read in two ways. */
const TWO_WAYS: Record<string, string> = {
  "a length and chunks": `${POST}Content-Length: ${5 + long}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  "chunks and a length": `${POST}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n` +
    `${long.toString(16)}\r\n${HIDDEN}\r\n0\r\n\r\n`,
  "two lengths": `${POST}Content-Length: 0\r\nContent-Length: ${long}\r\n\r\n${HIDDEN}`,
  "a list of lengths": `${POST}Content-Length: 0, ${long}\r\n\r\n${HIDDEN}`,
  "a length with a sign": `${POST}Content-Length: +${long}\r\n\r\n${HIDDEN}`,
  "a length in another base": `${POST}Content-Length: 0x10\r\n\r\n${HIDDEN}`,
  "a negative length": `${POST}Content-Length: -1\r\n\r\n${HIDDEN}`,
  "a space before the colon": `${POST}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  "an unknown encoding": `${POST}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  "chunked that is not the last": `${POST}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n${HIDDEN}`,
  "a blank that is none": `${POST}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  "two encodings": `${POST}Transfer-Encoding: chunked\r\nTransfer-Encoding: cow\r\n\r\n0\r\n\r\n${HIDDEN}`,
  "a folded header": `${POST}X-A: b\r\n Content-Length: 9\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  "a zero byte": `${POST}X-A: b\0c\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  "half a line end": `${POST}X-A: b\rContent-Length: ${long}\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
  "a chunk of more than all": `${POST}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff1\r\n${HIDDEN}`,
  "a negative chunk": `${POST}Transfer-Encoding: chunked\r\n\r\n-1\r\n${HIDDEN}`,
  "a chunk without its end": `${POST}Transfer-Encoding: chunked\r\n\r\n1\r\naXX0\r\n\r\n${HIDDEN}`,
  "chunks in HTTP/1.0": `${POST.replace("1.1", "1.0")}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`,
  "two names of the host": `GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n`,
  "a name with a space": `${POST}X A: b\r\nContent-Length: 0\r\n\r\n${HIDDEN}`,
};

/** Too much of something. */
const TOO_MUCH: Record<string, string> = {
  "one header of 400 kB": `GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: ${"a".repeat(400_000)}\r\n\r\n`,
  "500 headers": `GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n${"X-A: b\r\n".repeat(500)}\r\n`,
  "a cookie of 400 kB": `GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: a=${"b".repeat(400_000)}\r\n\r\n`,
  "a path of 400 kB": `GET /${"a".repeat(400_000)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`,
  "an endless description of a chunk": `${POST}Transfer-Encoding: chunked\r\n\r\n1;${
    "a".repeat(60_000)
  }\r\na\r\n0\r\n\r\n`,
};

/** All that the server says on one connection until it closes it, or has been silent for a while. */
async function answers(port: number, text: string): Promise<number[]> {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const sending = (async () => {
    let bytes = new TextEncoder().encode(text);
    while (bytes.byteLength > 0) bytes = bytes.subarray(await connection.write(bytes));
  })().catch(() => {});
  let heard = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    try {
      connection.close();
    } catch { /* it is */ }
  };
  try {
    const buffer = new Uint8Array(65_536);
    for (;;) {
      clearTimeout(timer);
      timer = setTimeout(close, 500);
      const read = await connection.read(buffer);
      if (read === null) break;
      heard += new TextDecoder().decode(buffer.subarray(0, read));
    }
  } catch {
    /* the server ended it, or it was silent */
  } finally {
    close();
    await sending;
  }
  return [...heard.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
}

Deno.test("what could be read in two ways is refused, and nothing behind it is taken for a request", async () => {
  await using host = await startTestHost();
  for (const [what, text] of Object.entries(TWO_WAYS)) {
    const found = await answers(host.gateway.port, text);
    assert.ok(found.length <= 1 && found.every((status) => status >= 400), `${what}: ${found}`);
  }
  assert.deepEqual(await answers(host.gateway.port, HIDDEN), [200]);
});

Deno.test("too much of anything before the body is refused, and the host goes on", async () => {
  await using host = await startTestHost();
  for (const [what, text] of Object.entries(TOO_MUCH)) {
    const found = await answers(host.gateway.port, text);
    assert.ok(found.length <= 1 && found.every((status) => status >= 400), `${what}: ${found}`);
  }
  assert.deepEqual(await answers(host.gateway.port, HIDDEN), [200]);
});
