import assert from "node:assert/strict";
import { openRoom, REFUSED, until } from "./escape_room.ts";

Deno.test("what libraries print becomes log lines, and the channel goes on", async () => {
  await using room = await openRoom();
  assert.equal((await room.attempt("flood/stdout by console and process")).value, "harmless");
  await until(() => room.logs.length >= 3, "not all lines arrived");
  assert.deepEqual(room.logs.map(({ record }) => record.message), ["printed", "by Deno.stdout", "by process.stdout"]);
  assert.deepEqual((await room.attempt("echo", { n: 1 })).value, { n: 1 });
});

Deno.test("what a nested Worker prints becomes a log line as well", async () => {
  await using room = await openRoom({ limits: { workers: 1 } });
  assert.equal((await room.attempt("flood/stdout by a nested Worker")).value, "harmless");
  await until(() => room.logs.length > 0, "no line arrived");
  assert.deepEqual(room.logs.map(({ source, record }) => [source, record.message]), [[
    "probe.stderr",
    "printed inside",
  ]]);
  assert.deepEqual((await room.attempt("echo", { n: 1 })).value, { n: 1 });
});

for (const form of ["script", "module"] as const) {
  Deno.test(`the socket of the channel is gone when a ${form} runs, and so is every permission for it`, async () => {
    await using room = await openRoom({ form, limits: { workers: 1 } });
    assert.deepEqual([...Deno.readDirSync(`${room.root}/channels`)], []);
    for (const name of (await room.names("channel")).filter((name) => !name.includes("reading"))) {
      const outcome = await room.attempt(name);
      assert.match(outcome.error ?? `it worked: ${outcome.value}`, REFUSED, name);
    }
    assert.equal((await room.attempt("channel/reading what the host says")).value, null);
    assert.equal((await room.attempt("channel/reading what the host says, in a nested Worker")).value, null);
    assert.deepEqual((await room.attempt("echo", { n: 1 })).value, { n: 1 });
    // Nobody is told of its own way in.
    await until(() => room.uses.length > 0, "the attempts were not told");
    const folder = `${room.root}/channels`;
    assert.deepEqual(room.uses.map(({ kind, target }) => `${kind} ${target}`), [`read ${folder}`]);
  });
}

Deno.test("where no socket can be made the channel is its standard input, and nothing else is different", async () => {
  // Too long for the name of a socket.
  await using room = await openRoom({ below: "d".repeat(100) });
  assert.deepEqual((await room.attempt("echo", { n: 1 })).value, { n: 1 });
  assert.equal((await room.attempt("channel/reading what the host says")).value, null);
});

const GARBAGE: Record<string, RegExp> = {
  "garbage on stdout": /Expected the start of a frame, found "hello, this/,
  "a frame of 1 GB": /1073741824 bytes was announced/,
  "a torn frame and the end": /ended inside a frame/,
  "a reply that nobody asked for": /never sent/,
  "a stream without credit": /credit/,
};

for (const [attempt, message] of Object.entries(GARBAGE)) {
  Deno.test(`${attempt}: ended with reason protocol, while its neighbour answers`, async () => {
    await using room = await openRoom();
    const neighbour = await room.another();
    const end = await room.end(`flood/${attempt}`);
    assert.equal(end.reason, "protocol", end.message);
    assert.match(end.message, message);
    assert.deepEqual(await neighbour.request("attempt", { name: "echo", args: { up: 1 } }), { value: { up: 1 } });
  });
}

Deno.test("a torn frame spoils what follows: ended with reason protocol", async () => {
  await using room = await openRoom();
  const end = await room.end("flood/a torn frame");
  assert.equal(end.reason, "protocol", end.message);
});

Deno.test("the exit in the middle of a call fails that call at once and is recorded", async () => {
  await using room = await openRoom();
  const call = room.attempt("bomb/exit in the middle of a call").then(() => undefined, (error) => error);
  const end = await room.compartment.ended;
  assert.equal(end.reason, "exit");
  assert.equal((await call)?.kind, "plugin_unavailable");
});

for (const bomb of ["an uncaught error", "an unhandled rejection"]) {
  Deno.test(`${bomb}: recorded as a crash with what it said`, async () => {
    await using room = await openRoom();
    const end = await room.end(`bomb/${bomb}`);
    assert.equal(end.reason, "crash");
    assert.equal(end.exitCode, 70);
    assert.match(end.message, /nobody catches this/);
  });
}
