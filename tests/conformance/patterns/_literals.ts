import { tsxLanguage, typescriptLanguage } from "@codemirror/lang-javascript";
import { CHECKOUT } from "../../harness/mod.ts";

/** A regular expression as it stands in a source file. */
export interface PatternLiteral {
  pattern: RegExp;
  /** `path:line` in the checkout. */
  place: string;
}

const FOLDERS = ["host", "plugins", "ui", "workflows"];
const LEFT_OUT = /(^|\/)(node_modules|dist)\/|_test\.tsx?$|\/_[^/]*$/;

/** Every regular expression that ships, each once. */
export function patternLiterals(): PatternLiteral[] {
  const found = new Map<string, PatternLiteral>();
  for (const path of FOLDERS.flatMap((folder) => [...sources(folder)])) {
    const text = Deno.readTextFileSync(`${CHECKOUT}/${path}`);
    const { parser } = path.endsWith("x") ? tsxLanguage : typescriptLanguage;
    parser.parse(text).iterate({
      enter: ({ name, from, to }) => {
        const literal = text.slice(from, to);
        if (name !== "RegExp" || found.has(literal)) return;
        const end = literal.lastIndexOf("/");
        const pattern = new RegExp(literal.slice(1, end), literal.slice(end + 1));
        found.set(literal, { pattern, place: `${path}:${text.slice(0, from).split("\n").length}` });
      },
    });
  }
  return [...found.values()];
}

function* sources(folder: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(`${CHECKOUT}/${folder}`)) {
    const path = `${folder}/${name}`;
    if (LEFT_OUT.test(isDirectory ? `${path}/` : path)) continue;
    if (isDirectory) yield* sources(path);
    else if (/\.tsx?$/.test(name)) yield path;
  }
}
