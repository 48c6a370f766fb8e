import assert from "node:assert/strict";
import { encodeStreamFrame } from "./frame.ts";
import { Peer } from "./peer.ts";
import { transportPair } from "./transport.ts";

function connect() {
  const [near, far] = transportPair();
  const host = new Peer({ side: "host", transport: near });
  const compartment = new Peer({ side: "compartment", transport: far });
  return {
    host,
    compartment,
    async [Symbol.asyncDispose]() {
      host.close();
      compartment.close();
      await Promise.all([host.closed, compartment.closed]);
    },
  };
}

function pattern(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, n) => (n * 31 + (n >> 8)) & 0xff);
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

Deno.test("bytes arrive whole and in order, in both directions at once", async () => {
  await using pair = connect();
  const content = pattern(1_500_000);
  const forth = pair.host.openStream();
  const back = pair.compartment.openStream();
  const sending = [forth, back].map(async ({ writable }) => {
    const writer = writable.getWriter();
    for (let at = 0; at < content.length; at += 70_001) await writer.write(content.subarray(at, at + 70_001));
    await writer.close();
  });
  const [atCompartment, atHost] = await Promise.all([
    readAll(pair.compartment.acceptStream(forth.id)),
    readAll(pair.host.acceptStream(back.id)),
    ...sending,
  ]);
  assert.ok(Buffer.compare(atCompartment, content) === 0);
  assert.ok(Buffer.compare(atHost, content) === 0);
});

Deno.test("a writer is held back at the window until the reader takes something", async () => {
  await using pair = connect();
  const { id, writable } = pair.host.openStream();
  const writer = writable.getWriter();
  let done = false;
  const writing = writer.write(pattern(300 * 1024)).then(() => done = true);
  await pair.host.request("ping");
  await pair.host.request("ping");
  assert.equal(done, false);
  const reader = pair.compartment.acceptStream(id).getReader();
  for (let got = 0; got < 300 * 1024;) got += (await reader.read()).value!.length;
  await writing;
  await writer.close();
  assert.equal((await reader.read()).done, true);
});

Deno.test("a writer that fails fails the reader with its reason", async () => {
  await using pair = connect();
  const { id, writable } = pair.host.openStream();
  const reading = readAll(pair.compartment.acceptStream(id));
  await writable.abort(new Error("disk gone"));
  await assert.rejects(reading, /disk gone/);
});

Deno.test("a reader that stops fails the writer, and what is still under way harms nothing", async () => {
  await using pair = connect();
  const { id, writable } = pair.host.openStream();
  const reader = pair.compartment.acceptStream(id).getReader();
  const writer = writable.getWriter();
  await writer.write(pattern(1_000));
  await reader.read();
  await reader.cancel("enough");
  await assert.rejects(async () => {
    for (;;) await writer.write(pattern(100_000));
  }, /The reader stopped: enough/);
  await pair.host.request("ping");
});

Deno.test("more bytes than were allowed end the channel", async () => {
  const [near, far] = transportPair();
  const host = new Peer({ side: "host", transport: near });
  for (let n = 0; n < 5; n++) await far.write(encodeStreamFrame(3, 0, pattern(64 * 1024)));
  assert.match(String((await host.closed).error), /more than it had credit for/);
  far.close();
});

Deno.test("more open streams than are allowed end the channel", async () => {
  const [near, far] = transportPair();
  const host = new Peer({ side: "host", transport: near });
  for (let n = 0; n < 65; n++) await far.write(encodeStreamFrame(3 + 2 * n, 0, new Uint8Array(1)));
  assert.match(String((await host.closed).error), /More than 64 streams/);
  far.close();
});

Deno.test("the end of the channel fails every open stream", async () => {
  const pair = connect();
  const { id, writable } = pair.host.openStream();
  const reading = readAll(pair.compartment.acceptStream(id));
  const writer = writable.getWriter();
  writer.closed.catch(() => {});
  await writer.write(pattern(10));
  pair.compartment.close();
  await assert.rejects(reading, /closed/);
  await pair.host.closed;
  await assert.rejects(writer.write(pattern(300 * 1024)), /closed/);
});
