import type { Clock, Logger } from "../observe/ports.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { type FolderWatch, watchFolder } from "./folder_watch.ts";
import { type Grant, isGranted, readGrant, removeGrant, saveGrant, wantsOf } from "./grants.ts";
import type { Diagnostic, WorkflowHost } from "./ports.ts";
import { digest, readFolder } from "./script_files.ts";
import { loadScript, optionFault, stem } from "./script_loader.ts";
import { TypeFiles } from "./type_files.ts";
import {
  pruneVersions,
  readScripts,
  removeScript,
  saveScript,
  saveVersion,
  type Script,
  type Version,
} from "./version_store.ts";

export interface ScriptsOptions {
  db: Database;
  writer: Writer;
  host: WorkflowHost;
  clock: Clock;
  logger: Logger;
  /** Absolute path. */
  folder: string;
  typesDir: string;
  /** Changes when the SDK does: scripts are then bundled anew. */
  fingerprint: string;
  /** The bundle of a live version lies there. */
  bundled(hash: string, path: string): void;
  /** A script has a new live version, is gone, or has other faults. */
  changed(name: string): void;
}

/**
 * The scripts of the folder. Each save is checked, bundled and loaded before it goes live; with a fault the last good
 * version stays. At a start what did not change goes live from the database at once.
 */
export class Scripts {
  readonly types: TypeFiles;
  /** By file name. */
  readonly #scripts = new Map<string, Script>();
  #watch: FolderWatch | undefined;
  /** One look at the folder at a time; another one that is wanted meanwhile follows. */
  #looking: Promise<void> | undefined;
  #again = false;
  /** Scripts whose check failed are looked at again although their file did not change. */
  #recheck = false;
  #closed = false;

  constructor(private readonly options: ScriptsOptions) {
    this.types = new TypeFiles(options.typesDir);
    for (const script of readScripts(options.db)) this.#scripts.set(script.file, script);
  }

  /** Resolves when every script of the folder is live or has its diagnostics. */
  async start(): Promise<void> {
    this.types.write(this.options.host.methods(), this.options.host.events());
    this.#watch = watchFolder(this.options.folder, this.options.clock, this.options.logger, () => void this.look());
    await this.look();
  }

  all(): Script[] {
    return [...this.#scripts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  byName(name: string): Script | undefined {
    return this.all().find((script) => script.name === name);
  }

  live(name: string): Version | undefined {
    return this.byName(name)?.live;
  }

  /** Plugins or their methods changed. */
  methodsChanged(): void {
    if (this.#closed || !this.types.write(this.options.host.methods(), this.options.host.events())) return;
    if (!this.all().some(({ diagnostics }) => diagnostics.length > 0)) return;
    this.#recheck = true;
    void this.look();
  }

  /** Brings the list in line with the folder. */
  look(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#looking) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = (async () => {
      do {
        this.#again = false;
        await this.#look();
      } while (this.#again && !this.#closed);
    })().catch((error) => {
      this.options.logger.error(`The folder of workflows could not be read: ${(error as Error).message}`);
    }).finally(() => this.#looking = undefined);
    return this.#looking;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#watch?.close();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const recheck = this.#recheck;
    this.#recheck = false;
    const { scripts, shared } = await readFolder(this.options.folder);
    for (const file of [...this.#scripts.keys()]) if (!scripts.has(file)) await this.#remove(file);
    const stale: [string, string][] = [];
    for (const [file, hash] of scripts) {
      const wanted = digest([hash, shared, this.options.fingerprint]);
      const known = this.#scripts.get(file);
      const faulty = known !== undefined && known.diagnostics.length > 0;
      if (known?.digest !== wanted || (recheck && faulty)) stale.push([file, wanted]);
    }
    await Promise.all(stale.map(([file, wanted]) => this.#load(file, wanted)));
  }

  async #load(file: string, wanted: string): Promise<void> {
    const { folder, host, clock, logger, writer } = this.options;
    const path = `${folder}/${file}`;
    const startedAt = performance.now();
    const loaded = await loadScript(path, { host, types: this.types, now: () => clock.now() });
    if (this.#closed) return;
    const before = this.#scripts.get(file);
    const script: Script = {
      file,
      name: before?.name ?? stem(file),
      live: before?.live,
      digest: wanted,
      diagnostics: [],
      updatedAt: clock.now(),
    };
    if ("diagnostics" in loaded) script.diagnostics = loaded.diagnostics;
    else {
      const clash = this.all().find((other) => other.name === loaded.version.name && other.file !== file);
      const taken = hookTaken(loaded.version, this.all().filter((other) => other.file !== file));
      if (clash) script.diagnostics = [nameTaken(path, loaded.version.name, clash.file)];
      else if (taken) script.diagnostics = [optionFault(path, loaded.source, taken.path, taken.message)];
      else {
        const { version } = loaded;
        script.name = version.name;
        if (isGranted(wantsOf(version.description), readGrant(this.options.db, version.name))) script.live = version;
        else script.pending = version;
      }
    }
    // A name that another file has cannot be this one's, even as long as it is faulty.
    while (this.all().some(({ name, file: other }) => name === script.name && other !== file)) script.name += "_";
    await writer.write((db) => {
      if ("version" in loaded) saveVersion(db, loaded.version, loaded.bundle, loaded.source);
      saveScript(db, script);
      // A grant is no heirloom of a name.
      if (before && before.name !== script.name) removeGrant(db, before.name);
      pruneVersions(db);
    });
    if ("version" in loaded) this.options.bundled(loaded.version.hash, loaded.bundlePath);
    this.#scripts.set(file, script);
    const ms = Math.round(performance.now() - startedAt);
    if (script.pending) {
      const wants = wantsOf(script.pending.description);
      logger.warn(`Workflow ${script.name} waits for an owner to grant what it asks for`, { file, ...wants });
    } else if (script.diagnostics.length === 0) {
      logger.info(`Workflow ${script.name} is live`, { file, hash: script.live?.hash, ms });
    } else {
      const [{ line, message }] = script.diagnostics as [Diagnostic];
      const rest = script.live ? "; the last good version goes on" : "";
      logger.warn(`${file}:${line}: ${message}${rest}`, { faults: script.diagnostics.length, ms });
    }
    if (before && before.name !== script.name) this.options.changed(before.name);
    this.options.changed(script.name);
  }

  /** An owner grants what the newest version of a file asks for, or takes it back. */
  async setGrant(file: string, grant: Grant | undefined): Promise<void> {
    const before = this.#scripts.get(file)!;
    const script: Script = { ...before, updatedAt: this.options.clock.now() };
    const newest = script.pending ?? script.live;
    if (grant) Object.assign(script, { live: newest, pending: undefined });
    else if (newest && !isGranted(wantsOf(newest.description), undefined)) {
      const live = script.live && isGranted(wantsOf(script.live.description), undefined) ? script.live : undefined;
      Object.assign(script, { pending: newest, live });
    }
    await this.options.writer.write((db) => {
      if (grant) saveGrant(db, script.name, grant);
      else removeGrant(db, script.name);
      saveScript(db, script);
    });
    this.#scripts.set(file, script);
    this.options.changed(script.name);
  }

  async #remove(file: string): Promise<void> {
    const script = this.#scripts.get(file)!;
    this.#scripts.delete(file);
    await this.options.writer.write((db) => {
      removeScript(db, file);
      removeGrant(db, script.name);
      pruneVersions(db);
    });
    this.options.logger.info(`Workflow ${script.name} is gone`, { file });
    this.options.changed(script.name);
  }
}

/** A path of a hook belongs to one workflow. */
function hookTaken(version: Version, others: Script[]): { path: string; message: string } | undefined {
  for (const trigger of version.description.triggers) {
    if (trigger.kind !== "hook") continue;
    const { path } = trigger;
    const owner = others.find(({ live }) =>
      live?.description.triggers.some((other) => other.kind === "hook" && other.path === path)
    );
    if (owner) return { path, message: `The hook "${path}" belongs to ${owner.file}: give this one another path` };
  }
  return undefined;
}

function nameTaken(file: string, name: string, other: string): Diagnostic {
  return {
    file,
    line: 1,
    column: 1,
    kind: "manifest",
    message: `The name "${name}" belongs to ${other}: give this workflow another one with the option "name"`,
  };
}
