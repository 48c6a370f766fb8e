import type { Compartment } from "../sandbox/ports.ts";
import type { ScriptDescription } from "../sdk/workflow/protocol.ts";
import type { Diagnostic, WorkflowHost } from "./ports.ts";
import { checkTypes } from "./type_check.ts";
import type { TypeFiles } from "./type_files.ts";
import type { Version } from "./version_store.ts";

export interface LoaderOptions {
  host: Pick<WorkflowHost, "bundle" | "launch" | "check">;
  types: TypeFiles;
  now(): number;
}

/** What came of a file: a version that may go live, or why not. */
export type Loaded =
  | { version: Version; bundle: Uint8Array; source: string; bundlePath: string }
  | { diagnostics: Diagnostic[] };

/**
 * Makes a version of a script, or says what is wrong with it: syntax and types, then the module graph and the bundle,
 * then its options, read in a compartment of its own, since reading them executes the script.
 */
export async function loadScript(path: string, options: LoaderOptions): Promise<Loaded> {
  const { host, types } = options;
  try {
    const source = await Deno.readTextFile(path);
    const faults = await (host.check ? host.check(path) : checkTypes(path, types));
    if (faults.length > 0) return { diagnostics: faults };
    const { hash, path: bundlePath } = await host.bundle(path);
    const bundle = await Deno.readFile(bundlePath);
    const description = await describe(path, hash, bundlePath, host);
    const name = description.name ?? stem(path);
    const unknown = description.uses.filter((id) => !types.pluginIds().includes(id));
    if (unknown.length > 0) return { diagnostics: [unknownPlugins(path, source, unknown, types.pluginIds())] };
    return { version: { hash, name, description, createdAt: options.now() }, bundle, source, bundlePath };
  } catch (error) {
    return { diagnostics: diagnosticsOf(error, path) };
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

/** The module threw while it was loaded, or has no workflow. */
class LoadError extends Error {
  override readonly name = "LoadError";
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

function diagnosticsOf(error: unknown, path: string): Diagnostic[] {
  // What the host throws for a bad module graph or syntax carries its faults under one of these names.
  const { diagnostics, faults } = error as { diagnostics?: Diagnostic[]; faults?: Diagnostic[] };
  if (Array.isArray(diagnostics)) return diagnostics;
  if (Array.isArray(faults)) return faults;
  if (error instanceof LoadError) return [loadFault(error, path)];
  return [{ file: path, line: 1, column: 1, kind: "load", message: (error as Error).message }];
}

/** Finds the place in the script's own file in what the compartment said before it ended. */
function loadFault(error: LoadError, path: string): Diagnostic {
  const { end } = error.cause as { end?: { stderr?: string; message?: string } };
  const text = [end?.stderr, error.message].filter(Boolean).join("\n");
  const file = path.slice(path.lastIndexOf("/") + 1);
  const place = new RegExp(`${file.replaceAll(/[.$]/g, "\\$&")}:(\\d+):(\\d+)`).exec(text);
  const thrown = /(?:Uncaught (?:\([^)]*\) )?)?((?:\w*Error|TypeError): .+)/.exec(text)?.[1];
  const message = thrown ?? error.message;
  return {
    file: path,
    line: Number(place?.[1] ?? 1),
    column: Number(place?.[2] ?? 1),
    kind: /^TypeError: (Bad workflow name|"on" |retry\.|concurrency\.|workflow\()/.test(message) ? "manifest" : "load",
    message: message.replace(/^TypeError: /, ""),
  };
}

function unknownPlugins(file: string, source: string, unknown: string[], known: string[]): Diagnostic {
  const lines = source.split("\n");
  const at = Math.max(lines.findIndex((line) => line.includes(`"${unknown[0]}"`)), 0);
  return {
    file,
    line: at + 1,
    column: (lines[at]?.indexOf(`"${unknown[0]}"`) ?? 0) + 1,
    kind: "manifest",
    message: `uses names ${unknown.map((id) => `"${id}"`).join(", ")}, which no plugin of this server is called; ` +
      `known: ${known.join(", ") || "none"}`,
    source: lines[at],
  };
}
