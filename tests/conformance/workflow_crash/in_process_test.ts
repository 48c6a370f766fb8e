/**
 * The engine is killed before and after each of its commits, on a real database, while workflows run that use every
 * power it has; and the lives after that are killed as well, at moments that a seed decides. In the end all must be as
 * if nothing had happened: nothing lost that was acknowledged, no effect twice, every run with its outcome and history.
 *
 * `WORKFLOW_KILLS` is how many kills there are at least (default 150), `WORKFLOW_SEED` where they lie.
 */
import assert from "node:assert/strict";
import { RunRandom } from "../../../host/sdk/workflow/random.ts";
import { birth, live, picture } from "./_lives.ts";

const KILLS = Number(Deno.env.get("WORKFLOW_KILLS") ?? 150);
const SEED = Number(Deno.env.get("WORKFLOW_SEED") ?? 1);

/** After the first kill of a row so many more may follow, each in the life that the last one began. */
const MAX_MORE = 12;
/** A later life is killed at one of so many commits; many of them are those of its start. */
const LATER_COMMITS = 60;
/** Commits of one first life whose moments are kept at once: each has the size of a database. */
const PAGE = 25;

Deno.test(`through ${KILLS} kills of the engine nothing is lost, nothing is done twice, all ends as without them`, async () => {
  const undisturbed = birth();
  const { commits } = await live(undisturbed, () => false);
  const expected = await picture(undisturbed);
  await undisturbed.engine[Symbol.asyncDispose]();
  assert.ok(commits > 100, `only ${commits} commits: the kills would not come where they should`);

  const random = new RunRandom(`seed ${SEED}`);
  const below = (limit: number) => Math.floor(random.number() * limit);
  let kills = 0;
  let rows = 0;
  // Of the moments around all commits so many begin a row that there are enough kills after one walk through them.
  const share = Math.min(1, KILLS / (commits * 2 * (1 + MAX_MORE / 2)));
  for (let from = 1; kills < KILLS; from = from + PAGE > commits ? 1 : from + PAGE) {
    const isHere = (commit: number) => commit >= from && commit < from + PAGE;
    const first = birth();
    // In every second page runs leave memory whenever they wait.
    if (Math.floor(from / PAGE) % 2 === 1) first.engine.lingerMs = 0;
    const { moments } = await live(first, (commit) => isHere(commit) && random.number() < share);
    await first.engine[Symbol.asyncDispose]();
    for (const begun of moments) {
      const path = [begun.what];
      let moment = begun;
      let isOver = false;
      for (let more = below(MAX_MORE + 1); more > 0 && !isOver; more--) {
        const at = 1 + below(LATER_COMMITS);
        const side = below(2) === 0 ? "before" : "after";
        const [next] = (await live(moment, (commit, when) => commit === at && when === side, { last: true })).moments;
        if (next) path.push((moment = next).what);
        else isOver = true;
      }
      if (!isOver) await live(moment, () => false);
      assert.deepEqual(await picture(moment), expected, `seed ${SEED}, killed ${path.join(", then ")}`);
      await moment.engine[Symbol.asyncDispose]();
      if (Math.floor(kills / 250) < Math.floor((kills + path.length) / 250)) {
        console.log(`${kills + path.length} kills`);
      }
      kills += path.length;
      rows++;
    }
  }
  console.log(`${kills} kills in ${rows} rows, of ${commits} commits`);
});
