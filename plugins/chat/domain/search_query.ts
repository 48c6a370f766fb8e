import { folded, hasWords, spaced } from "./search_text.ts";

/** Something that a text has to hold, or must not. */
export interface Term {
  text: string;
  /** `part`: anywhere in a word. */
  kind: "word" | "phrase" | "prefix" | "part";
  not: boolean;
}

/** What a query asks for. */
export interface SearchQuery {
  terms: Term[];
  from: { who: string; not: boolean }[];
  in: { where: string; not: boolean }[];
  /** Days, `YYYY-MM-DD`, both included. */
  firstDay?: string;
  lastDay?: string;
  has: { what: string; not: boolean }[];
  is: { what: string; not: boolean }[];
}

/** What may stand behind `has:` and `is:`. */
export const HAS = ["link", "code", "file", "image", "reaction", "pin"] as const;
export const IS = ["thread", "saved", "pinned", "edited", "dm"] as const;

/** A fault in a query, for the person who wrote it. */
export class QueryFault extends Error {}

const TOKEN = /(-?)(?:(from|in|before|after|on|has|is):)?(?:"([^"]*)"?|(\S+))/giu;
/** More would only make the index work. */
const MAX_TERMS = 20;

/** Takes a query apart. `today` is the searcher's day, for `on:today`. Throws {@linkcode QueryFault}. */
export function parseQuery(query: string, today: string): SearchQuery {
  const parsed: SearchQuery = { terms: [], from: [], in: [], has: [], is: [] };
  for (const [, minus, operator, quoted, bare] of query.matchAll(TOKEN)) {
    const not = minus === "-";
    const value = (quoted ?? bare ?? "").trim();
    if (value === "") continue;
    if (operator) {
      operate(parsed, operator.toLowerCase(), { value, not }, today);
      continue;
    }
    if (!hasWords(value)) continue;
    if (parsed.terms.length >= MAX_TERMS) throw new QueryFault(`A search has at most ${MAX_TERMS} words`);
    parsed.terms.push({ ...termOf(value, quoted !== undefined), not });
  }
  return parsed;
}

function termOf(value: string, quoted: boolean): Omit<Term, "not"> {
  if (quoted) return { text: value, kind: "phrase" };
  const part = /^\*(.{3,}?)\*?$/u.exec(value);
  if (part && hasWords(part[1]!)) return { text: part[1]!, kind: "part" };
  const prefix = /^(.{2,})\*$/u.exec(value);
  if (prefix) return { text: prefix[1]!, kind: "prefix" };
  return { text: value.replace(/^\*+|\*+$/g, ""), kind: "word" };
}

function operate(parsed: SearchQuery, operator: string, given: { value: string; not: boolean }, today: string): void {
  const { value, not } = given;
  const lower = value.toLowerCase();
  if (operator === "from") parsed.from.push({ who: value.replace(/^@/, ""), not });
  else if (operator === "in") parsed.in.push({ where: value, not });
  else if (operator === "has") parsed.has.push({ what: oneOf(HAS, singular(lower), "has"), not });
  else if (operator === "is") parsed.is.push({ what: oneOf(IS, lower, "is"), not });
  else {
    if (not) throw new QueryFault(`"-${operator}:" means nothing: use before: or after:`);
    const { first, last } = daysOf(lower, today, operator);
    if (operator === "before") narrow(parsed, { last: shifted(first, -1) });
    else if (operator === "after") narrow(parsed, { first: shifted(last, 1) });
    else narrow(parsed, { first, last });
  }
}

function narrow(parsed: SearchQuery, { first, last }: { first?: string; last?: string }): void {
  if (first !== undefined && (parsed.firstDay === undefined || first > parsed.firstDay)) parsed.firstDay = first;
  if (last !== undefined && (parsed.lastDay === undefined || last < parsed.lastDay)) parsed.lastDay = last;
}

/** A day, a month (`2026-11`), a year, `today` or `yesterday`, as its first and last day. */
function daysOf(value: string, today: string, operator: string): { first: string; last: string } {
  if (value === "today") return { first: today, last: today };
  if (value === "yesterday") return { first: shifted(today, -1), last: shifted(today, -1) };
  const match = /^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$/.exec(value);
  if (match) {
    const [, year, month, day] = match;
    const first = `${year}-${(month ?? "1").padStart(2, "0")}-${(day ?? "1").padStart(2, "0")}`;
    if (isDay(first)) {
      if (day !== undefined) return { first, last: first };
      const next = new Date(`${first}T00:00:00Z`);
      if (month === undefined) next.setUTCFullYear(next.getUTCFullYear() + 1);
      else next.setUTCMonth(next.getUTCMonth() + 1);
      return { first, last: shifted(next.toISOString().slice(0, 10), -1) };
    }
  }
  throw new QueryFault(
    `"${operator}:${value}" is no date: expected one such as 2026-11-20, 2026-11, today or yesterday`,
  );
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function oneOf<T extends string>(known: readonly T[], value: string, operator: string): T {
  const found = known.find((each) => each === value);
  if (found) return found;
  throw new QueryFault(`"${operator}:${value}" is not known: expected one of ${known.join(", ")}`);
}

function singular(value: string): string {
  return value.replace(/s$/, "");
}

/** The part of a match expression that one term makes, for the index of words. */
export function wordMatch({ text, kind }: Term): string {
  const phrase = `"${spaced(text).trim().replaceAll('"', '""')}"`;
  return `text : ${phrase}${kind === "prefix" ? " *" : ""}`;
}

/** More of them narrow nothing down any more. */
const MAX_TRIGRAMS = 12;

/** The same for the index of parts: it holds all groups of three characters that the part has. The message says whether together. */
export function partMatch({ text }: Term): string {
  const chars = [...folded(text.normalize("NFC"))];
  const groups = new Set<string>();
  for (let at = 0; at + 3 <= chars.length && groups.size < MAX_TRIGRAMS; at++) {
    groups.add(`"${chars.slice(at, at + 3).join("").replaceAll('"', '""')}"`);
  }
  return [...groups].join(" AND ");
}
