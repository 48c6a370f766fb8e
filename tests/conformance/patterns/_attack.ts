/** Characters that patterns are likely to have something to do with, besides those that stand in them. */
const USUAL = [
  "a",
  "A",
  "0",
  " ",
  "\n",
  "\t",
  ".",
  "-",
  "_",
  "/",
  '"',
  "`",
  "(",
  "[",
  "{",
  "<",
  "*",
  "#",
  "|",
  ",",
  ":",
  "@",
  "\u{1F600}",
];

/** Lengths in small steps at first, so that time that doubles with each character is seen before it is too much. */
const LENGTHS = [12, 16, 20, 24, 28, 32, 40, 64, 128, 512, 2_048, 10_000, 40_000];

export interface SlowMatch {
  piece: string;
  length: number;
  ms: number;
}

/**
 * Looks for a text of at most `maxLength` characters for which a pattern takes longer than `limitMs`: pieces of its own
 * characters, over and over, with an end that does not fit. Answers the first that it finds.
 */
export function slowest(
  pattern: RegExp,
  { limitMs, maxLength }: { limitMs: number; maxLength: number },
): SlowMatch | undefined {
  for (const piece of pieces(pattern.source)) {
    for (const [head, tail] of [["", "\u0001"], [piece === "x" ? "y" : "x", ""], ["", `\n${piece}\u0001`]]) {
      const found = grow(pattern, { piece, head: head!, tail: tail! }, limitMs, maxLength);
      if (found) return found;
    }
  }
  return undefined;
}

function grow(
  pattern: RegExp,
  { piece, head, tail }: { piece: string; head: string; tail: string },
  limitMs: number,
  maxLength: number,
): SlowMatch | undefined {
  for (const length of LENGTHS) {
    if (length > maxLength) return undefined;
    const text = head + piece.repeat(Math.ceil(length / piece.length)) + tail;
    // What else the machine does is in some of the tries, but not in all.
    let ms = Infinity;
    for (let attempt = 0; attempt < 3 && ms > limitMs; attempt++) ms = Math.min(ms, time(pattern, text));
    if (ms > limitMs) return { piece, length, ms };
    // Far from the limit, and not growing quickly enough to come near it.
    if (length === 10_000 && ms * 20 < limitMs) return undefined;
  }
  return undefined;
}

function time(pattern: RegExp, text: string): number {
  const start = performance.now();
  if (pattern.global) text.replaceAll(pattern, "");
  else text.search(pattern);
  return performance.now() - start;
}

/** Single characters, pairs of them, and what stands literally in the pattern. */
function pieces(source: string): Set<string> {
  const literal = source.replace(/\\[nrt]/g, (escape) => ({ "\\n": "\n", "\\r": "\r", "\\t": "\t" })[escape]!)
    .replace(/\\[dwsbDWSB]|\\[pP]\{[^}]*\}|\\u\{?[0-9a-f]+\}?|\\x[0-9a-f]{2}/gi, "").replace(/\\(.)/g, "$1");
  const own = [...new Set(literal)].filter((character) => !/[?+^$)\]}]/.test(character)).slice(0, 24);
  const words = literal.match(/[\w"'`<>/*.:#@-]{2,}/g) ?? [];
  const singles = [...new Set([...own, ...USUAL])];
  const few = [...new Set([...own.slice(0, 8), "a", " ", "0", "."])];
  const pairs = few.flatMap((first) => few.map((second) => first + second));
  return new Set([...singles, ...pairs, ...words.slice(0, 12)]);
}
