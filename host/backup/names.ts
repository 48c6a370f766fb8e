import type { Compression } from "./format.ts";

/** `bulkhead-20261130T034000Z.tar.zst`; `-auto` for scheduled ones, `.enc` for encrypted ones. */
export const BACKUP_NAME = /^bulkhead-\d{8}T\d{6}Z(-\d{1,3})?(-auto)?\.tar(\.zst)?(\.enc)?$/;

/** A name for a backup that is made now and that does not yet exist in its folder. */
export function newName(
  at: number,
  options: { scheduled: boolean; compression: Compression; encrypted: boolean; taken(name: string): boolean },
): string {
  const stamp = new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, "");
  const end = (options.scheduled ? "-auto" : "") + ".tar" + (options.compression === "zstd" ? ".zst" : "") +
    (options.encrypted ? ".enc" : "");
  for (let number = 1;; number++) {
    const name = `bulkhead-${stamp}Z${number === 1 ? "" : `-${number}`}${end}`;
    if (!options.taken(name)) return name;
  }
}

/** Was it made by the schedule, so that it is pruned by its rules? */
export function isScheduled(name: string): boolean {
  return /-auto\.tar/.test(name);
}
