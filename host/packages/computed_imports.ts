import type { SourceFault } from "./ports.ts";

const COMPUTED = /\bimport\s*\(\s*(?!["'][^"'`$]*["']\s*[,)])/;

/** Imports whose path is only known at run time: in a compartment they find nothing. */
export function computedImports(files: string[]): SourceFault[] {
  return files.filter((file) => /\.[mc]?[jt]sx?$/.test(file)).flatMap((file) =>
    Deno.readTextFileSync(file).split("\n").flatMap((source, index): SourceFault[] => {
      const match = COMPUTED.exec(source);
      if (!match || /^\s*(\/\/|\*)/.test(source)) return [];
      const message = "imports a computed path, which fails at run time";
      return [{ file, line: index + 1, column: match.index + 1, kind: "syntax", message, source }];
    })
  );
}
