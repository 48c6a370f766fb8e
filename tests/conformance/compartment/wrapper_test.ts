import assert from "node:assert/strict";
import { argumentsOf, childrenOf, parentOf, startTimeOf } from "../../../host/sandbox/proc.ts";
import { openRoom, until } from "../escape/escape_room.ts";

Deno.test("the pid of a compartment is that of the runtime, whatever is wrapped around it", async () => {
  await using room = await openRoom();
  const { pid } = room.compartment;
  assert.equal(argumentsOf(pid)[0], Deno.execPath());
  assert.deepEqual(childrenOf(pid), []);
  await until(() => room.compartment.usage().rssBytes > 20e6, "its memory is not measured");
});

for (const signal of ["SIGQUIT", "SIGABRT", "SIGTERM", "SIGKILL"] as const) {
  Deno.test(`a compartment that ${signal} ends is recorded with that signal`, async () => {
    await using room = await openRoom();
    Deno.kill(room.compartment.pid, signal);
    const end = await room.compartment.ended;
    assert.deepEqual([end.reason, end.signal, end.exitCode], ["crash", signal, null], JSON.stringify(end));
    assert.match(end.message, new RegExp(`was ended by ${signal}`));
  });
}

Deno.test("an exit code is recorded as it is", async () => {
  await using room = await openRoom();
  const error = await room.another({ entry: `throw new Error("no such luck");` }).then(
    () => undefined,
    (reason) => reason,
  );
  assert.deepEqual([error.end.reason, error.end.signal, error.end.exitCode], ["crash", null, 70]);
  assert.match(error.end.message, /ended with code 70: .*no such luck/);
});

Deno.test("when the wrapper is killed, everything inside is gone by the time the end is recorded", async () => {
  await using room = await openRoom();
  const { pid } = room.compartment;
  const startTime = startTimeOf(pid);
  let outer = pid;
  for (let parent = parentOf(pid); parent && parent !== Deno.pid; parent = parentOf(parent)) outer = parent;
  Deno.kill(outer, "SIGKILL");
  const end = await room.compartment.ended;
  assert.deepEqual([end.reason, end.signal], ["crash", "SIGKILL"]);
  assert.notEqual(startTimeOf(pid), startTime);
});

Deno.test("uses of permissions are told with what came of them, those of the data folder are not", async () => {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => new Response("reached"));
  const granted = `127.0.0.1:${server.addr.port}`;
  await using room = await openRoom({ net: [granted] });
  await room.attempt("network/fetch", { host: "127.0.0.1", port: server.addr.port });
  await room.attempt("network/fetch", { host: "127.0.0.2", port: 9_999 });
  await room.attempt("read/Deno.readTextFile", { path: "/etc/passwd" });
  await room.attempt("read/Deno.readTextFile", { path: `${room.dataDir}/file.txt` });
  await room.attempt("system/sys: Deno.hostname");
  const told = () => room.uses.map(({ kind, target, denied }) => `${kind} ${target} ${denied ? "denied" : "allowed"}`);
  await until(() => told().some((line) => line.startsWith("sys")), "nothing was told");
  assert.deepEqual(told().filter((line) => !line.startsWith("env")).sort(), [
    `net ${granted} allowed`,
    "net 127.0.0.2:9999 denied",
    "read /etc/passwd denied",
    "sys hostname denied",
  ]);
  assert.doesNotMatch(room.logs.map(({ record }) => record.message).join("\n"), /datetime/);
});

Deno.test("a flood of permission checks costs the one that makes it, and its neighbour is served", async () => {
  await using room = await openRoom();
  const neighbour = await room.another();
  const flood = room.attempt("flood/permission checks", { count: 300_000 });
  let flooding = true;
  flood.finally(() => flooding = false).catch(() => {});
  for (; flooding; await new Promise((resolve) => setTimeout(resolve, 20))) {
    const startedAt = performance.now();
    await neighbour.request("attempt", { name: "echo", args: {} });
    assert.ok(performance.now() - startedAt < 2_000);
  }
  assert.equal((await flood).value, "checked");
  await until(() => room.uses.length > 100, "nothing was told");
  assert.ok(room.uses.length <= 500, `${room.uses.length} uses were told`);
});
