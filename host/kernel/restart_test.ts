import assert from "node:assert/strict";
import { decideRestart, type Life } from "./restart.ts";

/** Lives given as [seconds at which it ended, seconds for which it was ready]. */
const lives = (...rows: [endedAt: number, ready: number][]): Life[] =>
  rows.map(([endedAt, ready]) => ({ endedAt: endedAt * 1_000, readyMs: ready * 1_000 }));

const TABLE: { title: string; lives: Life[]; expected: number | RegExp }[] = [
  { title: "a first end restarts after half a second", lives: lives([10, 5]), expected: 500 },
  { title: "the delay doubles", lives: lives([10, 5], [20, 5], [30, 5]), expected: 2_000 },
  {
    title: "the delay has an upper bound",
    lives: lives(...Array.from({ length: 12 }, (_, i): [number, number] => [i * 100, 90])),
    expected: 30_000,
  },
  { title: "four ends in a minute still restart", lives: lives([1, 1], [2, 1], [3, 1], [4, 1]), expected: 4_000 },
  {
    title: "the fifth end in a minute quarantines",
    lives: lives([1, 1], [2, 1], [3, 1], [4, 1], [5, 1]),
    expected: /5 times within 60 s/,
  },
  {
    title: "ends that have left the window do not count",
    lives: lives([1, 1], [2, 1], [61, 1], [62, 1], [63, 1]),
    expected: 8_000,
  },
  { title: "two failed starts restart", lives: lives([1, 0], [2, 0]), expected: 1_000 },
  { title: "the third failed start quarantines", lives: lives([1, 0], [2, 0], [3, 0]), expected: /3 starts in a row/ },
  {
    title: "failed starts count over any time",
    lives: lives([1, 0], [1_000, 0], [2_000, 0]),
    expected: /3 starts in a row/,
  },
  { title: "a start that was ready breaks the row", lives: lives([1, 0], [2, 0], [3, 1], [4, 0]), expected: 4_000 },
  {
    title: "a clean run of three minutes forgets what was before",
    lives: lives([1, 1], [2, 1], [3, 1], [4, 1], [200, 185]),
    expected: 500,
  },
  {
    title: "after a clean run failed starts count anew",
    lives: lives([1, 0], [2, 0], [200, 190], [201, 0]),
    expected: 1_000,
  },
  { title: "nothing yet starts at once", lives: [], expected: 0 },
];

for (const { title, lives, expected } of TABLE) {
  Deno.test(`restart: ${title}`, () => {
    const decision = decideRestart(lives);
    if (typeof expected === "number") assert.deepEqual(decision, { action: "restart", delayMs: expected });
    else {
      assert.equal(decision.action, "quarantine");
      assert.match((decision as { reason: string }).reason, expected);
    }
  });
}
