import { z } from "zod";
import { hostMethod, type HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Database } from "../storage/ports.ts";
import { getRun, selectRuns } from "./run_store.ts";
import type { Runs } from "./runs.ts";
import type { Script, Version } from "./version_store.ts";
import { runState } from "./wire.ts";

export interface MigrationMethodsOptions {
  db: Database;
  runs: Runs;
  script(name: string): Script;
  refuseInSafeMode(): void;
}

/** Runs that one call moves at most. */
const MAX_RUNS = 200;
const text = z.string().min(1).max(100);

/** Moves runs that have not ended from the version that they began with to the one that is live. */
export function migrationMethods({ db, runs, script, refuseInSafeMode }: MigrationMethodsOptions): HostMethods {
  const liveOf = (name: string): Version => {
    const { live } = script(name);
    if (live) return live;
    throw new RpcError("precondition_failed", `"${name}" has no version that runs`, {
      hint: "Mend the faults that host.workflow.get shows",
    });
  };
  return {
    "host.workflow.migrate": hostMethod({
      summary:
        "Moves a run, or all of a workflow, to the live version where its journal fits, without repeating anything",
      examples: [{
        params: { id: "run_0mgx2k9p4q7c1v8z3t5y6w0h" },
        result: { items: [{ id: "run_0mgx2k9p4q7c1v8z3t5y6w0h", state: "waiting", migrated: true }], left: 0 },
      }],
      errors: ["not_found", "precondition_failed"],
      params: z.object({
        /** One run … */
        id: text.optional(),
        /** … or all runs of a workflow that have not ended and are of an earlier version. */
        name: text.optional(),
        /** With `name`: only those behind this run, in the order in which they were created. */
        after: text.optional(),
        version: z.literal("live").default("live"),
      }),
      result: z.object({
        items: z.array(z.object({
          id: z.string(),
          state: runState,
          migrated: z.boolean(),
          /** Why it stays on its version. */
          message: z.string().optional(),
          /** The step at which the two differ. */
          difference: z.unknown().optional(),
        })),
        /** Runs that this call did not look at: call it again with the last one of it as `after`. */
        left: z.number(),
      }),
      handler: async ({ id, name, after }) => {
        refuseInSafeMode();
        if ((id === undefined) === (name === undefined)) {
          throw new RpcError("invalid_params", "Give either the id of a run or the name of a workflow", {
            path: "/id",
          });
        }
        const rows = id === undefined ? outdated(db, liveOf(name!), after) : [runs.get(id)];
        const items = [];
        for (const row of rows.slice(0, MAX_RUNS)) {
          const { difference, message } = await runs.migrate(row.id, liveOf(row.name)).catch((error) => {
            if (id !== undefined) throw error;
            return { difference: undefined, message: (error as Error).message };
          });
          const { state } = runs.get(row.id);
          items.push({
            id: row.id,
            state,
            migrated: message === undefined,
            ...(message ? { message, difference } : {}),
          });
        }
        return { items, left: Math.max(0, rows.length - MAX_RUNS) };
      },
    }),
  };
}

function outdated(db: Database, live: Version, after?: string) {
  const behind = after === undefined ? 0 : getRun(db, after)?.ord ?? 0;
  const where = "name = ? AND ended_at IS NULL AND admitted = 1 AND hash <> ? AND ord > ? ORDER BY ord LIMIT 10000";
  return selectRuns(db, where, live.name, live.hash, behind);
}
