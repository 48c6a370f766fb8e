import { statfsSync } from "node:fs";
import type { UpgradeSettings } from "../config/mod.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import { fingerprintOf } from "../packages/mod.ts";
import { COMPLETE, isComplete, OWN_FOLDER, places, pluginsOf } from "./layout.ts";
import {
  type BackupPort,
  type Launcher,
  type Outcome,
  type Side,
  type Step,
  UpgradeError,
  type UpgradeState,
  type Work,
} from "./ports.ts";
import { obstacle, type ReleaseEntry, type ReleaseIndex, verifyIndex } from "./release/release_index.ts";
import { checkSeen } from "./release/seen.ts";
import { type ReleaseSource, releaseSource } from "./release/source.ts";
import { StateFile } from "./state_file.ts";
import { copyBytes, isCopy, removeFolder } from "./switch/data_copy.ts";
import { trial } from "./switch/trial.ts";
import { complete, installLibraries, releaseRef, unpackRelease } from "./switch/unpack_release.ts";

export interface UpgradesOptions {
  dataDir: string;
  settings: UpgradeSettings;
  /** Of this host. */
  version: string;
  /** Of the Deno that runs it. */
  deno: string;
  /** Trusted unless the settings name others. */
  pinned: readonly string[];
  env: Record<string, string | undefined>;
  /** Where this version has its plugins from. */
  pluginsDir: string;
  backups: BackupPort;
  clock: Clock;
  logger: Logger;
  /** Undefined for a host that nobody could start anew. */
  launcher: Launcher | undefined;
  /** Ids of the product's plugins that are ready now. */
  readyPlugins(): string[];
  /** Told of each beginning, step and end. */
  changed(): void;
}

/** A release of the source, seen from here. */
export interface Offer extends ReleaseEntry {
  /** Why it cannot be gone to from here. */
  obstacle?: UpgradeError;
}

export interface Offers {
  source: string;
  index: ReleaseIndex;
  key: string;
  /** Newest first. */
  releases: Offer[];
}

/** How far a step is; total 0 = not known. */
export interface Progress {
  done: number;
  total: number;
}

/** What has to stay free on the disk beside all that an upgrade writes. */
const RESERVE_BYTES = 512 * 1024 ** 2;

/** Looks for newer versions, prepares them while the host works, and hands the switch over to who started it. */
export class Upgrades {
  readonly #options: UpgradesOptions;
  readonly #files: StateFile;
  readonly #places: ReturnType<typeof places>;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #progress: Progress | undefined;

  constructor(options: UpgradesOptions) {
    this.#options = options;
    this.#files = new StateFile(options.dataDir);
    this.#places = places(options.dataDir);
    options.launcher?.onChange(() => options.changed());
  }

  get version(): string {
    return this.#options.version;
  }

  get configured(): boolean {
    return this.#options.settings.source !== undefined;
  }

  /** As it stands in the file. */
  get state(): UpgradeState {
    return this.#files.read() ?? { format: 1 };
  }

  get progress(): Progress | undefined {
    return this.#progress;
  }

  /** Can the last upgrade be taken back? */
  get canGoBack(): boolean {
    return this.state.previous !== undefined && isCopy(this.#places.before);
  }

  /** Clears away what is not needed any more. */
  start(): void {
    const { logger, clock, settings } = this.#options;
    try {
      const state = this.#files.read();
      if (!state || state.work) return;
      for (const folder of [this.#places.incoming, this.#places.trial]) removeFolder(folder);
      const kept = [state.current?.folder, state.previous?.release?.folder];
      for (const { name } of foldersOf(this.#places.releases)) {
        if (kept.includes(name) || OWN_FOLDER === `${this.#places.releases}/${name}`) continue;
        // What is half removed must not look whole.
        removeFolder(`${this.#places.releases}/${name}/${COMPLETE}`);
        removeFolder(`${this.#places.releases}/${name}`);
      }
      const { previous } = state;
      if (previous && Date.parse(previous.at) + settings.keepMs <= clock.now()) {
        const { previous: _, ...rest } = state;
        this.#files.write(rest);
        for (const folder of [this.#places.before, this.#places.aside]) removeFolder(folder);
        logger.info(`The data of before the upgrade from ${previous.version} was removed: its time is up`);
      }
    } catch (error) {
      logger.error(`What upgrades left could not be cleared away: ${(error as Error).message}`);
    }
  }

  /** Reads and checks the index of the source. Rejects with {@linkcode UpgradeError}. */
  async look(): Promise<Offers> {
    const { settings, version, deno, clock } = this.#options;
    const source = this.#source();
    const keys = settings.keys ?? this.#options.pinned;
    if (keys.length === 0) {
      throw new UpgradeError(
        "no_keys",
        "This build pins no key, so it can trust no release",
        'Name the public key of who publishes them: key = "…" under [upgrade] in bulkhead.toml, then start the host ' +
          "again. Who publishes releases pins it in them: deno run -A scripts/release.ts keygen",
      );
    }
    const verified = verifyIndex(await source.index(this.#stopping.signal), keys, source.name);
    const trusted = keys.map((key) => fingerprintOf(key)!);
    checkSeen(this.#places.seen, verified, { trusted, nowMs: clock.now(), from: source.name });
    const releases = verified.index.releases.map((entry) => {
      const found = obstacle(entry, { version, deno });
      return { ...entry, ...(found ? { obstacle: found } : {}) };
    });
    return { source: source.name, index: verified.index, key: verified.key, releases };
  }

  /** Begins to go to a version, by default the newest that can be reached. Rejects where it cannot even begin. */
  async begin(to?: string): Promise<Work> {
    this.#checkFree();
    const { releases, source } = await this.look();
    const entry = choose(releases, to, { source, version: this.version });
    this.#checkFree();
    this.#checkRoom(entry);
    const work = this.#newWork("upgrade", { version: entry.version, release: releaseRef(entry) }, "backup");
    this.#go(work, () => this.#upgrade(work, entry));
    return work;
  }

  /** Begins to go back to the version before, with the data of that moment. */
  goBack(): Work {
    this.#checkFree();
    const { previous } = this.state;
    if (!previous || !this.canGoBack) {
      throw new UpgradeError(
        "not_found",
        "There is no version to go back to: none was upgraded from, or its data is not kept any more",
        "A backup of before can be restored into an empty folder: bulkhead backup restore",
      );
    }
    if (previous.release && !isComplete(`${this.#places.releases}/${previous.release.folder}`)) {
      throw new UpgradeError("not_found", `The release ${previous.version} is not in "${this.#places.releases}"`);
    }
    const { at: _, ...side } = previous;
    const work = this.#newWork("rollback", side, "backup");
    this.#go(work, async () => {
      await this.#backUp(work);
      this.#step(work, "handover");
      this.#options.launcher!.handOver();
    });
    return work;
  }

  /** Gives up what is being prepared. */
  async close(): Promise<void> {
    this.#stopping.abort(new UpgradeError("busy", "The host is stopping"));
    await this.#running;
  }

  async #upgrade(work: Work, entry: ReleaseEntry): Promise<void> {
    const { settings, env, dataDir } = this.#options;
    const { signal } = this.#stopping;
    const archive = `${this.#places.incoming}/${entry.file}`;
    const folder = `${this.#places.releases}/${work.to.release!.folder}`;
    const name = await this.#backUp(work);

    this.#step(work, "fetch");
    removeFolder(this.#places.incoming);
    await Deno.mkdir(this.#places.incoming, { recursive: true, mode: 0o700 });
    await this.#source().download(entry, { file: archive, signal, progress: this.#report });

    this.#step(work, "unpack");
    if (!isComplete(folder)) await unpackRelease(archive, folder, entry.version);
    removeFolder(this.#places.incoming);

    this.#step(work, "libraries");
    await installLibraries(folder, { offline: settings.packages === "cache", signal });
    complete(folder);

    this.#step(work, "trial");
    const copy = this.#places.trial;
    removeFolder(copy);
    try {
      const without = { target: copy, leaveOut: ["files/", "scripts/"] };
      await this.#unlessStopping(this.#options.backups.copyTo(name, { ...without, progress: this.#report }));
      copyKeys(dataDir, copy);
      const pluginsDir = pluginsOf(folder, this.#options.pluginsDir);
      await trial({
        folder,
        dataDir: copy,
        pluginsDir,
        version: entry.version,
        env,
        readyMs: settings.readyMs,
        signal,
      });
    } finally {
      removeFolder(copy);
    }
    signal.throwIfAborted();
    work.readyBefore = this.#options.readyPlugins();
    this.#step(work, "handover");
    this.#options.launcher!.handOver();
  }

  async #backUp(work: Work): Promise<string> {
    const { name } = await this.#unlessStopping(this.#options.backups.create({ progress: this.#report }));
    work.backup = name;
    return name;
  }

  /** What is being done for it is given up by its own owner. */
  async #unlessStopping<T>(work: Promise<T>): Promise<T> {
    const { signal } = this.#stopping;
    signal.throwIfAborted();
    const { promise, reject } = Promise.withResolvers<never>();
    const stop = () => reject(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await Promise.race([work, promise]);
    } finally {
      signal.removeEventListener("abort", stop);
    }
  }

  /** Runs beside everything; what it throws is the outcome. */
  #go(work: Work, prepare: () => Promise<void>): void {
    const { logger, clock, changed } = this.#options;
    this.#files.write({ ...this.state, work });
    logger.info(`${WORDS[work.kind]} from ${work.from.version} to ${work.to.version} begins`);
    changed();
    this.#running = prepare().catch((error: Error) => {
      const { work: _, ...state } = this.state;
      const outcome = endOf(work, { at: clock.now(), message: told(error), step: work.step });
      this.#files.write({ ...state, outcome });
      logger.error(`${WORDS[work.kind]} to ${work.to.version} failed while "${work.step}": ${error.message}`);
    }).finally(() => {
      this.#running = undefined;
      this.#progress = undefined;
      changed();
    });
  }

  #step(work: Work, step: Step): void {
    work.step = step;
    this.#progress = undefined;
    this.#files.write({ ...this.state, work });
    this.#options.changed();
  }

  readonly #report = (done: number, total: number): void => {
    const before = this.#progress;
    this.#progress = { done, total };
    // A line that moves by less than a hundredth moves for nobody.
    const percent = (of: Progress | undefined) => of && of.total > 0 ? Math.floor(of.done / of.total * 100) : -1;
    if (percent(before) !== percent(this.#progress)) this.#options.changed();
  };

  #newWork(kind: Work["kind"], to: Side, step: Step): Work {
    const { version, clock } = this.#options;
    const { current } = this.state;
    const from: Side = { version, ...(current ? { release: current } : {}) };
    return { id: crypto.randomUUID(), kind, from, to, step, startedAt: new Date(clock.now()).toISOString() };
  }

  #source(): ReleaseSource {
    const { settings, clock, version } = this.#options;
    if (settings.source !== undefined) return releaseSource(settings.source, { clock, agent: `bulkhead/${version}` });
    throw new UpgradeError(
      "not_configured",
      "Nothing says where newer versions come from",
      'Name a folder or a URL: source = "…" under [upgrade] in bulkhead.toml, then start the host again',
    );
  }

  #checkFree(): void {
    if (!this.#options.launcher) {
      throw new UpgradeError(
        "not_launched",
        "This host was started in a way in which nobody could start another version in its place",
        "Start it with deno task start, or with the unit or the container in scripts/deploy",
      );
    }
    const { work } = this.state;
    if (!work && !this.#running) return;
    const what = work?.step === "watch"
      ? `Version ${work.to.version} was started just now and is being watched`
      : `${work ? `${WORDS[work.kind]} to ${work.to.version}` : "An upgrade"} is going on`;
    throw new UpgradeError("busy", `${what}: wait for its end`);
  }

  /** A backup, its copy for the trial, the copy of the switch, and the release with its libraries. */
  #checkRoom(entry: ReleaseEntry): void {
    const { dataDir } = this.#options;
    const { bavail, bsize } = statfsSync(dataDir);
    const free = Number(bavail) * Number(bsize);
    const needed = copyBytes(dataDir) * 3 + entry.size * 6 + RESERVE_BYTES;
    if (free >= needed) return;
    const mib = (bytes: number) => `${Math.ceil(bytes / 1024 ** 2)} MiB`;
    throw new UpgradeError(
      "no_space",
      `An upgrade needs ${mib(needed)} of room in "${dataDir}", and ${mib(free)} are free`,
      "The data is copied before anything is changed: free some room first",
    );
  }
}

/** For sentences that begin with it. */
export const WORDS: Record<Work["kind"], string> = { upgrade: "The upgrade", rollback: "The way back" };

/** How a work ended: well, unless there is a message. */
export function endOf(work: Work, end: { at: number; message?: string; step?: Step }): Outcome {
  const { id, kind, from, to, backup } = work;
  return {
    ...{ id, kind, from: from.version, to: to.version, ok: end.message === undefined },
    at: new Date(end.at).toISOString(),
    ...(end.message === undefined ? {} : { message: end.message }),
    ...(end.step === undefined ? {} : { step: end.step }),
    ...(backup === undefined ? {} : { backup }),
  };
}

function choose(releases: Offer[], to: string | undefined, at: { source: string; version: string }): Offer {
  if (to === undefined) {
    const fit = releases.find((release) => !release.obstacle);
    if (fit) return fit;
    const [newest] = releases;
    if (newest?.obstacle && newest.obstacle.fault !== "not_newer") throw newest.obstacle;
    throw new UpgradeError("not_found", `There is nothing newer than ${at.version} in "${at.source}"`);
  }
  const found = releases.find(({ version }) => version === to);
  if (found?.obstacle) throw found.obstacle;
  if (found) return found;
  const known = releases.slice(0, 5).map(({ version }) => version).join(", ");
  throw new UpgradeError(
    "not_found",
    `There is no version "${to}" in "${at.source}"${known ? `: there are ${known}` : ""}`,
  );
}

function foldersOf(path: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(path)];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

/** A trial has to be able to open the secrets; the copy lies in the same data folder and is gone afterwards. */
function copyKeys(dataDir: string, target: string): void {
  Deno.mkdirSync(`${target}/keys`, { recursive: true, mode: 0o700 });
  for (const { name, isFile } of foldersOf(`${dataDir}/keys`)) {
    if (isFile) Deno.copyFileSync(`${dataDir}/keys/${name}`, `${target}/keys/${name}`);
  }
}

function told(error: Error): string {
  const { message, hint } = error as Partial<UpgradeError> & Error;
  return hint ? `${message}. ${hint}` : message;
}
