/**
 * A hundred services crash at random while three callers start, stop and restart them. At the end each is as it is wanted
 * to be, there is no process too many, and no service was ever there twice: each run takes a lock that only one can hold.
 * `STORM_SECONDS` makes it longer.
 */
import assert from "node:assert/strict";
import { lacks, testHost, until } from "../../harness/mod.ts";

const SECONDS = Number(Deno.env.get("STORM_SECONDS") ?? 15);
const SERVICES = Number(Deno.env.get("STORM_SERVICES") ?? 100);

Deno.test({
  name:
    `${SERVICES} services through ${SECONDS} s of crashes, starts and stops: wanted is actual, none is left, none was double`,
  ignore: lacks("bubblewrap"),
  async fn() {
    await using host = await testHost({ plugins: ["supervisor"] });
    const mark = `storm-${crypto.randomUUID()}`;
    const names = Array.from({ length: SERVICES }, (_, n) => `s${n}`);
    const script = `exec 9>lock; flock -n 9 || touch double
      n=$(od -An -N2 -tu2 /dev/urandom); sleep "$((n % 2)).$((n % 9))" & wait; exit $((n % 3))`;
    for (const name of names) {
      const service = {
        ...{ name, exec: ["sh", "-c", script, mark] },
        restart: { policy: "always", delay: 50, factor: 1.2, max_delay: 1_000, max: 100_000 },
        stop: { timeout: 500 },
      };
      await host.call("supervisor.service.register", { spec: { service } });
    }
    const ends = Date.now() + SECONDS * 1_000;
    let calls = 0;
    const storm = async () => {
      while (Date.now() < ends) {
        const name = names[Math.floor(Math.random() * names.length)]!;
        const verb = ["start", "start", "stop", "restart"][Math.floor(Math.random() * 4)]!;
        await host.call(`supervisor.service.${verb}`, { name });
        calls++;
      }
    };
    await Promise.all([storm(), storm(), storm()]);
    assert.ok(calls > SERVICES, `${calls} calls`);

    type Status = { name: string; desired: string; actual: string; restarts: number; pid?: number };
    const list = async () => (await host.call<{ items: Status[] }>("supervisor.service.list", { limit: 200 })).items;
    const restarts = (await list()).reduce((sum, one) => sum + one.restarts, 0);
    assert.ok(restarts > SERVICES, `${restarts} restarts`);
    // From here on nobody wants anything new: half of them are to run, half not.
    await Promise.all(names.map((name, n) => host.call(`supervisor.service.${n % 2 ? "stop" : "start"}`, { name })));
    const wrong = ({ desired, actual }: Status) =>
      desired === "stopped" ? actual !== "stopped" : !["starting", "running", "backoff"].includes(actual);
    await until(async () => (await list()).filter(wrong).length === 0, { timeoutMs: 20_000 });
    for (const [n, { name, desired }] of (await list()).sort((a, b) => number(a) - number(b)).entries()) {
      assert.equal(desired, n % 2 ? "stopped" : "running", name);
    }
    await Promise.all(names.map((name) => host.call("supervisor.service.stop", { name })));
    assert.deepEqual(marked(mark), []);
    for (const name of names) {
      await assert.rejects(Deno.stat(`${host.dataDir}/services/${name}/double`), Deno.errors.NotFound, name);
    }
  },
});

const number = ({ name }: { name: string }) => Number(name.slice(1));

/** Processes whose arguments hold the mark. */
function marked(mark: string): string[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => name).filter((name) => {
    try {
      return /^\d+$/.test(name) && Deno.readTextFileSync(`/proc/${name}/cmdline`).includes(mark);
    } catch {
      return false;
    }
  });
}
