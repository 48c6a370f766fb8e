/** Makes, verifies and restores backups away from the host's thread: hashing and compressing would hold up calls. */
import { BackupError } from "./backup_error.ts";
import { createBackup } from "./create/create_backup.ts";
import { readArchive } from "./read/read_archive.ts";
import { restoreBackup } from "./read/restore_backup.ts";
import type { Job, Report } from "./run_job.ts";

interface Thread {
  onmessage: ((event: MessageEvent<Job>) => void) | null;
  postMessage(report: Report): void;
}
const thread = globalThis as unknown as Thread;

/** Reports come at most so often. */
const REPORT_MS = 100;
let reportedAt = 0;

function progress(done: number, total: number): void {
  const now = performance.now();
  if (now - reportedAt < REPORT_MS && done < total) return;
  reportedAt = now;
  thread.postMessage({ kind: "progress", done, total });
}

async function run(job: Job): Promise<unknown> {
  switch (job.kind) {
    case "create":
      return await createBackup({ ...job.options, progress });
    case "verify":
      return await readArchive(job.archive, {}, { passphrase: job.passphrase, progress });
    case "restore":
      return await restoreBackup({ ...job.options, progress });
  }
}

thread.onmessage = ({ data: job }) => {
  run(job).then(
    (value) => thread.postMessage({ kind: "done", value }),
    (error) =>
      thread.postMessage({
        kind: "failed",
        fault: error instanceof BackupError ? error.fault : undefined,
        message: error instanceof Error ? error.message : String(error),
      }),
  );
};
