import assert from "node:assert/strict";
import { argumentsOf, deletedFileBytes, processIds, ProcessProbe, startTimeOf } from "./proc.ts";

const ignore = Deno.build.os !== "linux";

Deno.test({ name: "this process is found, measured and named by its start time", ignore }, () => {
  const probe = new ProcessProbe(Deno.pid);
  const memory = probe.memory()!;
  assert.ok(Math.abs(memory.rssBytes - Deno.memoryUsage().rss) < 50e6);
  assert.ok(memory.privateBytes > 5e6 && memory.privateBytes <= memory.rssBytes);
  assert.ok(probe.cpu()!.cpuMs > 0 && probe.cpu()!.threads > 1);
  probe.close();
  assert.ok(processIds().includes(Deno.pid));
  assert.ok(Number(startTimeOf(Deno.pid)) > 0);
  assert.ok(argumentsOf(Deno.pid)[0]!.includes("deno"));
});

Deno.test({ name: "a process that is gone says nothing", ignore }, async () => {
  const child = new Deno.Command("/bin/sleep", { args: ["30"] }).spawn();
  const probe = new ProcessProbe(child.pid);
  assert.ok(probe.memory());
  child.kill("SIGKILL");
  await child.status;
  assert.equal(probe.memory(), undefined);
  assert.equal(probe.cpu(), undefined);
  assert.equal(startTimeOf(child.pid), undefined);
  assert.deepEqual(argumentsOf(child.pid), []);
  probe.close();
});

Deno.test({ name: "files that are open but removed are counted", ignore }, async () => {
  const path = await Deno.makeTempFile();
  using file = await Deno.open(path, { write: true });
  await Deno.remove(path);
  const before = deletedFileBytes(Deno.pid);
  file.writeSync(new Uint8Array(1_000_000).fill(1));
  file.syncSync();
  assert.ok(deletedFileBytes(Deno.pid) - before >= 1_000_000);
});

Deno.test("writtenBytes() counts what a process writes to files, also to those that it removes again", () => {
  const probe = new ProcessProbe(Deno.pid);
  try {
    const before = probe.writtenBytes();
    if (before === undefined) return; // a container that does not show it
    const path = Deno.makeTempFileSync();
    Deno.writeFileSync(path, new Uint8Array(1 << 20));
    Deno.removeSync(path);
    assert.ok(probe.writtenBytes()! - before >= 1 << 20);
  } finally {
    probe.close();
  }
});
