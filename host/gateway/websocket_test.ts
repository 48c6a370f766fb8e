import assert from "node:assert/strict";
import fc from "fast-check";
import { startTestHost } from "./_test_host.ts";
import { TestSocket } from "./_test_socket.ts";

Deno.test("any method can be called over a WebSocket, errors and batches as over HTTP", async () => {
  await using host = await startTestHost();
  await using client = await TestSocket.connect(host);
  assert.deepEqual((await client.call("demo.echo", { text: "a" })).result, { text: "a", caller: "member" });
  assert.equal((await client.call("demo.eco")).error!["code"], -32601);
  client.socket.send("not json");
  await client.until(() => client.reply(null) !== undefined);
  assert.equal((client.reply(null)!.error as { code: number }).code, -32700);
  const call = (id: string) => ({ jsonrpc: "2.0", id, method: "demo.echo", params: { text: id } });
  client.socket.send(JSON.stringify([call("x"), call("y")]));
  await client.until(() => client.reply("y") !== undefined);
  assert.equal((client.reply("x")!.result as { text: string }).text, "x");
});

Deno.test("a socket needs a valid cookie or token, plain GET is told to upgrade", async () => {
  await using host = await startTestHost();
  await (await TestSocket.connect(host, { cookie: "bulkhead_session=session-member" }))[Symbol.asyncDispose]();
  for (
    const headers of [{}, { authorization: "Bearer wrong" }, { cookie: "bulkhead_session=" }] as Record<
      string,
      string
    >[]
  ) {
    await assert.rejects(TestSocket.connect(host, headers));
  }
  const plain = await fetch(host.url("/ws"));
  assert.equal(plain.status, 426);
  await plain.body?.cancel();
});

Deno.test("a subscription without a position is live from now on", async () => {
  await using host = await startTestHost();
  host.log.publish({ type: "chat.message.sent" });
  await using client = await TestSocket.connect(host);
  const { result } = await client.call("events.subscribe", { types: ["chat.message.sent"] });
  assert.equal(result!["position"], 1);
  host.log.publish({ type: "chat.message.edited" }, { type: "chat.message.sent", data: { text: "é" } });
  await client.until(() => client.positions.length > 0);
  assert.deepEqual(client.positions, [3]);
  const event = client.messages.at(-1)!.params as Record<string, unknown>;
  assert.deepEqual([event.specversion, event.data], ["1.0", { text: "é" }]);
});

Deno.test("a subscription with a position replays over many pages and goes on live, after its own reply", async () => {
  await using host = await startTestHost();
  for (let index = 0; index < 1_234; index++) host.log.publish({ type: "chat.message.sent" });
  await using client = await TestSocket.connect(host);
  await client.call("events.subscribe", { types: ["chat.**"], since: 34 });
  assert.equal(client.messages[0]!.id, 1);
  host.log.publish({ type: "chat.message.sent" });
  await client.until(() => client.positions.length >= 1_201);
  assert.deepEqual(client.positions, Array.from({ length: 1_201 }, (_, index) => 35 + index));
});

Deno.test("events that are published in the middle of a replay come once and in order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 500 }),
      fc.integer({ min: 0, max: 250 }),
      fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 6 }),
      async (before, since, during) => {
        await using host = await startTestHost();
        const type = "chat.message.sent";
        for (let index = 0; index < before; index++) host.log.publish({ type });
        const bursts = [...during];
        host.log.onRead = async () => {
          // One burst before the read's answer is on its way, one after: both while the log is being read.
          for (let burst = 0; burst < 2; burst++) {
            for (let count = bursts.shift() ?? 0; count > 0; count--) host.log.publish({ type });
            await Promise.resolve();
          }
        };
        await using client = await TestSocket.connect(host);
        const from = Math.min(since, before);
        await client.call("events.subscribe", { types: ["chat.**"], since: from });
        host.log.publish({ type: "chat.end" });
        const total = () => host.log.head() - from;
        await client.until(() => client.positions.length >= total());
        assert.deepEqual(client.positions, Array.from({ length: total() }, (_, index) => from + 1 + index));
      },
    ),
    { numRuns: 25 },
  );
});

Deno.test("a position that is pruned or beyond the end asks for a resync", async () => {
  await using host = await startTestHost();
  for (let index = 0; index < 10; index++) host.log.publish({ type: "a.b" });
  host.log.pruned = 5;
  await using client = await TestSocket.connect(host);
  for (const since of [4, 11]) {
    const { error } = await client.call("events.subscribe", { types: ["**"], since });
    assert.deepEqual([error!["code"], (error!["data"] as { reason: string }).reason], [-32022, "resync_required"]);
  }
  host.log.publish({ type: "a.b" });
  await client.call("events.subscribe", { types: ["**"], since: 10 });
  await client.until(() => client.positions.length > 0);
  assert.deepEqual(client.positions, [11]);
});

Deno.test("a subscriber whose events are pruned while it catches up is sent away instead of left with a gap", async () => {
  await using host = await startTestHost();
  for (let index = 0; index < 1_000; index++) host.log.publish({ type: "a.b" });
  host.log.onRead = () => {
    host.log.pruned += 300;
  };
  const client = await TestSocket.connect(host);
  await client.call("events.subscribe", { types: ["**"], since: 0 });
  assert.equal((await client.closed).code, 4008);
  assert.deepEqual(client.positions, Array.from({ length: client.positions.length }, (_, index) => index + 1));
});

Deno.test("a log that was pruned whole is not mistaken for an empty one", async () => {
  await using host = await startTestHost();
  for (let index = 0; index < 3; index++) host.log.publish({ type: "a.b" });
  host.log.pruned = 3;
  await using client = await TestSocket.connect(host);
  assert.equal((await client.call("events.subscribe", { types: ["**"], since: 2 })).error!["code"], -32022);
  assert.equal((await client.call("events.subscribe", { types: ["**"], since: 3 })).result!["position"], 3);
});

Deno.test("nobody gets an event that its audience does not allow, neither live nor by replay", async () => {
  await using host = await startTestHost();
  host.members.set("chat/secret", new Set(["member"]));
  const publish = () =>
    host.log.publish(
      { type: "chat.a", audience: "room:secret" },
      { type: "chat.a", audience: "plugins" },
      { type: "chat.a", audience: "role:admin" },
      { type: "other.a", audience: "room:secret" },
      { type: "chat.end", audience: "role:member" },
      { type: "chat.end", audience: "role:admin" },
      { type: "chat.end", audience: "role:guest" },
    );
  publish();
  const seen: Record<string, number[]> = {};
  for (const name of ["member", "member-2", "admin", "guest"]) {
    await using client = await TestSocket.connect(host, { authorization: `Bearer ${name}` });
    await client.call("events.subscribe", { types: ["**"], since: 0 });
    const head = host.log.head();
    publish();
    await client.until(() => client.positions.filter((position) => position > head).length > 0);
    seen[name] = client.positions.map((position) => (position - 1) % 7).filter((_, index, all) => all.length > index);
  }
  assert.deepEqual([...new Set(seen.member)], [0, 4]);
  assert.deepEqual([...new Set(seen["member-2"])], [4]);
  assert.deepEqual([...new Set(seen.admin)], [2, 5]);
  assert.deepEqual([...new Set(seen.guest)], [6]);
});

Deno.test("patterns mean what the log's mean, and nonsense is refused", async () => {
  await using host = await startTestHost();
  await using client = await TestSocket.connect(host);
  await client.call("events.subscribe", { types: ["a.*.c", "x.*", "e.**"] });
  host.log.publish(
    ...["a.b.c", "a.b.d", "a.b.b.c", "x.y", "x.y.z", "x", "e.f.g.h", "ee.f", "end.now"].map((type) => ({ type })),
  );
  await client.call("events.subscribe", { types: ["**"], since: 8 });
  await client.until(() => client.positions.includes(9));
  assert.deepEqual(client.positions, [1, 4, 5, 7, 9]);
  for (const types of [[], ["a b"], ["a..b"], ["*a"], ["a.**.b"], "a.b", "a.b.c.d.e.f.g.h.i", Array(65).fill("a.b")]) {
    assert.equal((await client.call("events.subscribe", { types })).error!["code"], -32602, String(types));
  }
});

Deno.test("unsubscribing ends one subscription, or all", async () => {
  await using host = await startTestHost();
  await using client = await TestSocket.connect(host);
  const first = (await client.call("events.subscribe", { types: ["a.one"] })).result!["subscription"];
  await client.call("events.subscribe", { types: ["a.two"] });
  assert.deepEqual((await client.call("events.unsubscribe", { subscription: first })).result, { ended: 1 });
  host.log.publish({ type: "a.one" }, { type: "a.two" });
  await client.until(() => client.positions.length > 0);
  assert.deepEqual((await client.call("events.unsubscribe")).result, { ended: 1 });
  host.log.publish({ type: "a.two" });
  await client.call("demo.echo", { text: "later" });
  assert.deepEqual(client.positions, [2]);
});

Deno.test("events.subscribe over HTTP says that it needs a WebSocket", async () => {
  await using host = await startTestHost();
  const response = await host.post({ jsonrpc: "2.0", id: 1, method: "events.subscribe", params: { types: ["a.b"] } });
  assert.equal(response.status, 422);
  assert.match((await response.json()).error.data.hint, /\/ws/);
});

Deno.test("what one tick brings is one message for each socket", async () => {
  await using host = await startTestHost();
  await using client = await TestSocket.connect(host);
  await client.call("events.subscribe", { types: ["a.b"] });
  const before = client.frames;
  for (let index = 0; index < 500; index++) host.log.publish({ type: "a.b" });
  host.gateway.pusher.push("a.b", { volatile: true });
  await client.until(() => client.positions.length === 500 && client.volatile.length === 1);
  assert.equal(client.frames - before, 1);
});

Deno.test("sockets with different subscriptions each get their own, though they share a tick", async () => {
  await using host = await startTestHost();
  const types = [["a.b"], ["a.b"], ["a.c"], ["a.b", "a.c"], ["a.d"]];
  const clients = await Promise.all(types.map(() => TestSocket.connect(host)));
  for (const [index, client] of clients.entries()) await client.call("events.subscribe", { types: types[index] });
  for (let index = 0; index < 300; index++) host.log.publish({ type: "a.b" }, { type: "a.c" });
  host.log.publish({ type: "a.d" });
  const odd = Array.from({ length: 300 }, (_, index) => 2 * index + 1);
  const even = odd.map((position) => position + 1);
  const expected = [odd, odd, even, Array.from({ length: 600 }, (_, index) => index + 1), [601]];
  for (const [index, client] of clients.entries()) {
    await client.until(() => client.positions.length >= expected[index]!.length);
    assert.deepEqual(client.positions, expected[index]);
    await client[Symbol.asyncDispose]();
  }
});

Deno.test("volatile messages reach those who subscribed to the type and whom they are meant for", async () => {
  await using host = await startTestHost();
  host.members.set("chat/r1", new Set(["member"]));
  await using member = await TestSocket.connect(host);
  await using guest = await TestSocket.connect(host, { authorization: "Bearer guest" });
  await using deaf = await TestSocket.connect(host, { authorization: "Bearer admin" });
  for (const client of [member, guest]) {
    await client.call("events.subscribe", { types: ["host.plugin.changed", "chat.*"] });
  }
  const { pusher } = host.gateway;
  pusher.push("host.plugin.changed", 1);
  pusher.push("host.other", 2);
  pusher.push("chat.typing", 3, { room: { plugin: "chat", room: "r1" } });
  pusher.push("chat.typing", 4, { roles: ["guest"] });
  pusher.push("host.plugin.changed", "end");
  for (const client of [member, guest]) await client.until(() => JSON.stringify(client.volatile).includes("end"));
  const data = (client: TestSocket) => client.volatile.map((message) => (message as { data: unknown }).data);
  assert.deepEqual(data(member), [1, 3, "end"]);
  assert.deepEqual(data(guest), [1, 4, "end"]);
  await deaf.call("demo.echo", { text: "a" });
  assert.deepEqual(data(deaf), []);
});

Deno.test("a slow reader is dropped with 4008 while others get everything, and resumes where it was", async () => {
  await using host = await startTestHost();
  await using fast = await TestSocket.connect(host);
  await fast.call("events.subscribe", { types: ["a.b"] });
  const slow = await connectWithoutReading(host.gateway.port);
  await slow.send({ jsonrpc: "2.0", id: 1, method: "events.subscribe", params: { types: ["a.b"] } });
  await slow.readUntil('"subscription"');
  const data = { filler: "x".repeat(256 * 1024) };
  let published = 0;
  while (host.gateway.sockets === 2 && published < 500) {
    host.log.publish({ type: "a.b", data });
    published++;
    await fast.until(() => fast.positions.length === published);
  }
  assert.equal(host.gateway.sockets, 1, `the slow reader is still there after ${published} events`);
  assert.deepEqual(fast.positions, Array.from({ length: published }, (_, index) => index + 1));
  assert.equal(await slow.closeCode(), 4008);
  assert.match(await (await fetch(host.url("/metrics"))).text(), /^bulkhead_websocket_slow_readers_total 1$/m);
  await using again = await TestSocket.connect(host);
  await again.call("events.subscribe", { types: ["a.b"], since: 3 });
  await again.until(() => again.positions.length === published - 3, 20_000);
});

Deno.test("a revoked session, token or person loses its sockets at once, others keep theirs", async () => {
  await using host = await startTestHost();
  const session = await TestSocket.connect(host, { cookie: "bulkhead_session=session-member" });
  const token = await TestSocket.connect(host, { authorization: "Bearer admin" });
  await using other = await TestSocket.connect(host, { authorization: "Bearer member" });
  host.gateway.drop({ sessionId: "session-member" });
  assert.equal((await session.closed).code, 4001);
  host.gateway.drop({ tokenId: "t-admin" });
  assert.equal((await token.closed).code, 4001);
  assert.deepEqual((await other.call("demo.echo", { text: "a" })).result!["text"], "a");
  host.gateway.drop({ userId: "member" });
  assert.equal((await other.closed).code, 4001);
});

Deno.test("a session that runs out loses its socket without anybody telling, one that lives keeps it", async () => {
  await using host = await startTestHost({ gateway: { recheckMs: 10 } });
  const leaving = await TestSocket.connect(host, { cookie: "bulkhead_session=session-member" });
  await using staying = await TestSocket.connect(host, { authorization: "Bearer member" });
  host.authenticator.revoked.add("session-member");
  assert.equal((await leaving.closed).code, 4001);
  assert.equal((await staying.call("demo.echo", { text: "still here" })).result!["text"], "still here");
});

Deno.test("a call can be taken back by its id", async () => {
  await using host = await startTestHost();
  await using client = await TestSocket.connect(host);
  client.socket.send(JSON.stringify({ jsonrpc: "2.0", id: "w", method: "demo.wait", params: {} }));
  assert.deepEqual((await client.call("rpc.cancel", { id: "w" })).result, { cancelled: true });
  await client.until(() => client.reply("w") !== undefined);
  assert.equal((client.reply("w")!.error as { code: number }).code, -32053);
  assert.deepEqual((await client.call("rpc.cancel", { id: "w" })).result, { cancelled: false });
});

Deno.test("too many calls at once are refused one by one, each with its id", async () => {
  await using host = await startTestHost();
  await using client = await TestSocket.connect(host);
  for (let id = 0; id < 300; id++) {
    client.socket.send(JSON.stringify({ jsonrpc: "2.0", id: `w${id}`, method: "demo.wait", params: {} }));
  }
  await client.until(() => client.reply("w299") !== undefined);
  assert.equal((client.reply("w299")!.error as { code: number }).code, -32029);
  assert.equal(client.reply("w0"), undefined);
  for (let id = 0; id < 256; id++) {
    client.socket.send(JSON.stringify({ jsonrpc: "2.0", method: "rpc.cancel", params: { id: `w${id}` } }));
    await client.until(() => client.reply(`w${id}`) !== undefined);
  }
});

Deno.test("a message above 1 MiB closes the socket with 1009, a binary one with 1003", async () => {
  await using host = await startTestHost();
  const large = await TestSocket.connect(host);
  large.socket.send(
    JSON.stringify({ jsonrpc: "2.0", id: 1, method: "demo.echo", params: { text: "x".repeat(1024 * 1024) } }),
  );
  assert.equal((await large.closed).code, 1009);
  const binary = await TestSocket.connect(host);
  binary.socket.send(new Uint8Array(10));
  assert.equal((await binary.closed).code, 1003);
});

Deno.test("closing the gateway tells open sockets that it goes away", async () => {
  const host = await startTestHost();
  const client = await TestSocket.connect(host);
  await client.call("events.subscribe", { types: ["a.b"] });
  await host[Symbol.asyncDispose]();
  assert.equal((await client.closed).code, 1001);
});

/** A client that speaks just enough of the protocol, and reads only when it is told to. */
async function connectWithoutReading(port: number) {
  const connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const encoder = new TextEncoder();
  await connection.write(encoder.encode(
    `GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer member\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
  ));
  const buffer = new Uint8Array(1 << 20);
  let tail = new Uint8Array();
  const read = async () => {
    const count = await connection.read(buffer);
    if (count === null) return false;
    const joined = new Uint8Array(tail.byteLength + count);
    joined.set(tail);
    joined.set(buffer.subarray(0, count), tail.byteLength);
    tail = joined.subarray(Math.max(0, joined.byteLength - 4_096));
    return true;
  };
  return {
    async send(message: unknown) {
      const payload = encoder.encode(JSON.stringify(message));
      const head = payload.byteLength < 126
        ? [0x81, 0x80 | payload.byteLength]
        : [0x81, 0xfe, payload.byteLength >> 8, payload.byteLength & 255];
      await connection.write(new Uint8Array([...head, 0, 0, 0, 0, ...payload]));
    },
    async readUntil(text: string) {
      while (!new TextDecoder().decode(tail).includes(text)) if (!await read()) throw new Error("closed");
    },
    /** Reads everything that waits; the last frame must be a close frame, whose code it answers. */
    async closeCode(): Promise<number> {
      while (tail.byteLength < 4 || !endsWithClose(tail)) if (!await read()) break;
      connection.close();
      const at = tail.lastIndexOf(0x88);
      return (tail[at + 2]! << 8) | tail[at + 3]!;
    },
  };
}

function endsWithClose(tail: Uint8Array): boolean {
  const at = tail.lastIndexOf(0x88);
  return at !== -1 && at + 2 + tail[at + 1]! === tail.byteLength;
}

Deno.test("what was pushed last before the host stops still arrives", async () => {
  await using host = await startTestHost();
  await using client = await TestSocket.connect(host);
  await client.call("events.subscribe", { types: ["host.upgrade.changed"] });
  host.gateway.pusher.push("host.upgrade.changed", { step: "handover" });
  const closing = host.gateway.close();
  await client.closed;
  await closing;
  const last = client.messages.at(-1) as { method?: string; params?: { data: unknown } };
  assert.deepEqual([last.method, last.params?.data], ["events.volatile", { step: "handover" }]);
});
