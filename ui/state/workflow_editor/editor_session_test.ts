import assert from "node:assert/strict";
import { FakeHost, FakePauses, fakeStorage, refusal, settle } from "./_fake_host.ts";
import { Drafts } from "./drafts.ts";
import { EditorSession } from "./editor_session.ts";

async function open({ host = new FakeHost(), storage = fakeStorage(), isNew = false } = {}) {
  const pauses = new FakePauses();
  const name = isNew ? undefined : "hello";
  if (name && !host.files.has(name)) host.files.set(name, "one\ntwo");
  const session = new EditorSession({
    rpc: host,
    drafts: new Drafts(storage, "alice"),
    pause: pauses.pause,
    now: () => 1_000,
    ...(name ? { name } : { fresh: { file: "fresh.ts", text: "begin" } }),
  });
  await session.open();
  return { host, storage, session, pauses, state: () => session.state.get() };
}

Deno.test("typing is checked once it pauses, and only the newest text counts", async () => {
  const { session, pauses, host, state } = await open();
  await pauses.end();
  await pauses.end();
  assert.equal(state().checks.state, "done");
  host.calls.length = 0;
  session.type("one\ntwo BA");
  session.type("one\ntwo BAD");
  assert.equal(state().checks.state, "checking");
  await pauses.end();
  assert.deepEqual(state().checks.diagnostics.map(({ line, column }) => [line, column]), [[2, 5]]);
  assert.deepEqual(host.calls.map(({ params }) => [params.source, params.quick]), [["one\ntwo BAD", true]]);
});

Deno.test("a clean text is checked wholly after a longer pause; an answer to older text is not heard", async () => {
  const { session, pauses, host, state } = await open();
  session.type("fine");
  await pauses.end();
  await pauses.end();
  assert.deepEqual(host.calls.slice(1).map(({ params }) => params.quick), [true, undefined]);
  const { promise, resolve } = Promise.withResolvers<void>();
  host.gate = promise;
  session.type("BAD");
  await pauses.end();
  session.type("mended");
  resolve();
  await settle();
  assert.deepEqual(state().checks.diagnostics, []);
  assert.equal(state().checks.state, "checking");
});

Deno.test("a save writes against the hash that was read, and what was saved is no change any more", async () => {
  const { session, host, state } = await open();
  session.type("three");
  assert.equal(session.dirty, true);
  const answer = await session.save();
  assert.equal(answer?.state, "live");
  assert.equal(host.files.get("hello"), "three");
  assert.equal(host.calls.at(-1)!.params.baseHash, "hash of one\ntwo");
  assert.equal(session.dirty, false);
  assert.equal(state().saved?.liveSource, "three");
  session.type("four");
  await session.save();
  assert.equal(host.files.get("hello"), "four", "the next save goes on from there");
});

Deno.test("text with faults is refused with what they are, until somebody says that it is meant", async () => {
  const { session, host, state } = await open();
  session.type("one\nBAD");
  assert.equal(await session.save(), undefined);
  assert.deepEqual(state().refused?.map(({ line }) => line), [2]);
  assert.equal(host.files.get("hello"), "one\ntwo");
  assert.ok(!host.methods().includes("source.put"));
  assert.equal((await session.save({ force: true }))?.state, "faulty");
  assert.equal(host.files.get("hello"), "one\nBAD");
  assert.equal(state().refused, undefined);
  assert.equal(state().saved?.liveSource, "one\ntwo", "the last good version goes on");
});

Deno.test("a fault that only the host's save finds is shown as one", async () => {
  const { session, host, state } = await open();
  session.type("BAD");
  host.failures.set("host.workflow.validate", refusal("offline", 0));
  assert.equal(await session.save(), undefined);
  assert.deepEqual(state().refused?.map(({ line }) => line), [1]);
  assert.equal(state().saveFailure, undefined);
});

Deno.test("a file that somebody else changed is not overwritten until one of both is chosen", async () => {
  const { session, host, state } = await open();
  session.type("mine");
  host.files.set("hello", "theirs");
  assert.equal(await session.save(), undefined);
  assert.equal(host.files.get("hello"), "theirs");
  const { theirs } = state();
  assert.ok(theirs?.kind === "changed" && theirs.view.source === "theirs");
  assert.equal(await session.save(), undefined, "saving again changes nothing");
  session.keepMine();
  assert.equal((await session.save())?.state, "live");
  assert.equal(host.files.get("hello"), "mine");
});

Deno.test("theirs can be taken instead, and what was typed is gone then", async () => {
  const { session, host, state, storage } = await open();
  session.type("mine");
  session.keep();
  host.files.set("hello", "theirs");
  await session.changed();
  session.takeTheirs();
  assert.equal(state().text, "theirs");
  assert.equal(session.dirty, false);
  assert.equal(storage.length, 0);
});

Deno.test("a change on disk is taken up by itself where nothing was typed, and told where something was", async () => {
  const { session, host, state } = await open();
  const { revision } = state();
  host.files.set("hello", "newer");
  await session.changed();
  assert.equal(state().text, "newer");
  assert.ok(state().revision > revision);
  session.type("mine");
  host.files.set("hello", "newest");
  await session.changed();
  assert.equal(state().text, "mine");
  assert.equal(state().theirs?.kind, "changed");
  host.files.delete("hello");
  await session.changed();
  assert.equal(state().theirs?.kind, "gone");
  session.keepMine();
  assert.equal((await session.save())?.name, "hello");
  assert.equal(host.files.get("hello"), "mine");
});

Deno.test("unsaved text is there again after a reload, says of when it is, and can be dropped", async () => {
  const first = await open();
  first.session.type("half of a th");
  first.session.close();
  const second = await open({ host: first.host, storage: first.storage });
  assert.equal(second.state().text, "half of a th");
  assert.equal(second.state().restoredAt, 1_000);
  assert.equal(second.state().theirs, undefined);
  second.session.revert();
  assert.equal(second.state().text, "one\ntwo");
  assert.equal(second.storage.length, 0);
});

Deno.test("unsaved text of an older file tells that the file is another now", async () => {
  const first = await open();
  first.session.type("mine");
  first.session.close();
  first.host.files.set("hello", "theirs");
  const second = await open({ host: first.host, storage: first.storage });
  assert.equal(second.state().text, "mine");
  assert.equal(second.state().theirs?.kind, "changed");
});

Deno.test("a new script is saved under its file's name and is one that there is from then on", async () => {
  const { session, host, storage } = await open({ isNew: true });
  assert.equal(session.unsaved, false, "what it began with is nobody's work");
  session.setFile("greet.ts");
  session.type("begin more");
  session.keep();
  assert.equal(storage.length, 1);
  assert.equal((await session.save())?.name, "greet");
  assert.deepEqual(host.calls.at(-1)!.params, { file: "greet.ts", source: "begin more" });
  assert.equal(session.name, "greet");
  assert.equal(storage.length, 0);
});

Deno.test("a failed save keeps the text and says why; storage that is full is told", async () => {
  const storage = fakeStorage();
  const { session, host, state } = await open({ storage });
  session.type("mine");
  host.failures.set("host.workflow.source.put", refusal("offline", 0));
  assert.equal(await session.save(), undefined);
  assert.equal(state().saveFailure?.reason, "offline");
  assert.equal(state().text, "mine");
  storage.refuse = true;
  session.keep();
  assert.equal(state().draftKept, false);
});

Deno.test("text that is typed while a save is under way is not counted as saved", async () => {
  const { session, host, storage } = await open();
  session.type("two");
  const { promise, resolve } = Promise.withResolvers<void>();
  host.gate = promise;
  const saved = session.save();
  session.type("three");
  resolve();
  await saved;
  session.keep();
  assert.equal(host.files.get("hello"), "two");
  assert.equal(session.dirty, true);
  assert.equal(storage.length, 1);
});
