import { RpcError } from "../sdk/errors.ts";

/** What went wrong with a database file. */
export type StorageFault = "disk_full" | "corrupt" | "locked" | "read_only" | "io" | "closed";

/**
 * The database file cannot do what was asked, for a reason outside the code. To a caller it is an `internal` error whose
 * reason is `storage_<fault>`; its message and hint hold nothing private and are meant to be shown.
 */
export class StorageError extends RpcError {
  override readonly name = "StorageError";
  constructor(readonly fault: StorageFault, message: string, hint: string, cause?: unknown) {
    super("internal", message, { reason: `storage_${fault}`, hint, cause });
  }
}

// Primary result codes of SQLite (https://sqlite.org/rescode.html) that are faults of the file or the disk.
const FAULTS: Record<number, { fault: StorageFault; what: string; hint: string }> = {
  5: { fault: "locked", what: "is locked by another process", hint: "End the process that holds it, then try again" },
  6: { fault: "locked", what: "is locked by another process", hint: "End the process that holds it, then try again" },
  8: { fault: "read_only", what: "cannot be written", hint: "Check the owner and mode of the data folder" },
  10: { fault: "io", what: "could not be read or written", hint: "Check the disk and the system log" },
  11: { fault: "corrupt", what: "is damaged", hint: "Restore it from a backup; the file itself was left as it is" },
  13: {
    fault: "disk_full",
    what: "could not grow: the disk is full",
    hint: "Free space on the disk of the data folder",
  },
  14: { fault: "io", what: "cannot be opened", hint: "Check that the folder exists and may be read and written" },
  26: {
    fault: "corrupt",
    what: "is not an SQLite database",
    hint: "Restore it from a backup; the file itself was left as it is",
  },
};

/** Wraps what the driver threw when it is a fault of the file or the disk; anything else comes back unchanged. */
export function storageError(error: unknown, path: string): unknown {
  if (error instanceof StorageError || !(error instanceof Error)) return error;
  const known = FAULTS[codeOf(error) & 0xff];
  if (!known) return error;
  return new StorageError(known.fault, `The database "${path}" ${known.what}`, known.hint, error);
}

// The driver gives a code for prepared statements only; opening and exec() carry SQLite's message alone.
const MESSAGES: [RegExp, number][] = [
  [/^database (table )?is locked/, 5],
  [/readonly database/, 8],
  [/disk I\/O error/, 10],
  [/malformed/, 11],
  [/database or disk is full/, 13],
  [/unable to open database file/, 14],
  [/file is not a database/, 26],
];

function codeOf(error: Error): number {
  const { errcode, code } = error as { errcode?: unknown; code?: unknown };
  if (typeof errcode === "number") return errcode;
  if (code !== "ERR_SQLITE_ERROR") return 0;
  return MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1] ?? 0;
}
