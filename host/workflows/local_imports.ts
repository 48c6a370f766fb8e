import { fileUrl } from "./type_files.ts";

/** What stands behind `from`, `import` and `import(`. A comment that looks like one costs a little time, no more. */
const SPECIFIER = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(["'`])((?:(?!\1)[^\\\n])+)\1/g;
const MAX_FILES = 200;

/** Files of the folder that a script takes in. */
export interface LocalFile {
  path: string;
  text: string;
}

/**
 * The files that a text takes in by relative imports, those first that others need. Undefined when it imports anything
 * else than they and what a script may import by name, or when a file is not there: that is for `deno check` to judge.
 */
export function localImports(path: string, text: string, { folder, names }: {
  /** The files have to be below it. */
  folder: string;
  /** What may be imported by name. */
  names: ReadonlySet<string>;
}): LocalFile[] | undefined {
  const found = new Map<string, LocalFile>();
  const seen = new Set([path]);
  const visit = (from: string, source: string): boolean => {
    for (const specifier of specifiersOf(source)) {
      if (names.has(specifier)) continue;
      if (!/^\.{1,2}\//.test(specifier)) return false;
      const target = decodeURIComponent(new URL(specifier, fileUrl(from)).pathname);
      if (seen.has(target)) continue;
      seen.add(target);
      const imported = target.startsWith(`${folder}/`) && seen.size <= MAX_FILES ? read(target) : undefined;
      if (imported === undefined || (/\.[mc]?[jt]sx?$/.test(target) && !visit(target, imported))) return false;
      found.set(target, { path: target, text: imported });
    }
    return true;
  };
  return visit(path, text) ? [...found.values()] : undefined;
}

function specifiersOf(text: string): string[] {
  return [...text.matchAll(SPECIFIER)].map(([, , specifier]) => specifier!);
}

function read(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}
