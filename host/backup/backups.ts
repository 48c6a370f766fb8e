import { resolve } from "node:path";
import { Cron } from "croner";
import type { BackupSettings } from "../config/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import { BackupError } from "./backup_error.ts";
import type { Created } from "./create/create_backup.ts";
import { BackupFolder, type StoredBackup } from "./folder.ts";
import type { Compression, Manifest } from "./format.ts";
import { newName } from "./names.ts";
import type { Damage } from "./read/read_archive.ts";
import { type Job, type JobResults, runJob } from "./run_job.ts";

export interface BackupsOptions {
  dataDir: string;
  scriptsDir: string;
  settings: BackupSettings;
  /** The passphrase from the environment; beats the file of the settings. */
  passphrase: string | undefined;
  /** Of the host. */
  version: string;
  clock: Clock;
  logger: Logger;
  /** Keeps files from being removed until the answer is called. */
  hold(): () => Promise<void>;
  /** Told of each beginning, step and end. */
  changed(running: Running | undefined): void;
}

/** What is being done now. */
export interface Running {
  kind: Job["kind"];
  name: string;
  done: number;
  /** 0 = not known yet. */
  total: number;
}

export interface NewBackup {
  /** Beats the configured one; "" = not encrypted. */
  passphrase?: string;
  /** Default as configured. */
  compression?: Compression;
  key?: boolean;
  progress?(done: number, total: number): void;
}

/** A host that was off at the time makes its backup so long after its start. */
const CATCH_UP_MS = 60_000;

/** Makes backups, on demand and by the schedule, one at a time, and looks after their folder. */
export class Backups {
  readonly folder: BackupFolder;
  readonly #options: BackupsOptions;
  readonly #stopping = new AbortController();
  #running: Running | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  /** When the schedule comes next; undefined without one. */
  nextAt: number | undefined;
  /** Why the last scheduled one was not made. */
  lastFailure: { at: number; message: string } | undefined;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.folder = new BackupFolder(options.settings.folder);
  }

  get running(): Running | undefined {
    return this.#running;
  }

  /** Clears away what was left half made, and begins with the schedule. */
  start(): void {
    const { clock, logger } = this.#options;
    try {
      const left = this.folder.tidy();
      if (left > 0) logger.warn(`Removed ${left} backups that an earlier life had begun and not ended`);
      const last = this.folder.lastScheduledAt();
      const next = this.#after(last ?? clock.now());
      if (next !== undefined) this.#wait(next <= clock.now() ? clock.now() + CATCH_UP_MS : next);
    } catch (error) {
      logger.error(`The folder of backups cannot be used: ${(error as Error).message}`);
      const next = this.#after(clock.now());
      if (next !== undefined) this.#wait(next);
    }
  }

  list(): Promise<StoredBackup[]> {
    return this.folder.list();
  }

  /** When the newest one was made, in milliseconds since 1970, and its size; undefined without any. */
  newest(): { at: number; sizeBytes: number } | undefined {
    return this.folder.newest();
  }

  /** Rejects with {@linkcode BackupError}. */
  async create({ progress, ...wanted }: NewBackup = {}, scheduled = false): Promise<Created> {
    const { dataDir, scriptsDir, settings, version, clock, hold, logger } = this.#options;
    const passphrase = wanted.passphrase === "" ? undefined : wanted.passphrase ?? this.#passphrase();
    const key = wanted.key ?? settings.key;
    if (key && passphrase === undefined) {
      throw new BackupError(
        "passphrase_needed",
        "The key of the secrets goes into an encrypted backup only: beside them it would protect nothing",
      );
    }
    const compression = wanted.compression ?? settings.compression;
    const name = newName(clock.now(), {
      scheduled,
      compression,
      encrypted: passphrase !== undefined,
      taken: (name) => this.folder.names().includes(name),
    });
    const createdAt = new Date(clock.now()).toISOString();
    const release = hold();
    try {
      const created = await this.#run(
        {
          kind: "create",
          options: {
            ...{ dataDir, scriptsDir, folder: this.folder.path, name, compression, key, host: version, createdAt },
            ...(passphrase === undefined ? {} : { passphrase }),
          },
        },
        name,
        progress,
      );
      logger.info(`Made the backup ${name}`, {
        sizeBytes: created.sizeBytes,
        files: created.parts,
        barrierMs: Math.round(created.barrierMs * 10) / 10,
        leftOut: created.leftOut.length,
      });
      return created;
    } finally {
      await release();
    }
  }

  /** Reads all of a backup. */
  async verify(
    name: string,
    options: { passphrase?: string; progress?(done: number, total: number): void } = {},
  ): Promise<{ manifest: Manifest; damaged: Damage[] }> {
    const archive = this.folder.find(name);
    const passphrase = options.passphrase ?? this.#passphrase();
    return await this.#run(
      { kind: "verify", archive, ...(passphrase === undefined ? {} : { passphrase }) },
      name,
      options.progress,
    );
  }

  /** Puts a backup into a folder that is new or empty, for another host: this one goes on with its own data. */
  async restore(
    name: string,
    options: { target: string; passphrase?: string; progress?(done: number, total: number): void },
  ): Promise<{ manifest: Manifest; target: string }> {
    const { dataDir, version } = this.#options;
    const archive = this.folder.find(name);
    const target = resolve(options.target);
    if (target === dataDir || target.startsWith(`${dataDir}/`)) {
      throw new BackupError(
        "target_in_use",
        `"${target}" lies in this host's own data folder: choose one outside of it`,
      );
    }
    const passphrase = options.passphrase ?? this.#passphrase();
    const manifest = await this.#run(
      {
        kind: "restore",
        options: { archive, target, host: version, ...(passphrase === undefined ? {} : { passphrase }) },
      },
      name,
      options.progress,
    );
    return { manifest, target };
  }

  /** Puts a backup into a new folder for a while: what looks at it afterwards is no host of its own. */
  async copyTo(
    name: string,
    options: { target: string; leaveOut?: string[]; progress?(done: number, total: number): void },
  ): Promise<void> {
    const { target, leaveOut = [] } = options;
    const passphrase = this.#passphrase();
    await this.#run(
      {
        kind: "restore",
        options: {
          ...{ archive: this.folder.find(name), target, leaveOut, host: this.#options.version },
          ...(passphrase === undefined ? {} : { passphrase }),
        },
      },
      name,
      options.progress,
    );
  }

  remove(name: string): void {
    if (this.#running?.name === name) throw new BackupError("busy", `The backup "${name}" is in use: wait for its end`);
    this.folder.remove(name);
    this.#options.changed(this.#running);
  }

  /** Gives up what runs. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    this.#stopping.abort();
    await this.#ended.catch(() => {});
  }

  async #run<K extends Job["kind"]>(
    job: Job & { kind: K },
    name: string,
    progress?: (done: number, total: number) => void,
  ): Promise<JobResults[K]> {
    const { changed } = this.#options;
    if (this.#running) {
      const what = { create: "made", verify: "verified", restore: "restored" }[this.#running.kind];
      throw new BackupError("busy", `The backup "${this.#running.name}" is being ${what}: wait for its end`);
    }
    this.#running = { kind: job.kind, name, done: 0, total: 0 };
    changed(this.#running);
    const ended = runJob<K>(job, {
      signal: this.#stopping.signal,
      progress: (done, total) => {
        this.#running = { kind: job.kind, name, done, total };
        progress?.(done, total);
        changed(this.#running);
      },
    });
    this.#ended = ended;
    try {
      return await ended;
    } finally {
      this.#running = undefined;
      if (this.#stopping.signal.aborted) this.folder.tidy();
      changed(undefined);
    }
  }

  /** Throws {@linkcode BackupError} when the file that should hold it does not: never an open backup in its place. */
  #passphrase(): string | undefined {
    const { passphrase, settings: { passphraseFile } } = this.#options;
    if (passphrase || passphraseFile === undefined) return passphrase || undefined;
    let text: string;
    try {
      text = Deno.readTextFileSync(passphraseFile);
    } catch (error) {
      throw new BackupError("passphrase_needed", `The passphrase cannot be read: ${(error as Error).message}`);
    }
    const line = text.split(/\r?\n/)[0]!;
    if (line !== "") return line;
    throw new BackupError(
      "passphrase_needed",
      `The first line of "${passphraseFile}" is empty: write the passphrase there`,
    );
  }

  #after(at: number): number | undefined {
    const { schedule, timezone } = this.#options.settings;
    if (schedule === undefined) return undefined;
    return new Cron(schedule, { timezone, mode: "5-part", paused: true }).nextRun(new Date(at))?.getTime();
  }

  #wait(at: number): void {
    const { clock } = this.#options;
    this.nextAt = at;
    this.#cancelTimer = clock.timer(Math.max(0, at - clock.now()), () => void this.#due());
  }

  async #due(): Promise<void> {
    const { clock, logger, settings } = this.#options;
    const next = this.#after(clock.now());
    if (next !== undefined) this.#wait(next);
    try {
      await this.create({}, true);
      this.lastFailure = undefined;
      const rules = { count: settings.keepCount, ageMs: settings.keepMs };
      for (const name of this.folder.prune(rules, clock.now())) logger.info(`Removed the old backup ${name}`);
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.lastFailure = { at: clock.now(), message: (error as Error).message };
      logger.error(`The scheduled backup was not made: ${(error as Error).message}`);
    }
    this.#options.changed(this.#running);
  }
}
