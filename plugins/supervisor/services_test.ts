/** Services from their start to their end, in a real host, as real processes. */
import assert from "node:assert/strict";
import { lacks, type TestHost, testHost, until } from "../../tests/harness/mod.ts";

const ignore = lacks("bubblewrap");
const test = (name: string, fn: () => Promise<void>) => Deno.test({ name, ignore, fn });

interface Status {
  name: string;
  desired: string;
  actual: string;
  health: string;
  reason?: string;
  restarts: number;
  pid?: number;
  lastEnd?: { reason: string; lastLines: string[] };
  use?: { rssBytes: number; processes: number };
}

const FAST = { delay: 10, jitter: 0 };
const call = <T>(host: TestHost, method: string, params: Record<string, unknown> = {}, as?: string) =>
  host.call<T>(`supervisor.${method}`, params, as ? { as } : {});
const get = (host: TestHost, name: string) => call<Status>(host, "service.get", { name });
const register = (host: TestHost, service: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  call<{ name: string }>(host, "service.register", { spec: { service, ...more } });
const sh = (line: string) => ["sh", "-c", line];
const SLEEP = ["sleep", "1000"];
const reaches = (host: TestHost, name: string, fits: (status: Status) => boolean, timeoutMs = 10_000) =>
  until(async () => {
    const status = await get(host, name);
    if (fits(status)) return status;
    throw new Error(JSON.stringify(status));
  }, { timeoutMs });
const open = (more: Parameters<typeof testHost>[0] = {}) => testHost({ plugins: ["supervisor"], ...more });

test("a service is registered, started, looked at and stopped", async () => {
  await using host = await open();
  assert.deepEqual(await register(host, { name: "books", exec: SLEEP }), { name: "books" });
  assert.deepEqual([(await get(host, "books")).desired, (await get(host, "books")).actual], ["stopped", "stopped"]);
  await call(host, "service.start", { name: "books" });
  const up = await reaches(host, "books", ({ actual }) => actual === "running");
  assert.equal(up.desired, "running");
  assert.match(await Deno.readTextFile(`/proc/${up.pid}/cmdline`), /sleep/);
  assert.ok(up.use!.rssBytes > 0 && up.use!.processes === 1);
  const down = await call<Status>(host, "service.stop", { name: "books" });
  assert.deepEqual([down.desired, down.actual, down.pid], ["stopped", "stopped", undefined]);
  await assert.rejects(Deno.stat(`/proc/${up.pid}`));
});

test("one that crashes is restarted, and one that keeps crashing fails with the reason and its last lines", async () => {
  await using host = await open();
  await register(host, { name: "shaky", exec: sh("echo gave up; exit 3"), restart: { ...FAST, max: 2 } });
  await call(host, "service.start", { name: "shaky" });
  const failed = await reaches(host, "shaky", ({ actual }) => actual === "failed");
  assert.equal(failed.restarts, 2);
  assert.match(failed.reason!, /It ended with code 3; it was restarted 2 times in .*, which is restart\.max/);
  assert.deepEqual(failed.lastEnd!.lastLines, ["gave up"]);
  await assert.rejects(call(host, "service.wait_ready", { name: "shaky", timeoutMs: 1_000 }), (error: Error) => {
    assert.match(error.message, /"shaky" is not ready and will not be by itself: it is failed/);
    return true;
  });
});

test("what was killed from outside is there again under another pid", async () => {
  await using host = await open();
  await register(host, { name: "books", exec: SLEEP, restart: FAST });
  await call(host, "service.start", { name: "books", wait: true });
  const { pid } = await get(host, "books");
  Deno.kill(pid!, "SIGKILL");
  const again = await reaches(host, "books", (status) => status.pid !== undefined && status.pid !== pid);
  assert.equal(again.restarts, 1);
});

test("services start after what they need, when that is ready, and skip what cannot be", async () => {
  await using host = await open();
  await register(host, {
    name: "db",
    exec: sh("touch up; sleep 0.3; touch ready; exec sleep 1000"),
    readiness: { exec: ["test", "-e", "ready"], interval: 100 },
  });
  await register(host, { name: "init", exec: sh("sleep 0.1"), after: [{ service: "db", condition: "started" }] });
  await register(host, {
    name: "web",
    exec: SLEEP,
    after: [{ service: "db" }, { service: "init", condition: "completed" }],
  });
  await register(host, { name: "lost", exec: SLEEP, after: [{ service: "nowhere" }] });
  await call(host, "service.start", { name: "web" });
  const pending = await get(host, "web");
  assert.equal(pending.actual, "pending");
  assert.match(pending.reason!, /waits for "(db|init)" to be/);
  await call(host, "service.wait_ready", { name: "web", timeoutMs: 10_000 });
  assert.equal((await get(host, "db")).actual, "ready");
  assert.equal((await get(host, "init")).actual, "completed");
  await call(host, "service.start", { name: "lost" });
  const lost = await reaches(host, "lost", ({ actual }) => actual === "skipped");
  assert.match(lost.reason!, /"nowhere" is described nowhere: add nowhere\.toml/);
  await register(host, { name: "nowhere", exec: SLEEP });
  await call(host, "service.start", { name: "nowhere" });
  await reaches(host, "lost", ({ actual }) => actual === "running");
});

test("what a person stopped stays stopped: no crash, dependent, reload or start of the host undoes it", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    {
      await using host = await open({ dir });
      await register(host, { name: "db", exec: SLEEP, restart: { ...FAST, policy: "always" } });
      await register(host, { name: "web", exec: SLEEP, after: [{ service: "db" }] });
      await call(host, "service.start", { name: "web", wait: true });
      await call(host, "service.stop", { name: "db" });
      await call(host, "service.restart", { name: "web" });
      const waiting = await reaches(host, "web", ({ actual }) => actual === "skipped");
      assert.match(waiting.reason!, /"db" is stopped by .*: start it first/);
      await call(host, "service.reload");
      assert.equal((await get(host, "db")).actual, "stopped");
    }
    await using host = await open({ dir });
    assert.deepEqual([(await get(host, "db")).desired, (await get(host, "db")).actual], ["stopped", "stopped"]);
    assert.equal((await get(host, "web")).desired, "running");
    await call(host, "service.start", { name: "web", dependencies: true, wait: true });
    assert.equal((await get(host, "db")).actual, "running");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

test("a liveness check restarts, a readiness check never does", async () => {
  await using host = await open();
  await register(host, {
    name: "alive",
    exec: sh("touch fine; exec sleep 1000"),
    liveness: { exec: ["test", "-e", "fine"], interval: 50, grace: 0, fail: 2 },
    restart: FAST,
  });
  await register(host, {
    name: "ready",
    exec: sh("touch fine; exec sleep 1000"),
    readiness: { exec: ["test", "-e", "fine"], interval: 50, fail: 2 },
  });
  for (const name of ["alive", "ready"]) await call(host, "service.start", { name, wait: true });
  const before = await get(host, "ready");
  for (const name of ["alive", "ready"]) await Deno.remove(`${host.dataDir}/services/${name}/fine`);
  const restarted = await reaches(host, "alive", ({ restarts }) => restarts > 0);
  assert.match(restarted.lastEnd!.reason, /Its liveness check failed 2 times: exit code 1/);
  const unwell = await reaches(host, "ready", ({ actual }) => actual === "unhealthy");
  assert.deepEqual([unwell.pid, unwell.restarts, unwell.health], [before.pid, 0, "unhealthy"]);
  await Deno.writeTextFile(`${host.dataDir}/services/ready/fine`, "");
  await reaches(host, "ready", ({ actual }) => actual === "ready");
  const { items } = await call<{ items: { kind: string; ok: boolean }[] }>(host, "health.history", { name: "ready" });
  assert.ok(items.some(({ ok }) => ok) && items.some(({ ok }) => !ok));
});

test("a start-up check that does not succeed in time ends the run, a line or a word of its own makes it ready", async () => {
  await using host = await open();
  await register(host, {
    name: "slow",
    exec: SLEEP,
    startup: { log: "never printed", timeout: 200 },
    restart: { policy: "no" },
  });
  await register(host, {
    name: "line",
    exec: sh("sleep 0.2; echo Listening on 80; exec sleep 1000"),
    ready_log: "Listening",
  });
  await register(host, {
    name: "push",
    exec: sh(`sleep 0.2; while :; do echo '{"bulkhead":"health","ok":true}'; sleep 0.1; done`),
    readiness: { push: true, timeout: "5s" },
  });
  for (const name of ["slow", "line", "push"]) await call(host, "service.start", { name });
  await call(host, "service.wait_ready", { name: "line" });
  await call(host, "service.wait_ready", { name: "push" });
  assert.equal((await get(host, "line")).actual, "ready");
  const slow = await reaches(host, "slow", ({ actual }) => actual === "failed");
  assert.match(slow.reason!, /not up within 200 ms: the start-up check said no line with "never printed" yet/);
});

test("one that ignores its signal is killed after its time, with all that it started", async () => {
  await using host = await open();
  await register(host, {
    name: "stubborn",
    exec: sh("trap '' TERM; echo up; while :; do sleep 0.05; done"),
    ready_log: "up",
    stop: { timeout: "300ms" },
  });
  await call(host, "service.start", { name: "stubborn", wait: true });
  const { pid } = await get(host, "stubborn");
  const stopped = await call<Status>(host, "service.stop", { name: "stubborn" });
  assert.equal(stopped.actual, "stopped");
  await assert.rejects(Deno.stat(`/proc/${pid}`));
});

test("specs in the folder are watched: a new one starts, a change restarts only what changed, a fault changes nothing", async () => {
  await using host = await open();
  const file = (name: string) => `${host.dataDir}/services/${name}.toml`;
  const toml = (name: string, seconds: number, delay = "5s") =>
    `[service]\nname = "${name}"\nexec = ["sleep", "${seconds}"]\n\n[service.restart]\ndelay = "${delay}"\n`;
  await Deno.writeTextFile(file("a"), toml("a", 1_000));
  await Deno.writeTextFile(file("b"), toml("b", 1_000));
  const known = (name: string) => until(() => get(host, name).then(({ actual }) => actual === "running"));
  await Promise.all([known("a"), known("b")]);
  const [a, b] = [await get(host, "a"), await get(host, "b")];
  await Deno.writeTextFile(file("a"), toml("a", 1_001));
  const again = await reaches(host, "a", ({ pid }) => pid !== undefined && pid !== a.pid);
  await Deno.writeTextFile(file("a"), toml("a", 1_001, "7s"));
  await until(async () => {
    const { spec } = await call<{ spec: { service: { restart: { delay: string } } } }>(host, "service.get", {
      name: "a",
    });
    return spec.service.restart.delay === "7s";
  });
  assert.equal((await get(host, "a")).pid, again.pid);
  await Deno.writeTextFile(file("a"), `[service]\nname = "a"\nexce = ["sleep", "1"]\n`);
  type Faults = { items: { file: string; line: number; message: string }[] };
  const faults = await until(async () => {
    const { items } = await call<Faults>(host, "service.faults");
    return items.length > 0 && items;
  });
  const told = faults.map(({ file, line, message }) => `${file}:${line}: ${message}`);
  assert.ok(told.includes(`a.toml:3: "service.exce" is not known: did you mean "exec"?`), told.join("\n"));
  assert.equal((await get(host, "a")).pid, again.pid);
  await Deno.remove(file("a"));
  await until(() => get(host, "a").then(() => false, (error) => error.kind === "not_found"));
  assert.equal((await get(host, "b")).pid, b.pid);
  await assert.rejects(call(host, "service.register", { spec: { service: { name: "b", exec: ["true"] } } }), /b\.toml/);
});

test("actions run as jobs, with what they need before them, progress, children, and their lines", async () => {
  await using host = await open();
  const note = (fields: Record<string, unknown>) => `echo '${JSON.stringify({ bulkhead: "job", ...fields })}'`;
  await register(host, { name: "books", exec: SLEEP }, {
    action: [
      { name: "dump", exec: sh("echo dumped") },
      {
        name: "backup",
        exec: sh(
          `${note({ done: 1, total: 2, message: "half" })}; ${
            note({ id: "child-1", name: "part", state: "succeeded" })
          }; echo saved`,
        ),
        needs: ["dump"],
      },
      { name: "broken", exec: sh("echo no space left; exit 28") },
      { name: "long", exec: SLEEP },
      { name: "needy", exec: ["true"], needs: ["broken"] },
    ],
  });
  type Job = { id: string; state: string; done?: number; message?: string; children: Job[]; name: string };
  const run = (action: string, wait = true) => call<Job>(host, "action.run", { service: "books", action, wait });
  const done = await run("backup");
  assert.deepEqual([done.state, done.done, done.message], ["succeeded", 1, "half"]);
  const job = await call<Job>(host, "job.get", { id: done.id });
  assert.deepEqual(job.children.map(({ name, state }) => [name, state]).sort(), [
    ["books/dump", "succeeded"],
    ["part", "succeeded"],
  ]);
  const { items } = await call<{ items: { message: string }[] }>(host, "job.logs", { id: done.id });
  assert.deepEqual(items.map(({ message }) => message), ["saved"]);
  const broken = await run("broken");
  assert.deepEqual([broken.state, broken.message], ["failed", "It ended with code 28: no space left"]);
  assert.match((await run("needy")).message!, /It needs "broken", which failed/);
  const long = await run("long", false);
  const second = await run("long", false);
  assert.equal((await call<Job>(host, "job.get", { id: second.id })).state, "queued");
  assert.equal((await call<Job>(host, "job.cancel", { id: second.id })).state, "cancelled");
  assert.equal((await call<Job>(host, "job.cancel", { id: long.id })).state, "cancelled");
});

test("a job that a service reports and does not end is lost when the service ends", async () => {
  await using host = await open();
  const note = JSON.stringify({ bulkhead: "job", id: "j1", name: "Import", done: 1, total: 4 });
  await register(host, { name: "books", exec: sh(`echo '${note}'; exec sleep 1000`) });
  await call(host, "service.start", { name: "books" });
  const job = () => call<{ state: string; message?: string }>(host, "job.get", { id: "j1" });
  await until(() => job().then(({ state }) => state === "running"));
  await call(host, "service.stop", { name: "books" });
  const lost = await job();
  assert.deepEqual([lost.state, lost.message], ["lost", "The service ended before the job"]);
});

test("actions have times of their own, in zones of their own", async () => {
  await using host = await open();
  const action = { name: "backup", exec: ["true"], schedule: "0 3 * * *", timezone: "Asia/Tokyo" };
  await register(host, { name: "books", exec: SLEEP }, { action: [action] });
  type Actions = { items: { schedule?: string; nextAt?: string }[] };
  const [listed] = await until(async () => {
    const { items } = await call<Actions>(host, "action.list", { service: "books" });
    return items[0]?.nextAt !== undefined && items;
  });
  // Tokyo is nine hours ahead all year.
  assert.match(listed!.nextAt!, /T18:00:00/);
  await register(host, { name: "books", exec: SLEEP }, { action: [{ ...action, schedule: undefined }] });
  await until(async () => (await call<Actions>(host, "action.list", {})).items[0]!.nextAt === undefined);
});

test("members see services and change nothing; only owners describe them", async () => {
  await using host = await open();
  await register(host, { name: "books", exec: SLEEP, env: { KEY: "x" } });
  const seen = await call<Record<string, unknown>>(host, "service.get", { name: "books" }, "bob");
  assert.equal(seen.spec, undefined);
  for (const [method, params] of [["service.start", { name: "books" }], ["logs.query", {}]] as const) {
    await assert.rejects(call(host, method, params, "bob"), (error: { kind?: string }) => error.kind === "forbidden");
  }
});
