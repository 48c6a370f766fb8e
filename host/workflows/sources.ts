import { RpcError } from "../sdk/errors.ts";
import type { Caller } from "../sdk/channel/protocol.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { scriptFile } from "./editor_wire.ts";
import type { Diagnostic, WorkflowHost } from "./ports.ts";
import { time } from "./run_view.ts";
import { hashOf, readSave, removeSave, writeSave } from "./saves.ts";
import { stem } from "./script_loader.ts";
import type { Scripts } from "./scripts.ts";
import { readSource, writeSource } from "./source_files.ts";
import { type Script, sourceOf } from "./version_store.ts";
import type { WorkflowInfo } from "./wire.ts";
import { workflowState } from "./workflow_view.ts";

export interface SourcesOptions {
  db: Database;
  writer: Writer;
  scripts: Scripts;
  host: Pick<WorkflowHost, "person">;
  now(): number;
  /** Absolute path of the folder of scripts. */
  folder: string;
  safeMode: boolean;
}

/** How a call names a script. */
export interface Which {
  name?: string;
  file?: string;
}

export interface Put {
  source: string;
  baseHash?: string;
  force: boolean;
  caller: Caller;
}

/** Sources of scripts as they are seen and written over RPC. Writes happen one after the other. */
export class Sources {
  #writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SourcesOptions) {}

  /** What is wrong with a script as it is in the folder now. */
  async validate(which: Which): Promise<Diagnostic[]> {
    const { file } = this.#known(which);
    await this.options.scripts.look();
    return this.#known({ file }).diagnostics;
  }

  /** What is wrong with a text in place of a script's file, or as a new one. */
  judge(which: Which, source: string, { quick }: { quick: boolean }): Promise<Diagnostic[]> {
    const file = which.name === undefined && which.file === undefined ? "untitled.ts" : this.#fileOf(which);
    return this.options.scripts.judge(file, source, { quick });
  }

  async get(which: Which) {
    const { db, folder, host } = this.options;
    const { name, file, live } = this.#known(which);
    const liveSource = live && sourceOf(db, live.hash);
    const source = await Deno.readTextFile(`${folder}/${file}`).catch(() => liveSource ?? "");
    const hash = hashOf(source);
    const save = readSave(db, file);
    return {
      name,
      file,
      source,
      hash,
      ...(liveSource === undefined ? {} : { liveSource }),
      ...(save?.sourceHash === hash
        ? { savedBy: { id: save.by, name: host.person(save.by)?.name ?? save.by, at: time(save.at)! } }
        : {}),
    };
  }

  put(which: Which, { source, baseHash, force, caller }: Put) {
    return this.#alone(async () => {
      const { db, writer, scripts, folder, now } = this.options;
      const file = this.#fileOf(which);
      const before = await readSource(folder, file);
      const known = scripts.byFile(file);
      if (before !== undefined && baseHash === undefined && (which.name === undefined || known?.name !== which.name)) {
        throw changed(file, "is there already");
      }
      refuseOther(file, before, baseHash);
      const diagnostics = await this.#faults(file, source, force);
      if (diagnostics.length > 0 && !force) throw faulty(file, diagnostics);
      // It took a while to look at the text.
      if (await readSource(folder, file) !== before) throw changed(file, "was changed by somebody else meanwhile");
      const save = caller.kind === "user" ? { sourceHash: hashOf(source), by: caller.id, at: now() } : undefined;
      const earlier = readSave(db, file);
      // Known before the file is there: whoever loads it finds whose rights it has.
      await writer.write((db) => save ? writeSave(db, file, save) : removeSave(db, file));
      try {
        await writeSource(folder, file, source);
      } catch (error) {
        await writer.write((db) => earlier ? writeSave(db, file, earlier) : removeSave(db, file));
        throw error;
      }
      if (!this.options.safeMode) await scripts.look();
      const script = scripts.byFile(file);
      return {
        name: script?.name ?? stem(file),
        file,
        hash: hashOf(source),
        created: before === undefined,
        diagnostics: script?.diagnostics ?? diagnostics,
        state: this.#stateOf(script),
      };
    });
  }

  delete(which: Which, { baseHash }: { baseHash?: string }) {
    return this.#alone(async () => {
      const { writer, scripts, folder, safeMode } = this.options;
      const { name, file } = this.#known(which);
      const source = await readSource(folder, file);
      if (source === undefined) throw new RpcError("not_found", `"${file}" is not in the folder of workflows any more`);
      refuseOther(file, source, baseHash);
      await Deno.remove(`${folder}/${file}`);
      await writer.write((db) => removeSave(db, file));
      if (!safeMode) await scripts.look();
      return { name, file, source, hash: hashOf(source) };
    });
  }

  async #faults(file: string, source: string, force: boolean): Promise<Diagnostic[]> {
    if (!this.options.safeMode) return await this.options.scripts.judge(file, source, { quick: false });
    if (force) return [];
    throw new RpcError("precondition_failed", `"${file}" cannot be checked: the host was started in safe mode`, {
      path: "/force",
      hint: "With force it is saved unchecked, and looked at when the host starts without safe mode",
    });
  }

  #stateOf(script: Script | undefined): WorkflowInfo["state"] {
    return script ? workflowState(script, this.options.safeMode) : "stopped";
  }

  #known(which: Which): Script {
    const { scripts } = this.options;
    const found = which.name !== undefined
      ? scripts.byName(which.name)
      : which.file !== undefined
      ? scripts.byFile(which.file)
      : undefined;
    if (found && (which.file === undefined || found.file === which.file)) return found;
    if (which.name === undefined && which.file === undefined) throw unnamed();
    throw new RpcError("not_found", `No workflow "${which.name ?? which.file}"`, {
      path: which.name === undefined ? "/file" : "/name",
      hint: "host.workflow.list has those that there are",
    });
  }

  /** A workflow that is there has its file; a new one gets that of its name. */
  #fileOf({ name, file }: Which): string {
    if (name === undefined && file === undefined) throw unnamed();
    const known = name === undefined ? undefined : this.options.scripts.byName(name);
    if (known && file !== undefined && known.file !== file) {
      throw new RpcError("invalid_params", `"${name}" is in the file "${known.file}", not in "${file}"`, {
        path: "/file",
      });
    }
    const wanted = known?.file ?? file ?? `${name}.ts`;
    if (scriptFile.safeParse(wanted).success) return wanted;
    throw new RpcError("invalid_params", `"${wanted}" is no name for a script that is written over RPC`, {
      path: name === undefined ? "/file" : "/name",
      hint: 'A name such as "welcome.ts": letters, digits, _ and -',
    });
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#writing.then(work);
    this.#writing = next.catch(() => {});
    return next;
  }
}

/** Refuses when the file is another than the one that the caller knows. */
function refuseOther(file: string, now: string | undefined, baseHash: string | undefined): void {
  if (baseHash === undefined) return;
  if (now === undefined) throw changed(file, "is not there any more");
  if (hashOf(now) !== baseHash) throw changed(file, "was changed by somebody else");
}

function changed(file: string, what: string): RpcError {
  return new RpcError("conflict", `"${file}" ${what}`, {
    path: "/baseHash",
    hint: "Look at it with host.workflow.source.get, and save with its hash as baseHash",
  });
}

function faulty(file: string, diagnostics: Diagnostic[]): RpcError {
  const { line, message } = diagnostics[0]!;
  const more = diagnostics.length > 1 ? ` (and ${diagnostics.length - 1} more)` : "";
  return new RpcError("precondition_failed", `"${file}" has a fault in line ${line}: ${message}${more}`, {
    reason: "script_faulty",
    path: "/source",
    hint: "host.workflow.validate lists all faults; with force it is saved all the same",
  });
}

function unnamed(): RpcError {
  return new RpcError("invalid_params", "Neither a name nor a file: which script is meant?", { path: "/name" });
}
