import assert from "node:assert/strict";
import { isRefused, openRoom, type Outcome, unexpected } from "./escape_room.ts";

Deno.test("the environment is empty, and asking for it is no error", async () => {
  await using room = await openRoom();
  Deno.env.set("BULKHEAD_TEST_CANARY", "seen");
  try {
    assert.equal((await room.attempt("system/env: Deno.env.get")).value, "(undefined)");
    assert.deepEqual((await room.attempt("system/env: Deno.env.toObject")).value, []);
    assert.deepEqual((await room.attempt("system/env: process.env")).value, []);
  } finally {
    Deno.env.delete("BULKHEAD_TEST_CANARY");
  }
});

Deno.test("no program is started, by any way", async () => {
  await using room = await openRoom();
  const names = (await room.names("system")).filter((name) => name.includes("run:"));
  assert.ok(names.length >= 9);
  const marker = `${room.dataDir}/marker`;
  const isNotRun = (outcome: Outcome) => outcome.error !== undefined && !exists(marker);
  assert.deepEqual(await unexpected(room, names, { marker }, isNotRun), []);
});

Deno.test("native code, facts about the machine, priorities, prompts and stores without a permission are refused", async () => {
  await using room = await openRoom();
  for (const kind of ["ffi", "sys", "priority", "permission", "folder", "store"]) {
    const names = (await room.names("system")).filter((name) => name.includes(`/${kind}: `));
    assert.ok(names.length > 0, kind);
    assert.deepEqual(await unexpected(room, names, { pid: Deno.pid }, isRefused), []);
  }
});

Deno.test("the host gets no signal from its compartment", async () => {
  await using room = await openRoom();
  let signals = 0;
  const onSignal = () => signals++;
  Deno.addSignalListener("SIGUSR2", onSignal);
  try {
    const names = (await room.names("system")).filter((name) => name.includes("signal:"));
    assert.ok(names.length >= 3);
    assert.deepEqual(await unexpected(room, names, { pid: Deno.pid }, isRefused), []);
    assert.equal(signals, 0);
  } finally {
    Deno.removeSignalListener("SIGUSR2", onSignal);
  }
});

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch {
    return false;
  }
}
