import { resolve } from "node:path";
import { Cron } from "croner";
import type { BackupSettings } from "../config/mod.ts";
import { AgeGuard } from "../observe/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import { BackupError } from "./backup_error.ts";
import type { Created } from "./create/create_backup.ts";
import { BackupFolder, type StoredBackup } from "./folder.ts";
import { PARTIAL } from "./create/create_backup.ts";
import { syncFolder } from "./sync_folder.ts";
import type { Compression, Manifest } from "./format.ts";
import { newName } from "./names.ts";
import { configuredPassphrase } from "./passphrase.ts";
import { RemoteCopies, remoteOnly } from "./remote/copies.ts";
import { S3Store } from "./remote/s3_store.ts";
import type { Damage } from "./read/read_archive.ts";
import { type Job, type JobResults, runJob } from "./run_job.ts";

export interface BackupsOptions {
  dataDir: string;
  scriptsDir: string;
  settings: BackupSettings;
  /** The passphrase from the environment; beats the file of the settings. */
  passphrase: string | undefined;
  /** Value of a secret: the key of the store elsewhere. */
  secret?(name: string): string | undefined;
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
  kind: Job["kind"] | "upload" | "fetch";
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

/** A backup and where it lies. */
export interface PlacedBackup extends StoredBackup {
  places: ("folder" | "s3")[];
}

/** What became of a new one; `problem`: why it is not in the store. */
export type Made = Created & { places: PlacedBackup["places"]; problem?: string };

/** So often the clock is looked at while a backup is waited for. */
const LOOK_MS = 60_000;

const DOING = {
  create: "made",
  verify: "verified",
  restore: "restored",
  upload: "sent to the store",
  fetch: "fetched from the store",
};

/** A host that was off at the time makes its backup so long after its start. */
const CATCH_UP_MS = 60_000;

/** Makes backups, on demand and by the schedule, one at a time, and looks after their folder. */
export class Backups {
  readonly folder: BackupFolder;
  /** Copies elsewhere; undefined when no store is configured. */
  readonly remote: RemoteCopies | undefined;
  readonly #options: BackupsOptions;
  readonly #ages: AgeGuard;
  readonly #stopping = new AbortController();
  #running: Running | undefined;
  #ended: Promise<unknown> = Promise.resolve();
  #cancelTimer: (() => void) | undefined;
  /** When the schedule comes next; undefined without one. */
  nextAt: number | undefined;
  /** Why the last scheduled one was not made, or did not get to the store. */
  lastFailure: { at: number; message: string } | undefined;

  constructor(options: BackupsOptions) {
    this.#options = options;
    this.#ages = new AgeGuard(options.clock);
    this.folder = new BackupFolder(options.settings.folder);
    const { settings: { s3 }, secret, logger } = options;
    if (!s3) return;
    const store = new S3Store({ settings: s3, secret: () => secret?.(s3.secret), signal: this.#stopping.signal });
    this.remote = new RemoteCopies({ store, logger });
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

  /** Newest first, those in the store among them. */
  async list(): Promise<PlacedBackup[]> {
    const [here, there] = await Promise.all([this.folder.list(), this.remote?.index()]);
    const known = new Set(here.map(({ name }) => name));
    const items = here.map((item): PlacedBackup => ({
      ...item,
      places: there?.has(item.name) ? ["folder", "s3"] : ["folder"],
    }));
    for (const [name, sizeBytes] of there ?? []) {
      if (!known.has(name)) items.push({ ...remoteOnly(name, sizeBytes), places: ["s3"] });
    }
    return items.sort((a, b) => a.name < b.name ? 1 : -1);
  }

  /** When the newest one was made, in milliseconds since 1970, and its size; undefined without any. */
  newest(): { at: number; sizeBytes: number } | undefined {
    return this.folder.newest();
  }

  /** Makes one and sends it to the store, where there is one. Rejects with {@linkcode BackupError}. */
  async create(wanted: NewBackup = {}, scheduled = false): Promise<Made> {
    const created = await this.#make(wanted, scheduled);
    if (!this.remote) return { ...created, places: ["folder"] };
    try {
      await this.upload(created.name, wanted.progress);
      return { ...created, places: ["folder", "s3"] };
    } catch (error) {
      if (this.#stopping.signal.aborted) throw error;
      const problem = (error as Error).message;
      this.#options.logger.error(`The backup ${created.name} did not get to ${this.remote.place}: ${problem}`);
      return { ...created, places: ["folder"], problem };
    }
  }

  /** Sends one to the store: again, or because it was made before there was one. */
  async upload(name: string, progress?: (done: number, total: number) => void): Promise<void> {
    const remote = this.#store();
    const path = this.folder.find(name);
    await this.#busyWith("upload", name, {
      ...(progress ? { progress } : {}),
      work: (tell) => remote.upload(path, name, tell),
    });
  }

  /** Brings one from the store into the folder. */
  async fetch(name: string, progress?: (done: number, total: number) => void): Promise<void> {
    const remote = this.#store();
    if (this.folder.names().includes(name)) return;
    const partial = `${this.folder.path}/${PARTIAL}${name}`;
    await this.#busyWith("fetch", name, {
      ...(progress ? { progress } : {}),
      work: async (tell) => {
        await Deno.mkdir(this.folder.path, { recursive: true, mode: 0o700 });
        await remote.download(name, partial, tell);
        await Deno.rename(partial, `${this.folder.path}/${name}`);
        syncFolder(this.folder.path);
      },
    });
  }

  /** Fetches one that is not in the folder but in the store; what is nowhere is told by whoever looks for it. */
  async bring(name: string, progress?: (done: number, total: number) => void): Promise<void> {
    if (this.folder.names().includes(name) || !(await this.remote?.index())?.has(name)) return;
    await this.fetch(name, progress);
  }

  #store(): RemoteCopies {
    if (this.remote) return this.remote;
    throw new BackupError(
      "store",
      "No store is configured: write [backup.s3] in bulkhead.toml, and start the host again",
    );
  }

  async #make({ progress, ...wanted }: NewBackup, scheduled: boolean): Promise<Created> {
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

  /** Removes it wherever it lies, or only from one place. */
  async remove(name: string, from?: "folder" | "s3"): Promise<void> {
    if (this.#running?.name === name) throw new BackupError("busy", `The backup "${name}" is in use: wait for its end`);
    const here = this.folder.names().includes(name);
    const there = from === "folder" ? false : (await this.remote?.index())?.has(name) ?? false;
    if (from === "folder" || here && from === undefined || !there) this.folder.remove(name);
    if (there) await this.remote!.remove(name);
    this.#options.changed(this.#running);
  }

  /** Gives up what runs. */
  async close(): Promise<void> {
    this.#cancelTimer?.();
    this.#stopping.abort();
    await this.#ended.catch(() => {});
  }

  #run<K extends Job["kind"]>(
    job: Job & { kind: K },
    name: string,
    progress?: (done: number, total: number) => void,
  ): Promise<JobResults[K]> {
    const { signal } = this.#stopping;
    return this.#busyWith(job.kind, name, {
      ...(progress ? { progress } : {}),
      work: (tell) => runJob<K>(job, { signal, progress: tell }),
    });
  }

  /** One at a time; all who look are told how far it is. */
  async #busyWith<T>(
    kind: Running["kind"],
    name: string,
    { progress, work }: {
      progress?(done: number, total: number): void;
      work(tell: (done: number, total: number) => void): Promise<T>;
    },
  ): Promise<T> {
    const { changed } = this.#options;
    if (this.#running) {
      throw new BackupError(
        "busy",
        `The backup "${this.#running.name}" is being ${DOING[this.#running.kind]}: wait for its end`,
      );
    }
    this.#running = { kind, name, done: 0, total: 0 };
    changed(this.#running);
    const ended = work((done, total) => {
      this.#running = { kind, name, done, total };
      progress?.(done, total);
      changed(this.#running);
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

  #passphrase(): string | undefined {
    const { passphrase, settings: { passphraseFile } } = this.#options;
    return configuredPassphrase(passphrase, passphraseFile);
  }

  #after(at: number): number | undefined {
    const { schedule, timezone } = this.#options.settings;
    if (schedule === undefined) return undefined;
    return new Cron(schedule, { timezone, mode: "5-part", paused: true }).nextRun(new Date(at))?.getTime();
  }

  #wait(at: number): void {
    const { clock } = this.#options;
    this.nextAt = at;
    // A timer counts the time that passes, and the clock may be set: forward, then it is due sooner; back, then another time.
    this.#cancelTimer = clock.timer(Math.min(clock.lookMs ?? LOOK_MS, Math.max(0, at - clock.now())), () => {
      const now = clock.now();
      if (at <= now) return void this.#due();
      const next = this.#after(now);
      this.#wait(next === undefined ? at : Math.min(at, next));
    });
  }

  async #due(): Promise<void> {
    const { clock, logger, settings } = this.#options;
    const next = this.#after(clock.now());
    if (next !== undefined) this.#wait(next);
    try {
      const { problem } = await this.create({}, true);
      const rules = { count: settings.keepCount, ageMs: settings.keepMs };
      for (const name of this.folder.prune(rules, this.#ages.now())) logger.info(`Removed the old backup ${name}`);
      if (problem === undefined) await this.remote?.prune(rules, this.#ages.now());
      this.lastFailure = problem === undefined ? undefined : { at: clock.now(), message: problem };
    } catch (error) {
      if (this.#stopping.signal.aborted) return;
      this.lastFailure = { at: clock.now(), message: (error as Error).message };
      logger.error(`The scheduled backup was not made: ${(error as Error).message}`);
    }
    this.#options.changed(this.#running);
  }
}
