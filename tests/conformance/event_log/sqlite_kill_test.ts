import assert from "node:assert/strict";
import { openEventLog } from "../../../host/bus/mod.ts";
import { systemClock } from "../../../host/observe/mod.ts";
import { createWriter, openDatabase } from "../../../host/storage/mod.ts";
import { memoryLogger, Recorder, until } from "./fixture.ts";

const KILLS = 6;

Deno.test("sqlite log: what a process acknowledged before kill -9 is there, once and in order", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const path = `${dir}/host.db`;
    const acknowledged = new Map<string, number>();
    for (let kill = 0; kill < KILLS; kill++) {
      for (const [id, seq] of await publishUntilKilled(path, `life${kill}`, 150 + kill * 130)) {
        acknowledged.set(id, seq);
      }
    }
    assert.ok(acknowledged.size >= KILLS * 150);

    const db = openDatabase(path);
    assert.deepEqual({ ...db.get<object>("PRAGMA integrity_check") }, { integrity_check: "ok" });
    const writer = createWriter(db);
    const log = await openEventLog({ db, writer, clock: systemClock(), logger: memoryLogger([]) });
    const stored = await log.read({ limit: 1_000_000 });
    assert.deepEqual(stored.map((event) => event.seq), stored.map((_, index) => index + 1), "no gap, no repeat");
    const bySeq = new Map(stored.map((event) => [event.id, event.seq]));
    assert.equal(bySeq.size, stored.length);
    for (const [id, seq] of acknowledged) assert.equal(bySeq.get(id), seq, `${id} was acknowledged at ${seq}`);

    const recorder = new Recorder();
    await log.subscribe({ name: "child", types: ["a.b"] }, recorder.deliver);
    await until(async () => (await log.consumers())[0]!.lag === 0, "the cursor to reach the head");
    const delivered = recorder.seen.map(({ event }) => event.seq);
    const from = Math.min(...delivered, stored.length + 1);
    assert.equal(new Set(delivered).size, stored.length - from + 1, "everything behind the cursor is delivered");
    await log.close();
    await writer.close();
    db.close();
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

/** Runs the child until it has acknowledged `count` events, kills it, and answers all that it said. */
async function publishUntilKilled(path: string, prefix: string, count: number): Promise<[string, number][]> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", new URL("./_publisher_child.ts", import.meta.url).pathname, path, prefix],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const failure = new Response(child.stderr).text();
  const decoder = new TextDecoder();
  let text = "";
  let killed = false;
  for await (const chunk of child.stdout) {
    text += decoder.decode(chunk, { stream: true });
    if (!killed && text.split("\n").length > count) {
      killed = true;
      child.kill("SIGKILL");
    }
  }
  const { signal } = await child.status;
  assert.equal(signal, "SIGKILL", await failure);
  await failure;
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => line.split(" ")).map(([id, seq]) => [id!, Number(seq)]);
}
