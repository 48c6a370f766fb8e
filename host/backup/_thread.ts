/** Verifies and restores backups away from the host's thread: hashing would hold up calls. */
import { reported } from "./_report.ts";
import { readArchive } from "./read/read_archive.ts";
import { restoreBackup } from "./read/restore_backup.ts";
import type { Report, ThreadJob } from "./run_job.ts";

interface Thread {
  onmessage: ((event: MessageEvent<ThreadJob>) => void) | null;
  postMessage(report: Report): void;
}
const thread = globalThis as unknown as Thread;

thread.onmessage = ({ data: job }) => {
  void reported(
    async (progress) =>
      job.kind === "verify"
        ? await readArchive(job.archive, {}, { passphrase: job.passphrase, progress })
        : await restoreBackup({ ...job.options, progress }),
    (report) => thread.postMessage(report),
  );
};
