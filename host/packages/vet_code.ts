import { isBuiltin } from "node:module";
import { init, parse } from "es-module-lexer";
import { PackageError } from "./ports.ts";

/** How the first line of a classic script begins; see compile.ts. */
const SCRIPT_MARK = "// needs ";

/** Names that one refusal lists. */
const SHOWN = 5;

/**
 * Judges the imports of a package's plugin.js, whatever their form: only `node:` modules may stand there. An import
 * whose path is computed cannot be judged; like every other it finds nothing in a compartment, which may read no file
 * but the bundle. Throws PackageError.
 */
export async function vetCode(code: string): Promise<void> {
  await init();
  const needed = code.startsWith(SCRIPT_MARK) ? firstLine(code).slice(SCRIPT_MARK.length).split(" ") : [];
  const names = [...needed.filter((name) => name !== ""), ...importsOf(code)];
  const outside = [...new Set(names.filter((name) => !isNode(name)))];
  if (outside.length === 0) return;
  const shown = outside.slice(0, SHOWN).map((name) => JSON.stringify(name.slice(0, 200))).join(", ");
  throw new PackageError(
    "imports_outside",
    `plugin.js imports ${shown}${outside.length > SHOWN ? " and more" : ""}: it may import nothing but node: modules`,
    "A package is made by `bulkhead plugin build`, which takes all imports into one file",
  );
}

function importsOf(code: string): string[] {
  let imports;
  try {
    [imports] = parse(code);
  } catch (error) {
    const message = `plugin.js is not JavaScript: ${(error as Error).message}`;
    throw new PackageError("imports_outside", message, undefined, { cause: error });
  }
  return imports.flatMap((one) => {
    if (one.type === "import-meta" || one.specifier === undefined) return [];
    return one.type === "dynamic" && one.glob ? [] : [one.specifier];
  });
}

function isNode(name: string): boolean {
  return name.startsWith("node:") && isBuiltin(name);
}

function firstLine(code: string): string {
  const end = code.indexOf("\n");
  return end === -1 ? code : code.slice(0, end);
}
