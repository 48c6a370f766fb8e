/** Code in colours: grammars of the languages that people paste, as pieces of lines with what they are. */
import { common, createLowlight } from "lowlight";

/** What a piece of code is, as far as it has a look of its own. */
export type TokenKind =
  | "keyword"
  | "string"
  | "comment"
  | "number"
  | "title"
  | "name"
  | "meta"
  | "added"
  | "removed"
  | "plain";

export interface Token {
  kind: TokenKind;
  text: string;
}

/** Longer code stays as it is. */
export const MAX_CODE = 20_000;

/** By the first part of highlight.js' scope. */
const KINDS: Record<string, TokenKind> = {
  keyword: "keyword",
  built_in: "title",
  type: "title",
  literal: "number",
  number: "number",
  string: "string",
  regexp: "string",
  char: "string",
  symbol: "number",
  comment: "comment",
  quote: "comment",
  doctag: "keyword",
  title: "title",
  section: "title",
  tag: "name",
  name: "keyword",
  attr: "name",
  attribute: "name",
  property: "name",
  variable: "name",
  "template-variable": "name",
  selector: "keyword",
  "selector-tag": "keyword",
  "selector-class": "title",
  "selector-id": "title",
  bullet: "number",
  meta: "meta",
  addition: "added",
  deletion: "removed",
};

/** A node of what lowlight answers, as far as it matters here. */
interface Node {
  type: string;
  value?: string;
  properties?: { className?: string[] };
  children?: Node[];
}

const lowlight = createLowlight(common);

/** Lines of tokens; undefined for a language without a grammar, or code that is too long. */
export function codeTokens(code: string, language: string): Token[][] | undefined {
  const name = language.toLowerCase().split(/[\s,{:]/)[0]!;
  if (code.length > MAX_CODE || !lowlight.registered(name)) return undefined;
  const lines: Token[][] = [[]];
  const put = (text: string, kind: TokenKind) => {
    for (const [index, piece] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      const line = lines.at(-1)!;
      const last = line.at(-1);
      if (last?.kind === kind) last.text += piece;
      else if (piece) line.push({ kind, text: piece });
    }
  };
  const walk = ({ type, value = "", properties, children = [] }: Node, kind: TokenKind): void => {
    if (type === "text") return put(value, kind);
    const scope = properties?.className?.[0]?.replace(/^hljs-/, "") ?? "";
    for (const child of children) walk(child, KINDS[scope] ?? kind);
  };
  try {
    walk(lowlight.highlight(name, code) as Node, "plain");
  } catch {
    // Code that is nested deeper than the stack is a trick, not something to read.
    return undefined;
  }
  return lines;
}
