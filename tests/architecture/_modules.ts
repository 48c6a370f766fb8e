/** The modules of the checkout and what they import, read from their text. */

const ROOT = decodeURIComponent(new URL("../../", import.meta.url).pathname).replace(/\/$/, "");

/** One import of a module of the checkout. */
export interface Import {
  /** As written. */
  specifier: string;
  /** Path below the checkout; undefined for packages and built-in modules. */
  path?: string;
  line: number;
  typeOnly: boolean;
}

export interface SourceModule {
  /** Path below the checkout. */
  path: string;
  text: string;
  lines: number;
  imports: Import[];
}

/** Folders that hold code. */
const FOLDERS = ["host", "plugins", "workflows", "schemas", "ui", "scripts", "tests"];
const SOURCE = /\.(ts|tsx|js)$/;
/** What is made, fetched, or written by a test. */
const PASSED_OVER = new Set(["node_modules", "dist", "output", "public"]);

let known: SourceModule[] | undefined;

/** Every module of the checkout. */
export function modules(): SourceModule[] {
  return known ??= FOLDERS.flatMap((folder) => files(folder)).filter((path) => SOURCE.test(path)).map(readModule);
}

/** Paths of all files below a folder, without what is made or fetched. */
export function files(folder: string): string[] {
  const found: string[] = [];
  const queue = [folder];
  for (let current = queue.pop(); current !== undefined; current = queue.pop()) {
    let entries: Deno.DirEntry[];
    try {
      entries = [...Deno.readDirSync(`${ROOT}/${current}`)];
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) continue;
      throw error;
    }
    for (const entry of entries) {
      if (PASSED_OVER.has(entry.name) || entry.name.startsWith(".")) continue;
      const path = `${current}/${entry.name}`;
      if (entry.isDirectory) queue.push(path);
      else found.push(path);
    }
  }
  return found.sort();
}

/** Text of a file of the checkout. */
export function read(path: string): string {
  return Deno.readTextFileSync(`${ROOT}/${path}`);
}

const aliases: Record<string, string> = JSON.parse(read("deno.json")).imports;

function readModule(path: string): SourceModule {
  const text = read(path);
  return { path, text, lines: text.trimEnd().split("\n").length, imports: importsOf(path, withoutComments(text)) };
}

/** `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`. */
const IMPORT =
  /(?:^|[;\n])\s*(import|export)\s+(type\s+)?(?:[\w*{][^;"'`]*?\sfrom\s+)?["']([^"'\n]+)["']|\bimport\s*\(\s*["']([^"'\n]+)["']/g;

/** Imports in the text of a module at `path`; comments have to be blanked. */
export function importsOf(path: string, text: string): Import[] {
  const imports: Import[] = [];
  for (const match of text.matchAll(IMPORT)) {
    const specifier = match[3] ?? match[4];
    if (specifier === undefined || (match[1] === "export" && !match[0].includes(" from "))) continue;
    const line = text.slice(0, match.index + match[0].length).split("\n").length;
    const target = resolve(path, specifier);
    imports.push({ specifier, ...(target ? { path: target } : {}), line, typeOnly: match[2] !== undefined });
  }
  return imports;
}

function resolve(from: string, specifier: string): string | undefined {
  const alias = aliases[specifier];
  if (alias?.startsWith("./")) return alias.slice(2);
  if (!specifier.startsWith(".")) return undefined;
  return decodeURIComponent(new URL(specifier, `file:///${from}`).pathname.slice(1));
}

/** Blanks comments and the insides of template texts, so that examples in them are not taken for imports. */
export function withoutComments(text: string): string {
  const blank = (part: string) => part.replace(/[^\n]/g, " ");
  return text.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(`(?:[^`\\]|\\.)*`)|(\/\/[^\n]*|\/\*[\s\S]*?\*\/)/g,
    (whole, quoted: string | undefined) => quoted ?? blank(whole),
  );
}
