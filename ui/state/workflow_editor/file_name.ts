const FORM = /^[A-Za-z0-9][A-Za-z0-9_-]{0,79}\.ts$/;

/** Is it a name under which the host knows a script? */
export function isFileName(file: string): boolean {
  return FORM.test(file) && !file.endsWith("_test.ts");
}

/** What is wrong with the name of a script's file; undefined when nothing is. */
export function fileNameProblem(file: string, taken: readonly string[]): string | undefined {
  if (file.trim() === "" || file === ".ts") return "Give the file a name, such as welcome.ts";
  if (!file.endsWith(".ts")) return "A script's file ends in .ts";
  if (/_test\.ts$/.test(file)) return "Files that end in _test.ts are tests, not workflows";
  if (!FORM.test(file)) return "Letters, digits, _ and - only, and a letter or digit first";
  if (taken.some((other) => other.toLowerCase() === file.toLowerCase())) return `There is a ${file} already`;
  return undefined;
}

/** What was typed as a file's name, with the ending that people leave out. */
export function withEnding(typed: string): string {
  const name = typed.trim();
  return name === "" || name.endsWith(".ts") ? name : `${name}.ts`;
}

/** A name like this one that no file has yet. */
export function freeName(stem: string, taken: readonly string[]): string {
  const base = stem.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "").toLowerCase().slice(0, 60) || "workflow";
  for (let number = 1;; number++) {
    const file = number === 1 ? `${base}.ts` : `${base}_${number}.ts`;
    if (fileNameProblem(file, taken) === undefined) return file;
  }
}
