import { clearMessage } from "./compiler_output.ts";
import type { LanguageDiagnostic, LanguageSession } from "./language_session.ts";
import { type LocalFile, localImports } from "./local_imports.ts";
import type { Diagnostic } from "./ports.ts";

export interface ResidentCheckOptions {
  /** Absolute path of the folder of scripts. */
  folder: string;
  /** What a script may import by name. */
  names: ReadonlySet<string>;
  /** Ids of the plugins of this server. */
  plugins: string[];
  /** Syntax errors in the words of the compiler; by default they are left to `deno check`. */
  syntax?: boolean;
}

/**
 * Faults of types of a text and of the files that it takes in, as `deno check` tells them. Undefined for what the
 * language server tells in other words: imports that are not there or not allowed, and syntax errors.
 */
export async function residentCheck(
  session: LanguageSession,
  script: LocalFile,
  { folder, names, plugins, syntax = false }: ResidentCheckOptions,
): Promise<Diagnostic[] | undefined> {
  const files = openScript(session, script, { folder, names });
  if (!files) return undefined;
  const faults: Diagnostic[] = [];
  for (const file of files) {
    for (const fault of await session.diagnostics(file.path)) {
      const isSyntax = Number(fault.code) < FIRST_TYPE_CODE;
      if (fault.source !== "deno-ts" || (isSyntax && !syntax)) return undefined;
      faults.push(located(fault, file, { kind: isSyntax ? "syntax" : "type", plugins }));
    }
  }
  return faults;
}

/** Codes below are those of the parser. */
const FIRST_TYPE_CODE = 2_000;

/** Gives the server a script and the modules that it takes in; answers them, those first that others need. */
export function openScript(
  session: LanguageSession,
  script: LocalFile,
  { folder, names }: Pick<ResidentCheckOptions, "folder" | "names">,
): LocalFile[] | undefined {
  const imported = localImports(script.path, script.text, { folder, names });
  if (!imported) return undefined;
  const modules = imported.filter(({ path }) => /\.[mc]?tsx?$/.test(path));
  for (const { path } of imported) if (!modules.some((module) => module.path === path)) session.changedOnDisk(path);
  for (const { path, text } of modules) session.set(path, text);
  session.set(script.path, script.text);
  return [...modules, script];
}

function located(
  { range, message }: LanguageDiagnostic,
  { path, text }: LocalFile,
  { kind, plugins }: { kind: Diagnostic["kind"]; plugins: string[] },
): Diagnostic {
  const { line, character } = range.start;
  const source = text.split("\n")[line];
  return {
    file: path,
    line: line + 1,
    column: character + 1,
    message: clearMessage(message.trim(), plugins),
    kind,
    ...(source === undefined ? {} : { source }),
  };
}
