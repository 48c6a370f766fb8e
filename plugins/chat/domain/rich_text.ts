/**
 * The text of a message as a tree: code, lists, tables, quotes, and what stands inside of lines. It is drawn as elements,
 * never as markup, so nothing in a message can become more than text.
 */
import { type Inline, parseInline } from "./rich_inline.ts";

export * from "./rich_inline.ts";

export type Block =
  | { kind: "paragraph" | "quote" | "heading"; children: Inline[] }
  | { kind: "list"; ordered: boolean; start: number; items: Inline[][] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] }
  | { kind: "code"; language: string; code: string }
  | { kind: "math"; source: string };

/** Splits a text into blocks. */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^```([^\n`]*)\n([\s\S]*?)\n?```[ \t]*$|^\$\$(?!\$)([^$]{1,1000})\$\$[ \t]*$/gm;
  let from = 0;
  for (const match of text.matchAll(fence)) {
    pushLines(text.slice(from, match.index), blocks);
    const [, language = "", code, formula = ""] = match;
    blocks.push(
      code === undefined ? { kind: "math", source: formula.trim() } : { kind: "code", language: language.trim(), code },
    );
    from = match.index + match[0].length;
  }
  pushLines(text.slice(from), blocks);
  return blocks;
}

const QUOTE = /^>\s?/;
const HEADING = /^#{1,6} +(?=\S)/;
const ITEM = /^ {0,3}(?:[-*+]|(\d{1,4})[.)]) +(?=\S)/;
const TABLE_LINE = /^ *\|.*\| *$/;
const TABLE_RULE = /^ *\|(?: *:?-+:? *\|)+ *$/;
/** A table wider than this is text. */
const MAX_COLUMNS = 20;

type Kind = "paragraph" | "quote" | "heading" | "bullets" | "numbers";

function kindOf(line: string): Kind {
  if (QUOTE.test(line)) return "quote";
  if (HEADING.test(line)) return "heading";
  const item = ITEM.exec(line);
  return item ? item[1] === undefined ? "bullets" : "numbers" : "paragraph";
}

/** Lines of one kind stand together; each heading alone. */
function pushLines(text: string, blocks: Block[]): void {
  const lines = text.replace(/^\n+|\n+$/g, "").split("\n");
  for (let at = 0; at < lines.length;) {
    const table = tableAt(lines, at);
    if (table) {
      blocks.push(table.block);
      at = table.end;
      continue;
    }
    const kind = kindOf(lines[at]!);
    let end = at + 1;
    while (kind !== "heading" && end < lines.length && kindOf(lines[end]!) === kind && !tableAt(lines, end)) end++;
    const block = blockOf(kind, lines.slice(at, end));
    if (block) blocks.push(block);
    at = end;
  }
}

function blockOf(kind: Kind, lines: string[]): Block | undefined {
  switch (kind) {
    case "bullets":
    case "numbers":
      return {
        kind: "list",
        ordered: kind === "numbers",
        start: Number(ITEM.exec(lines[0]!)?.[1] ?? 1),
        items: lines.map((line) => parseInline(line.replace(ITEM, ""))),
      };
    case "heading":
      return { kind, children: parseInline(lines[0]!.replace(HEADING, "")) };
    case "quote":
      return { kind, children: parseInline(lines.map((line) => line.replace(QUOTE, "")).join("\n")) };
    default: {
      const text = lines.join("\n").replace(/^\n+|\n+$/g, "");
      return text ? { kind, children: parseInline(text) } : undefined;
    }
  }
}

function tableAt(lines: string[], at: number): { block: Block; end: number } | undefined {
  if (!TABLE_LINE.test(lines[at]!) || !TABLE_RULE.test(lines[at + 1] ?? "")) return undefined;
  const head = cells(lines[at]!);
  if (head.length > MAX_COLUMNS) return undefined;
  let end = at + 2;
  while (end < lines.length && TABLE_LINE.test(lines[end]!)) end++;
  const rows = lines.slice(at + 2, end).map(cells);
  return { block: { kind: "table", head, rows }, end };
}

function cells(line: string): Inline[][] {
  return line.trim().slice(1, -1).split("|").map((cell) => parseInline(cell.trim()));
}

/** All that stands inside of lines of a block. */
export function inlinesOf(block: Block): Inline[][] {
  switch (block.kind) {
    case "code":
      return [[{ kind: "text", text: block.code }]];
    case "math":
      return [[{ kind: "math", source: block.source }]];
    case "list":
      return block.items;
    case "table":
      return [...block.head, ...block.rows.flat()];
    default:
      return [block.children];
  }
}

/** The letters of a line without its marks. */
export function plainText(nodes: Inline[]): string {
  return nodes.map((node) => {
    switch (node.kind) {
      case "mention":
        return `@${node.handle}`;
      case "channel":
        return `#${node.name}`;
      case "emoji":
        return `:${node.name}:`;
      case "math":
        return `$${node.source}$`;
      default:
        return "children" in node ? plainText(node.children) : node.text;
    }
  }).join("");
}

/** The first address in a text that is not inside of code. */
export function firstLink(text: string): string | undefined {
  if (!/https?:\/\//.test(text)) return undefined;
  const find = (nodes: Inline[]): string | undefined => {
    for (const node of nodes) {
      const found = node.kind === "link" ? node.href : "children" in node ? find(node.children) : undefined;
      if (found) return found;
    }
  };
  for (const block of parseBlocks(text)) {
    const found = inlinesOf(block).map(find).find((each) => each !== undefined);
    if (found) return found;
  }
}

const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2})/u;

/** Only emoji, and at most six: drawn larger. */
export function isOnlyEmoji(text: string): boolean {
  if (text.length > 60) return false;
  const characters = [...GRAPHEMES.segment(text.replaceAll(/\s+/g, ""))].map(({ segment }) => segment);
  return characters.length >= 1 && characters.length <= 6 && characters.every((each) => EMOJI.test(each));
}

/** The beginning of a text without its marks, for a line of plain text. */
export function excerpt(text: string, most: number): string {
  const whole = parseBlocks(text.slice(0, 4 * most)).flatMap(inlinesOf).map(plainText).join(" ")
    .replace(/\s+/g, " ").trim();
  return whole.length > most ? `${whole.slice(0, most - 1)}…` : whole;
}
