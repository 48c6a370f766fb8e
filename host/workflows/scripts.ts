import type { Clock, Logger } from "../observe/ports.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { type FolderWatch, watchFolder } from "./folder_watch.ts";
import { type Grant, isGranted, readGrant, removeGrant, saveGrant, wantsOf } from "./grants.ts";
import type { Diagnostic, WorkflowHost } from "./ports.ts";
import { digest, readFolder } from "./script_files.ts";
import { savedBy } from "./authority.ts";
import { readSave, removeSave, saversOf } from "./saves.ts";
import { Descriptions, type Loaded, loadScript, optionFault, stem } from "./script_loader.ts";
import type { TypeChecker } from "./type_checker.ts";
import type { TypeFiles } from "./type_files.ts";
import {
  pruneVersions,
  readScripts,
  removeScript,
  saveScript,
  saveVersion,
  type Script,
  sourceOf,
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
  types: TypeFiles;
  checker: Pick<TypeChecker, "check" | "typesChanged" | "warm">;
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
  readonly #descriptions = new Descriptions();
  /** Bundles that are being made, also of scripts that were found faulty meanwhile. */
  readonly #bundling = new Set<Promise<unknown>>();
  #started = false;
  #closed = false;

  constructor(private readonly options: ScriptsOptions) {
    this.types = options.types;
    for (const script of readScripts(options.db)) this.#scripts.set(script.file, script);
  }

  /** Resolves when every script of the folder is live or has its diagnostics. */
  async start(): Promise<void> {
    this.#writeTypes();
    this.#watch = watchFolder(this.options.folder, this.options.clock, this.options.logger, () => void this.look());
    await this.look();
    this.#started = true;
  }

  all(): Script[] {
    return [...this.#scripts.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  byName(name: string): Script | undefined {
    return this.all().find((script) => script.name === name);
  }

  byFile(file: string): Script | undefined {
    return this.#scripts.get(file);
  }

  live(name: string): Version | undefined {
    return this.byName(name)?.live;
  }

  /** Plugins or their methods changed. */
  methodsChanged(): void {
    if (this.#closed || !this.#writeTypes()) return;
    this.options.checker.typesChanged();
    if (!this.all().some(({ diagnostics }) => diagnostics.length > 0)) return;
    this.#recheck = true;
    void this.look();
  }

  #writeTypes(): boolean {
    const { host } = this.options;
    return this.types.write(host.methods(), host.events(), host.plugins());
  }

  /** What is wrong with a text in place of a script's file. Nothing is written and nothing goes live. */
  async judge(file: string, text: string, { quick }: { quick: boolean }): Promise<Diagnostic[]> {
    const { folder, host, checker } = this.options;
    const path = `${folder}/${file}`;
    if (!host.check) checker.warm();
    if (quick) return await (host.check ? host.check(path, text) : checker.check(path, text, { quick }));
    const loaded = await this.#loadText(file, text);
    return "diagnostics" in loaded ? loaded.diagnostics : [];
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
    await Promise.all(this.#bundling);
  }

  async #look(): Promise<void> {
    const recheck = this.#recheck;
    this.#recheck = false;
    const { scripts, shared } = await readFolder(this.options.folder);
    for (const file of [...this.#scripts.keys()]) if (!scripts.has(file)) await this.#remove(file);
    const stale: [string, string][] = [];
    for (const [file, hash] of scripts) {
      const save = readSave(this.options.db, file);
      const owner = save?.sourceHash === hash ? [save.by] : [];
      const wanted = digest([hash, shared, this.options.fingerprint, ...owner]);
      const known = this.#scripts.get(file);
      const faulty = known !== undefined && known.diagnostics.length > 0;
      if (known?.digest !== wanted || (recheck && faulty)) stale.push([file, wanted]);
    }
    await Promise.all(stale.map(([file, wanted]) => this.#load(file, wanted)));
    // Whoever saved one will save it again; not beside the check of this one, which would be slower for it.
    if (this.#started && stale.length > 0 && !this.options.host.check) this.options.checker.warm();
  }

  async #load(file: string, wanted: string): Promise<void> {
    const { db, clock, logger, writer } = this.options;
    const startedAt = performance.now();
    const loaded = await this.#loadText(file);
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
      const { version, source, inputs } = loaded;
      version.savers = saversOf(db, file, source, this.#scriptsAmong(inputs, file));
      script.name = version.name;
      if (this.#mayGoLive(version, source, before?.live)) script.live = version;
      else script.pending = version;
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

  /** Loads a script; a name or hook that belongs to another file is a fault like another. */
  async #loadText(file: string, text?: string): Promise<Loaded> {
    const { folder, host, checker, clock } = this.options;
    const path = `${folder}/${file}`;
    const loaded = await loadScript(path, {
      host,
      types: this.types,
      check: (script, source) => host.check ? host.check(script, source) : checker.check(script, source),
      beside: (work) => {
        const ended = work.catch(() => {}).finally(() => this.#bundling.delete(ended));
        this.#bundling.add(ended);
      },
      descriptions: this.#descriptions,
      now: () => clock.now(),
    }, text);
    if ("diagnostics" in loaded) return loaded;
    const others = this.all().filter((other) => other.file !== file);
    const clash = others.find(({ name }) => name === loaded.version.name);
    if (clash) return { diagnostics: [nameTaken(path, loaded.version.name, clash.file)] };
    const taken = hookTaken(loaded.version, others);
    return taken ? { diagnostics: [optionFault(path, loaded.source, taken.path, taken.message)] } : loaded;
  }

  /** Files of other scripts that went into a bundle. */
  #scriptsAmong(inputs: string[], file: string): string[] {
    return inputs.map((path) => path.slice(path.lastIndexOf("/") + 1)).filter((name) =>
      name !== file && this.#scripts.has(name)
    );
  }

  /**
   * What an owner granted goes with what was shown: a text that somebody else saved since in the cockpit is shown again,
   * so that nobody gets at a secret by writing another script around it.
   */
  #mayGoLive(version: Version, source: string, live: Version | undefined): boolean {
    const { db, host } = this.options;
    const wants = wantsOf(version.description);
    const grant = readGrant(db, version.name);
    if (!isGranted(wants, grant)) return false;
    if (wants.net.length + wants.secrets.length === 0 || savedBy("owner", version.savers, host)) return true;
    if (grant!.hash === version.hash) return true;
    return version.savers!.others.length === 0 && live !== undefined && sourceOf(db, live.hash) === source;
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
      removeSave(db, file);
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
