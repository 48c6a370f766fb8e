import assert from "node:assert/strict";
import { until } from "../../tests/harness/mod.ts";
import { systemClock } from "./mod.ts";
import { openObserve } from "./observe.ts";

/** Of each thread of this process. */
function niceness(): Map<string, number> {
  const threads = [...Deno.readDirSync("/proc/self/task")].flatMap(({ name }): [string, number][] => {
    try {
      const stat = Deno.readTextFileSync(`/proc/self/task/${name}/stat`);
      return [[name, Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[16])]];
    } catch {
      return [];
    }
  });
  return new Map(threads);
}

Deno.test({
  name: "the log's thread comes after the host's own, and no other thread does",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const dataDir = await Deno.makeTempDir();
    const before = niceness();
    const observe = openObserve({ dataDir, clock: systemClock(), format: "none" });
    try {
      await observe.position();
      const lowered = () =>
        [...niceness()].filter(([tid, nice]) => nice > (before.get(tid) ?? before.get(`${Deno.pid}`)!));
      await until(() => lowered().length > 0, { timeoutMs: 10_000, what: "the log's thread behind" });
      assert.equal(lowered().length, 1);
      assert.equal(niceness().get(`${Deno.pid}`), before.get(`${Deno.pid}`));
    } finally {
      await observe.close();
      await Deno.remove(dataDir, { recursive: true });
    }
  },
});
