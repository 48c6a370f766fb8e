import type { Logger } from "../observe/ports.ts";
import type { Database } from "../storage/ports.ts";
import { abandonedApprovals } from "./approvals.ts";
import type { WorkflowHost } from "./ports.ts";
import { type RunRow, selectRuns } from "./run_store.ts";

/** After a start, runs that ended this long before are looked at: what was not told then is told now. */
const LOOK_BACK_MS = 86_400_000;

export interface WithdrawalsOptions {
  db: Database;
  host: Pick<WorkflowHost, "publish">;
  logger: Logger;
  now(): number;
}

/** Tells, as `workflow.approval.withdrawn`, that there is nothing to decide any more: the run that asked has ended. */
export class Withdrawals {
  constructor(private readonly options: WithdrawalsOptions) {}

  /** A run ended, or is being ended. One that failed and is resumed asks again, and may fail again. */
  async runEnded(run: RunRow): Promise<void> {
    if (run.asks === false) return;
    const time = run.state === "failed" && !run.interrupt ? `@${run.endedAt}` : "";
    const { db, host, logger } = this.options;
    try {
      for (const { run: id, step, question, role } of abandonedApprovals(db, run)) {
        await host.publish(run.name, {
          // The log drops a repeat of it.
          id: `${id}/${step}/withdrawn${time}`,
          type: "workflow.approval.withdrawn",
          subject: id,
          data: { run: id, step, question, role },
        });
      }
    } catch (error) {
      logger.warn(`Withdrawn approvals of run ${run.id} could not be told: ${(error as Error).message}`);
    }
  }

  /** Tells what an earlier life ended and did not come to tell. */
  async catchUp(): Promise<void> {
    const ended = selectRuns(
      this.options.db,
      "ord IN (SELECT run FROM wf_steps WHERE kind = 'approve' AND state = 'waiting' UNION " +
        "SELECT ord FROM wf_runs r WHERE interrupt IS NOT NULL AND ended_at > ?1 " +
        "AND EXISTS (SELECT 1 FROM wf_steps s WHERE s.run = r.ord AND s.kind = 'approve')) AND ended_at > ?1",
      this.options.now() - LOOK_BACK_MS,
    );
    for (const run of ended) await this.runEnded(run);
  }
}
