/** A place in a text as compilers count: from 1, columns in UTF-16 units. */
export interface Place {
  line: number;
  column: number;
}

/** Offset of a place; one beyond the text or its line is brought back into it. */
export function offsetOf(text: string, { line, column }: Place): number {
  let start = 0;
  for (let current = 1; current < line; current++) {
    const end = text.indexOf("\n", start);
    if (end < 0) return text.length;
    start = end + 1;
  }
  const end = text.indexOf("\n", start);
  return Math.min(start + Math.max(column - 1, 0), end < 0 ? text.length : end);
}

/** The place of an offset. */
export function placeOf(text: string, offset: number): Place {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}

/** The stretch that a fault is drawn under: the word at its place, or one character, never nothing. */
export function faultRange(text: string, place: Place): { from: number; to: number } {
  const from = offsetOf(text, place);
  const word = /^(?:[A-Za-z0-9_$]+|"[^"\n]*"|'[^'\n]*'|[^\s])/.exec(text.slice(from, from + 200));
  if (word) return { from, to: from + word[0].length };
  // At the end of a line the character before it stands for the place.
  return from > 0 && text[from - 1] !== "\n" ? { from: from - 1, to: from } : { from, to: from };
}
