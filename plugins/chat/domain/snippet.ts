import type { Term } from "./search_query.ts";
import { folded } from "./search_text.ts";

/** A piece of a text with the places where it matches. */
export interface Snippet {
  text: string;
  /** Begin and end of each, in UTF-16 units of `text`. */
  highlights: [number, number][];
}

const LENGTH = 180;
const BEFORE = 50;

/** The piece of a text around its first match. Plain text: whoever shows it escapes it. */
export function snippet(text: string, terms: Term[]): Snippet {
  const plain = folded(text);
  const places = placesOf(plain, terms);
  const start = startOf(text, places[0]?.[0] ?? 0);
  const end = Math.min(text.length, start + LENGTH);
  const head = start > 0 ? "…" : "", tail = end < text.length ? "…" : "";
  const piece = safeSlice(text, start, end);
  const shift = head.length - start;
  const highlights = places.filter(([from, to]) => from >= start && to <= start + piece.length)
    .map(([from, to]): [number, number] => [from + shift, to + shift]);
  return { text: `${head}${piece}${tail}`, highlights };
}

/** Where the terms stand in a folded text, in order, none over another. */
export function placesOf(plain: string, terms: Term[]): [number, number][] {
  const found: [number, number][] = [];
  for (const term of terms) {
    if (term.not) continue;
    const wanted = folded(term.text);
    for (
      let at = plain.indexOf(wanted);
      at >= 0 && found.length < 200;
      at = plain.indexOf(wanted, at + wanted.length)
    ) {
      if (term.kind !== "part" && !beginsWord(plain, at)) continue;
      found.push([at, at + wanted.length]);
    }
  }
  found.sort(([a], [b]) => a - b);
  return found.filter(([from], index) => index === 0 || from >= found[index - 1]![1]);
}

/** Dense scripts have no blanks, so any place there begins a word. */
function beginsWord(text: string, at: number): boolean {
  return at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1]!) ||
    /[^\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\p{N}]/u.test(text[at]!);
}

function startOf(text: string, match: number): number {
  if (match <= BEFORE) return 0;
  const from = match - BEFORE;
  const blank = text.indexOf(" ", from);
  return blank >= 0 && blank < match ? blank + 1 : from;
}

/** Does not cut a character of two units in half. */
function safeSlice(text: string, start: number, end: number): string {
  const from = /[\udc00-\udfff]/.test(text[start] ?? "") ? start + 1 : start;
  const to = /[\ud800-\udbff]/.test(text[end - 1] ?? "") ? end - 1 : end;
  return text.slice(from, to);
}
