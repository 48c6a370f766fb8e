import { TestEngine } from "../../../host/workflows/test_engine.ts";
import type { BusEvent } from "../../../host/sdk/channel/protocol.ts";
import type { RunDetail } from "../../../host/workflows/wire.ts";
import { SCRIPTS } from "./_scripts.ts";
import { runsOf, World } from "./_world.ts";

/** A moment at which the host was killed: what is on disk, and the world around it. */
export interface Moment {
  /** Which commit of its life, and whether the kill came before it or after it. */
  what: string;
  engine: TestEngine;
  world: World;
}

/** Memory, where there is one: a process that is killed loses nothing that it gave to the system. */
const DIR = (() => {
  try {
    return Deno.statSync("/dev/shm").isDirectory ? "/dev/shm" : undefined;
  } catch {
    return undefined;
  }
})();

/** Time goes on while no host lives. */
const DOWN_MS = 7;

/** A host that has not lived yet. */
export function birth(): Moment {
  return { what: "birth", engine: new TestEngine(SCRIPTS, DIR), world: new World() };
}

/**
 * Lets a host live until all is over, or until it is killed: `kill` is asked before and after each commit. Answers the
 * moments for which it said yes; with `last` the life ends at the first of them.
 */
export async function live(
  { engine, world }: Moment,
  kill: (commit: number, when: "before" | "after") => boolean,
  { last = false } = {},
): Promise<{ moments: Moment[]; commits: number }> {
  const moments: Moment[] = [];
  let commits = 0;
  let dead = false;
  const look = (when: "before" | "after") => (commit: number) => {
    commits = commit;
    if (dead || !kill(commit, when)) return;
    const next = engine.afterKill({ downMs: DOWN_MS });
    moments.push({ what: `${when} commit ${commit}`, engine: next, world: last ? world.leave() : world.copy() });
    dead = last;
  };
  engine.committing = look("before");
  engine.committed = look("after");
  engine.plugins = world.methods;
  await engine.start();
  const settle = async () => {
    if (dead) return;
    do await engine.settle(); while (!dead && await world.act(engine));
  };
  await settle();
  for (let hours = 0; !dead && !await world.isOver(engine); hours++) {
    if (hours > 24 * 14) throw new Error(`It never ends: ${JSON.stringify(await runsOf(engine), null, 1)}`);
    await engine.clock.advance("1h", settle);
  }
  engine.committing = engine.committed = undefined;
  if (dead) await engine[Symbol.asyncDispose]();
  return { moments, commits };
}

/** All that must be the same in the end. */
export async function picture({ engine, world }: Moment): Promise<unknown> {
  const runs = await Promise.all((await runsOf(engine)).map(({ id }) => engine.detail(id)));
  const names = new Map(runs.map((run) => [run.id, nameOf(run)]));
  const told = (await engine.log.read({ types: ["**"] })).filter(({ type }) => !type.startsWith("host.")).map((event) =>
    `${event.type} ${names.get(event.subject!) ?? event.subject}`
  );
  return {
    effects: world.effects,
    events: told.sort(),
    runs: runs.map(({ id, state, output, error, reason, steps }) => ({
      run: names.get(id),
      state,
      output,
      reason,
      error: error?.reason,
      steps: steps.map(({ id, state, error }) => `${id} ${state} ${error?.reason ?? ""}`).sort(),
    })).sort((a, b) => (a.run! < b.run! ? -1 : 1)),
  };
}

/** The order of a run that has one, whatever its position in the log. */
function nameOf({ name, event, input }: RunDetail): string {
  if (!event) return `${name} ${JSON.stringify(input)}`;
  if (!["order", "hold", "late", "stubborn"].includes(name)) return name;
  return `${name} ${(event as BusEvent).subject}`;
}
