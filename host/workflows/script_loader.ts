import type { Compartment } from "../sandbox/ports.ts";
import { dueTimes } from "../sdk/workflow/due_times.ts";
import type { ScriptDescription } from "../sdk/workflow/protocol.ts";
import type { Diagnostic, WorkflowHost } from "./ports.ts";
import { placeInSource } from "./bundle_position.ts";
import type { TypeFiles } from "./type_files.ts";
import type { Version } from "./version_store.ts";

export interface LoaderOptions {
  host: Pick<WorkflowHost, "bundle" | "launch">;
  types: TypeFiles;
  /** Faults of syntax and types, of a text in place of the file's if there is one. */
  check(path: string, text?: string): Promise<Diagnostic[]>;
  /** Told of what may still be going on when a script was found faulty. */
  beside(work: Promise<unknown>): void;
  descriptions: Descriptions;
  now(): number;
}

/** What came of a file: a version that may go live, or why not. */
export type Loaded =
  | { version: Version; bundle: Uint8Array; source: string; bundlePath: string; inputs: string[] }
  | { diagnostics: Diagnostic[] };

/** Options of the bundles that were looked at last, by hash: what was checked before it is saved is not read again. */
export class Descriptions {
  readonly #known = new Map<string, ScriptDescription>();

  get(hash: string): ScriptDescription | undefined {
    return this.#known.get(hash);
  }

  set(hash: string, description: ScriptDescription): void {
    this.#known.delete(hash);
    this.#known.set(hash, description);
    if (this.#known.size > MAX_DESCRIPTIONS) this.#known.delete(this.#known.keys().next().value!);
  }
}
const MAX_DESCRIPTIONS = 32;

/**
 * Makes a version of a script, or says what is wrong with it: syntax and types, then the module graph and the bundle,
 * then its options, read in a compartment of its own, since reading them executes the script.
 */
export async function loadScript(path: string, options: LoaderOptions, text?: string): Promise<Loaded> {
  const { host, types, descriptions } = options;
  const texts = { source: "", bundle: "" };
  try {
    const source = text ?? await Deno.readTextFile(path);
    // Beside the check: a text that fits, as most do, is live so much earlier.
    const bundling = host.bundle(path, text);
    options.beside(bundling);
    const faults = await options.check(path, text);
    if (faults.length > 0) return { diagnostics: faults };
    const { hash, path: bundlePath, inputs = [] } = await bundling;
    const bundle = await Deno.readFile(bundlePath);
    Object.assign(texts, { source, bundle: new TextDecoder().decode(bundle) });
    const description = descriptions.get(hash) ?? await describe(path, hash, bundlePath, host);
    descriptions.set(hash, description);
    const name = description.name ?? stem(path);
    const schedules = scheduleFaults(path, source, description, options.now());
    if (schedules.length > 0) return { diagnostics: schedules };
    const unknown = description.uses.filter((id) => !types.pluginIds().includes(id));
    if (unknown.length > 0) return { diagnostics: [unknownPlugins(path, source, unknown, types.pluginIds())] };
    return { version: { hash, name, description, createdAt: options.now() }, bundle, source, bundlePath, inputs };
  } catch (error) {
    return { diagnostics: diagnosticsOf(error, path, texts) };
  }
}

/** A script's name when its options do not give one: that of the file. */
export function stem(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.ts$/, "");
}

async function describe(
  path: string,
  hash: string,
  bundlePath: string,
  host: Pick<WorkflowHost, "launch">,
): Promise<ScriptDescription> {
  let compartment: Compartment | undefined;
  try {
    compartment = await host.launch({ name: stem(path), hash, bundlePath }, {
      request: () => Promise.reject(new Error("Nothing can be called while a script is loaded")),
      notification: () => {},
    });
    return await compartment.request<ScriptDescription>("script.describe", {});
  } catch (error) {
    throw new LoadError(error as Error);
  } finally {
    await compartment?.stop({ graceMs: 500 }).catch(() => {});
  }
}

/** What the script could not judge itself: cron expressions and time zones. */
function scheduleFaults(file: string, source: string, { triggers }: ScriptDescription, now: number): Diagnostic[] {
  return triggers.flatMap((trigger) => {
    if (trigger.kind !== "cron") return [];
    try {
      dueTimes(trigger, now);
      return [];
    } catch (error) {
      return [optionFault(file, source, trigger.expression, (error as Error).message)];
    }
  });
}

/** Of the script and of its bundle; empty as long as they are not known. */
interface Texts {
  source: string;
  bundle: string;
}

/** The module threw while it was loaded, or has no workflow. */
class LoadError extends Error {
  override readonly name = "LoadError";
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

function diagnosticsOf(error: unknown, path: string, texts: Texts): Diagnostic[] {
  // What the host throws for a bad module graph or syntax carries its faults under one of these names.
  const { diagnostics, faults } = error as { diagnostics?: Diagnostic[]; faults?: Diagnostic[] };
  if (Array.isArray(diagnostics)) return diagnostics;
  if (Array.isArray(faults)) return faults;
  if (error instanceof LoadError) return [loadFault(error, path, texts)];
  return [{ file: path, line: 1, column: 1, kind: "load", message: (error as Error).message }];
}

/** The place comes from what the compartment said on stderr before it ended. */
function loadFault(error: LoadError, file: string, { source, bundle }: Texts): Diagnostic {
  const { end } = error.cause as { end?: { stderr?: string } };
  const place = placeInSource(end?.stderr ?? "", bundle, source);
  const thrown = /^(?:error: )?Uncaught (?:\([^)]*\) )*(.+)$/m.exec(end?.stderr ?? "")?.[1];
  const message = thrown ?? error.message.replace(/^.*did not start: /, "");
  const options =
    /^TypeError: (Bad workflow name|throttle\.|debounce|batch\.|singleton |priority |"on" |retry\.|concurrency\.|workflow\(|Bad |every\(|hook\(|call\()/;
  return {
    file,
    line: place?.line ?? 1,
    column: place?.column ?? 1,
    kind: options.test(message) || /^The script has no workflow/.test(message) ? "manifest" : "load",
    message: message.replace(/^TypeError: /, ""),
    ...(place ? { source: place.source } : {}),
  };
}

function unknownPlugins(file: string, source: string, unknown: string[], known: string[]): Diagnostic {
  return optionFault(
    file,
    source,
    unknown[0]!,
    `uses names ${unknown.map((id) => `"${id}"`).join(", ")}, which no plugin of this server is called; ` +
      `known: ${known.join(", ") || "none"}`,
  );
}

/** A fault of the options, shown where this text stands in quotes. */
export function optionFault(file: string, source: string, text: string, message: string): Diagnostic {
  const lines = source.split("\n");
  const at = Math.max(lines.findIndex((line) => line.includes(`"${text}"`)), 0);
  const column = (lines[at]?.indexOf(`"${text}"`) ?? -1) + 1;
  return { file, line: at + 1, column: Math.max(column, 1), kind: "manifest", message, source: lines[at] };
}
