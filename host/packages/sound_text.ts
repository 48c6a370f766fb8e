/** Levels of objects and lists that a document of somebody else may have. */
const MAX_DEPTH = 64;

/** Characters that steer a terminal, or show a text in another order than it has; line breaks and tabs are not among them. */
// deno-lint-ignore no-control-regex -- they are what is looked for
const STEERS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

/** Where a document holds what people must not be shown. */
export interface TextFault {
  /** JSON pointer. */
  path: string;
  message: string;
}

/**
 * Looks through a parsed document for texts that would be read otherwise than they are written, names included, and for
 * nesting on which whoever handles it next would fail.
 */
export function textFault(document: unknown): TextFault | undefined {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: document, path: "", depth: 0 }];
  for (let one = open.pop(); one; one = open.pop()) {
    const { value, path, depth } = one;
    if (typeof value === "string" && STEERS.test(value)) return { path, message: problemOf(value) };
    if (typeof value !== "object" || value === null) continue;
    if (depth >= MAX_DEPTH) return { path, message: `is nested deeper than ${MAX_DEPTH} levels` };
    for (const [name, inner] of Object.entries(value)) {
      if (STEERS.test(name)) return { path, message: `has a name that ${problemOf(name)}` };
      const inside = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      open.push({ value: inner, path: inside, depth: depth + 1 });
    }
  }
  return undefined;
}

/** The first character that steers, as its code point. */
function problemOf(text: string): string {
  const code = STEERS.exec(text)![0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return `holds the character U+${code}, which steers a terminal or turns a text around: leave it out`;
}
