import { BackupError } from "./backup_error.ts";
import type { Report } from "./run_job.ts";

/** Reports come at most so often. */
const REPORT_MS = 100;

/** Does a job and tells how far it is and what came of it. */
export async function reported(
  work: (progress: (done: number, total: number) => void) => Promise<unknown>,
  tell: (report: Report) => void,
): Promise<void> {
  let reportedAt = 0;
  const progress = (done: number, total: number) => {
    const now = performance.now();
    if (now - reportedAt < REPORT_MS && done < total) return;
    reportedAt = now;
    tell({ kind: "progress", done, total });
  };
  try {
    tell({ kind: "done", value: await work(progress) });
  } catch (error) {
    tell({
      kind: "failed",
      fault: error instanceof BackupError ? error.fault : undefined,
      message: error instanceof Error ? error.message : String(error),
    });
  }
}
