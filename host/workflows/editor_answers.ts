import type { CompletionItem, Completions, HoverText, SignatureHelp, TextPlace } from "./editor_wire.ts";
import type { LanguagePosition, LanguageRange, LanguageSession } from "./language_session.ts";

/** Answers of the language server about a place of a document, in the shapes of the wire. */

/** Items of one answer. */
const MAX_ITEMS = 200;
/** Of so many, the type and the words are asked for as well: the first screen of a list. */
const MAX_DETAILED = 24;
/** Characters of a type or a text. */
const MAX_TEXT = 4_000;

interface RawItem {
  label: string;
  kind?: number;
  detail?: string;
  documentation?: RawText;
  sortText?: string;
  filterText?: string;
  insertText?: string;
  textEdit?: { newText: string };
}
type RawText = string | { value: string };

/** Names of the protocol's kinds, by number. */
const KINDS = [
  ..."text text method function constructor field variable class interface module property unit value enum".split(" "),
  ..."keyword snippet color file reference folder enum-member constant struct event operator type-parameter".split(" "),
];

export async function complete(session: LanguageSession, path: string, place: TextPlace): Promise<Completions> {
  const before = textBefore(place);
  // Names of packages would be looked up in registries, which nothing may be imported from.
  if (/(?:from|import)\s*\(?\s*["'][^"']*$/.test(before)) return { items: [], isIncomplete: false };
  const params = { position: positionOf(place), context: { triggerKind: 1 } };
  const answer = await session.ask<RawItem[] | { items: RawItem[]; isIncomplete?: boolean }>(
    "textDocument/completion",
    path,
    params,
  );
  const all = Array.isArray(answer) ? answer : answer?.items ?? [];
  const typed = /(?<![\w$])[\w$]*$/.exec(before)![0].toLowerCase();
  const fitting = all.filter((item) => !isImport(item) && startsLike(item, typed)).sort(byRank(typed));
  const shown = fitting.slice(0, MAX_ITEMS);
  const detailed = await Promise.all(
    shown.slice(0, MAX_DETAILED).map((item) => session.request<RawItem>("completionItem/resolve", item)),
  );
  return {
    items: [...detailed, ...shown.slice(MAX_DETAILED)].map(presentItem),
    isIncomplete: fitting.length > shown.length || (!Array.isArray(answer) && (answer?.isIncomplete ?? false)),
  };
}

export async function hover(session: LanguageSession, path: string, place: TextPlace): Promise<HoverText> {
  const answer = await session.ask<{ contents: RawText | RawText[]; range?: LanguageRange }>(
    "textDocument/hover",
    path,
    { position: positionOf(place) },
  );
  if (!answer) return { text: "" };
  const text = [answer.contents].flat().map(textOf).join("\n\n");
  const { range } = answer;
  return { text: cut(text), ...(range ? { range: { from: placeOf(range.start), to: placeOf(range.end) } } : {}) };
}

interface RawSignatures {
  signatures: {
    label: string;
    documentation?: RawText;
    parameters?: { label: string | [number, number]; documentation?: RawText }[];
  }[];
  activeSignature?: number;
  activeParameter?: number;
}

export async function signature(session: LanguageSession, path: string, place: TextPlace): Promise<SignatureHelp> {
  const answer = await session.ask<RawSignatures>("textDocument/signatureHelp", path, {
    position: positionOf(place),
    context: { triggerKind: 1, isRetrigger: false },
  });
  return {
    signatures: (answer?.signatures ?? []).map(({ label, documentation, parameters = [] }) => ({
      label: cut(label),
      ...words(documentation),
      parameters: parameters.map((parameter) => ({
        label: cut(typeof parameter.label === "string" ? parameter.label : label.slice(...parameter.label)),
        ...words(parameter.documentation),
      })),
    })),
    activeSignature: answer?.activeSignature ?? 0,
    activeParameter: answer?.activeParameter ?? 0,
  };
}

function presentItem(item: RawItem): CompletionItem {
  const insert = item.textEdit?.newText ?? item.insertText;
  return {
    label: item.label,
    kind: kindOf(item),
    ...(item.detail ? { detail: cut(item.detail) } : {}),
    ...(insert === undefined || insert === item.label ? {} : { insertText: insert }),
    ...words(item.documentation),
    ...(item.sortText === undefined ? {} : { sortText: item.sortText }),
  };
}

/** What can be called is a method for people, however it is declared; the compiler calls properties fields. */
function kindOf({ kind = 1, detail = "" }: RawItem): string {
  const name = KINDS[kind] ?? "text";
  if (name !== "field") return name;
  return /^\(property\) [\w$]+\??: (?:<[^(]*>)?\(/.test(detail) && detail.includes("=>") ? "method" : "property";
}

/** One that would write an import as well: the compiler marks them by what they are sorted by. */
function isImport({ sortText }: RawItem): boolean {
  return sortText?.startsWith("\uffff") ?? false;
}

function startsLike({ label, filterText }: RawItem, typed: string): boolean {
  return (filterText ?? label).toLowerCase().includes(typed);
}

/** By what the compiler says, then those that begin as was typed. */
function byRank(typed: string): (a: RawItem, b: RawItem) => number {
  const begins = ({ label }: RawItem) => label.toLowerCase().startsWith(typed) ? 0 : 1;
  return (a, b) =>
    begins(a) - begins(b) || compare(a.sortText ?? a.label, b.sortText ?? b.label) || compare(a.label, b.label);
}

const compare = (a: string, b: string) => a < b ? -1 : a > b ? 1 : 0;

function textBefore({ source, line, column }: TextPlace): string {
  return (source.split("\n")[line - 1] ?? "").slice(0, column - 1);
}

const positionOf = ({ line, column }: TextPlace): LanguagePosition => ({ line: line - 1, character: column - 1 });
const placeOf = ({ line, character }: LanguagePosition) => ({ line: line + 1, column: character + 1 });
const textOf = (text: RawText) => typeof text === "string" ? text : text.value;
const cut = (text: string) => text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;

function words(documentation: RawText | undefined): { documentation?: string } {
  const text = documentation === undefined ? "" : textOf(documentation);
  return text === "" ? {} : { documentation: cut(text) };
}
