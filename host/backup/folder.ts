import { BackupError } from "./backup_error.ts";
import { PARTIAL } from "./create/create_backup.ts";
import type { Head } from "./format.ts";
import { BACKUP_NAME, isScheduled } from "./names.ts";
import { readHead } from "./read/read_archive.ts";
import { syncFolder } from "./sync_folder.ts";

/** A backup as it lies in the folder. */
export interface StoredBackup {
  name: string;
  sizeBytes: number;
  /** ISO 8601. */
  createdAt: string;
  encrypted: boolean;
  /** Made by the schedule. */
  scheduled: boolean;
  /** What it says of itself; undefined when that cannot be read. */
  head: Head | undefined;
  /** Why not. */
  problem?: string;
}

/** What is kept of scheduled backups; 0 = no limit. */
export interface KeepRules {
  count: number;
  ageMs: number;
}

/** Backups looked into for one list. */
const MAX_LISTED = 500;

/** The folder in which backups lie. */
export class BackupFolder {
  constructor(readonly path: string) {}

  /** Newest first. */
  async list(): Promise<StoredBackup[]> {
    const found: StoredBackup[] = [];
    for (const name of this.names().slice(0, MAX_LISTED)) {
      const path = `${this.path}/${name}`;
      try {
        const { size, isFile } = Deno.lstatSync(path);
        if (!isFile) continue;
        const stored = { name, sizeBytes: size, createdAt: timeOf(name), scheduled: isScheduled(name) };
        try {
          const { head, encrypted } = await readHead(path);
          found.push({ ...stored, createdAt: head.createdAt, encrypted, head });
        } catch (error) {
          if (!(error instanceof BackupError)) throw error;
          found.push({ ...stored, encrypted: name.endsWith(".enc"), head: undefined, problem: error.message });
        }
      } catch (error) {
        // Somebody removed it meanwhile.
        if (!(error instanceof Deno.errors.NotFound)) throw error;
      }
    }
    return found;
  }

  /** Of all backups, newest first. */
  names(): string[] {
    try {
      return [...Deno.readDirSync(this.path)].filter(({ name, isFile }) => isFile && BACKUP_NAME.test(name))
        .map(({ name }) => name).sort().reverse();
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return [];
      throw new BackupError("unreadable", `The folder "${this.path}" cannot be read: ${(error as Error).message}`);
    }
  }

  /** Absolute path of a backup. Throws {@linkcode BackupError} when there is none of that name. */
  find(name: string): string {
    const path = `${this.path}/${name}`;
    try {
      if (BACKUP_NAME.test(name) && Deno.lstatSync(path).isFile) return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    throw new BackupError("not_found", `There is no backup "${name}" in "${this.path}"`);
  }

  remove(name: string): void {
    Deno.removeSync(this.find(name));
    syncFolder(this.path);
  }

  /** Removes scheduled backups that the rules do not keep, never the newest one; answers their names. */
  prune(rules: KeepRules, now: number): string[] {
    const old = outOfRules(this.names().filter(isScheduled), rules, now);
    for (const name of old) this.remove(name);
    return old;
  }

  /** Removes what a host that was killed in the middle of a backup has left. */
  tidy(): number {
    let removed = 0;
    try {
      for (const { name } of Deno.readDirSync(this.path)) {
        if (!name.startsWith(PARTIAL) || !BACKUP_NAME.test(name.slice(PARTIAL.length))) continue;
        Deno.removeSync(`${this.path}/${name}`, { recursive: true });
        removed++;
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    return removed;
  }

  /** The newest backup; undefined without any, or when the folder cannot be read. */
  newest(): { at: number; sizeBytes: number } | undefined {
    try {
      const [name] = this.names();
      if (name === undefined) return undefined;
      return { at: Date.parse(timeOf(name)), sizeBytes: Deno.statSync(`${this.path}/${name}`).size };
    } catch {
      return undefined;
    }
  }

  /** Milliseconds since 1970 of the newest scheduled backup. */
  lastScheduledAt(): number | undefined {
    const newest = this.names().find(isScheduled);
    return newest === undefined ? undefined : Date.parse(timeOf(newest));
  }
}

/** Those of scheduled backups, newest first, that the rules do not keep; never the newest one. */
export function outOfRules(scheduled: string[], { count, ageMs }: KeepRules, now: number): string[] {
  return scheduled.filter((name, index) =>
    index > 0 && ((count > 0 && index >= count) || (ageMs > 0 && Date.parse(timeOf(name)) < now - ageMs))
  );
}

/** ISO 8601, from the name. */
export function timeOf(name: string): string {
  const [, year, month, day, hour, minute, second] = /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name)!;
  return `${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
}
