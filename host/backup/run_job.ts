import { BackupError, type BackupFault } from "./backup_error.ts";
import type { Created, CreateOptions } from "./create/create_backup.ts";
import type { Manifest } from "./format.ts";
import type { Damage } from "./read/read_archive.ts";
import type { RestoreOptions } from "./read/restore_backup.ts";

/** What the thread is asked to do. */
export type Job =
  | { kind: "create"; options: Omit<CreateOptions, "progress"> }
  | { kind: "verify"; archive: string; passphrase?: string }
  | { kind: "restore"; options: Omit<RestoreOptions, "progress"> };

/** What comes of each. */
export interface JobResults {
  create: Created;
  verify: { manifest: Manifest; damaged: Damage[] };
  restore: Manifest;
}

/** What the thread tells. */
export type Report =
  | { kind: "progress"; done: number; total: number }
  | { kind: "done"; value: unknown }
  | { kind: "failed"; fault: BackupFault | undefined; message: string };

/** Runs a job on a thread of its own. Aborting ends it where it is; what it leaves has no name of a backup. */
export async function runJob<K extends Job["kind"]>(
  job: Job & { kind: K },
  options: { progress?(done: number, total: number): void; signal?: AbortSignal } = {},
): Promise<JobResults[K]> {
  const { signal } = options;
  signal?.throwIfAborted();
  const thread = new Worker(new URL("./_thread.ts", import.meta.url), { type: "module" });
  const ended = Promise.withResolvers<JobResults[K]>();
  const abort = () => ended.reject(new BackupError("busy", "The host is stopping: the backup was given up"));
  signal?.addEventListener("abort", abort, { once: true });
  thread.onmessage = ({ data: report }: MessageEvent<Report>) => {
    if (report.kind === "progress") options.progress?.(report.done, report.total);
    else if (report.kind === "done") ended.resolve(report.value as JobResults[K]);
    else ended.reject(report.fault ? new BackupError(report.fault, report.message) : new Error(report.message));
  };
  thread.onerror = (event) => {
    event.preventDefault();
    ended.reject(new Error(`The backup's thread failed: ${event.message}`));
  };
  thread.postMessage(job);
  try {
    return await ended.promise;
  } finally {
    signal?.removeEventListener("abort", abort);
    thread.terminate();
  }
}
