import assert from "node:assert/strict";
import { lacks, testHost } from "../../tests/harness/mod.ts";
import { type CliRunOptions, runWith } from "./_test_host.ts";
import { drawFrame } from "./commands/services/frame.ts";
import { cellsOf, CpuMeter, type ServiceRow } from "./commands/services/rows.ts";

Deno.test({
  name: "services are started, waited for, looked at, followed and stopped by command",
  ignore: lacks("bubblewrap"),
  async fn() {
    await using host = await testHost({ plugins: ["supervisor"] });
    const run = (args: string[], options: CliRunOptions = {}) =>
      runWith({ BULKHEAD_DATA: host.dataDir }, ["services", ...args], options);
    assert.match((await run([])).out, /There are no services: put a spec into .*\/services/);
    const register = (name: string, line: string) =>
      host.call("supervisor.service.register", {
        spec: { service: { name, exec: ["sh", "-c", line], restart: { policy: "no" } } },
      });
    await register("books", "echo hello from books; n=0; while :; do n=$((n+1)); echo tick $n; sleep 0.1; done");
    await register("bad", "echo the disk is full; exit 9");
    assert.match((await run(["start", "books"])).out, /^books is running \(pid \d+\)\n$/);
    const failed = await run(["start", "bad", "--timeout", "5s"]);
    assert.equal(failed.code, 1);
    assert.match(failed.err, /"bad" is not ready.*failed.*code 9.*It said last: the disk is full/s);
    assert.match((await run(["list"])).out, /NAME .*STATE[\s\S]*bad +failed[\s\S]*books +running/);
    assert.match((await run(["status", "bad"])).out, /ended last .*code 9[\s\S]*\| the disk is full/);
    assert.match((await run(["wait", "books"])).out, /books is running/);
    assert.match((await run(["logs", "books"])).out, /INFO {2}books: hello from books/);
    const followed = await run(["logs", "books", "-f", "--limit", "1"], { until: (out) => out.split("\n").length > 4 });
    assert.match(followed.out, /books: tick \d+\n.*books: tick \d+\n/);
    await Deno.writeTextFile(`${host.dataDir}/services/odd.toml`, '[service]\nname = "odd"\n');
    assert.match((await run(["reload"])).out, /odd\.toml:1: "service\.exec" is missing/);
    assert.match((await run(["stop", "books"])).out, /books is stopped: by /);
    assert.match((await run(["status", "nobody"])).err, /There is no service "nobody".*There are bad, books/s);
    assert.equal((await run(["wait", "books", "--timeout", "soon"])).code, 2);
  },
});

Deno.test("where no plugin runs services, the command says so", async () => {
  await using host = await testHost();
  const { code, err } = await runWith({ BULKHEAD_DATA: host.dataDir }, ["services"]);
  assert.equal(code, 1);
  assert.match(err, /No plugin of this host runs services/);
});

const row = (name: string, given: Partial<ServiceRow> = {}): ServiceRow => ({
  ...{
    name,
    desired: "running",
    actual: "running",
    health: "unknown",
    since: "2030-01-01T00:00:00Z",
    restarts: 0,
    after: [],
  },
  ...given,
});

Deno.test("the live table shows what is wanted and is, keeps to the terminal's size, and lets nobody steer it", () => {
  const nowMs = Date.parse("2030-01-01T03:20:00Z");
  const cells = cellsOf(
    row("a", { actual: "stopping", desired: "stopped", startedAt: "2030-01-01T00:00:00Z", reason: "x\x1b[31m" }),
    { cpu: 3.14, rssBytes: 12_000_000 },
    nowMs,
  );
  assert.deepEqual(cells, ["a", "stopping (wanted: stopped)", "3h 20m", "0", "3.1 %", "11 MB", "x [31m"]);
  const rows = Array.from({ length: 50 }, (_, n) => row(`s${String(n).padStart(2, "0")}`));
  const frame = { rows, cpu: new Map(), memory: new Map(), chosen: "s40", message: "", nowMs };
  const lines = drawFrame(frame, { columns: 40, rows: 15 }, false);
  assert.equal(lines.length, 14);
  assert.ok(lines.every((line) => line.length <= 40));
  assert.match(lines[0]!, /50 running {3}36–45 of 50/);
  assert.ok(lines.some((line) => line.startsWith("> s40")));
});

Deno.test("processor use is what came between two looks", () => {
  const meter = new CpuMeter();
  const use = (cpuMs: number) => [{ name: "a", cpuMs, rssBytes: 0, processes: 1 }];
  assert.equal(meter.take(use(1_000), 0).get("a"), undefined);
  assert.equal(meter.take(use(1_500), 1_000).get("a"), 50);
  assert.equal(meter.take(use(1_510), 1_100).get("a"), 50);
  assert.equal(meter.take(use(20), 2_000).get("a"), 0);
});
