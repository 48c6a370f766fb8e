import { type Inline, parseInline } from "./inline.ts";

/** A text of Markdown as a tree. It is drawn as elements, never as markup, so nothing in it can become more than text. */
export type Block =
  | { kind: "heading"; level: number; children: Inline[] }
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "list"; ordered: boolean; items: { depth: number; children: Inline[] }[] }
  | { kind: "code"; language: string; code: string }
  | { kind: "quote"; children: Inline[] }
  | { kind: "table"; header: Inline[][]; rows: Inline[][][] }
  | { kind: "rule" };

/** More than this is cut; the host sends no more either. */
const MAX_CHARS = 65_536;

const HEADING = /^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$/;
const FENCE = /^ {0,3}(```+|~~~+)\s*([\w+#.-]*)/;
const BULLET = /^(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(.*)$/;
const QUOTE = /^ {0,3}>\s?/;
const RULE = /^ {0,3}(?:-\s*){3,}$|^ {0,3}(?:\*\s*){3,}$|^ {0,3}(?:_\s*){3,}$/;
const DIVIDER = /^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?$/;

export function parseMarkdown(text: string): Block[] {
  const lines = text.slice(0, MAX_CHARS).replace(/\r\n?/g, "\n").split("\n").map((line) => line.slice(0, 8_000));
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) at = blockAt(lines, at, blocks);
  return blocks;
}

/** Reads the block that begins at a line; answers the line after it. */
function blockAt(lines: string[], at: number, blocks: Block[]): number {
  const line = lines[at]!;
  if (line.trim() === "") return at + 1;
  const fence = FENCE.exec(line);
  if (fence) return codeAt(lines, at, { fence: fence[1]!, language: fence[2]! }, blocks);
  const heading = HEADING.exec(line);
  if (heading) {
    blocks.push({ kind: "heading", level: heading[1]!.length, children: parseInline(heading[2]!) });
    return at + 1;
  }
  if (RULE.test(line)) {
    blocks.push({ kind: "rule" });
    return at + 1;
  }
  if (QUOTE.test(line)) return quoteAt(lines, at, blocks);
  if (BULLET.test(line)) return listAt(lines, at, blocks);
  if (line.includes("|") && DIVIDER.test((lines[at + 1] ?? "").trim()) && lines[at + 1]!.includes("-")) {
    return tableAt(lines, at, blocks);
  }
  return paragraphAt(lines, at, blocks);
}

function codeAt(
  lines: string[],
  at: number,
  { fence, language }: { fence: string; language: string },
  blocks: Block[],
): number {
  let end = at + 1;
  while (end < lines.length && !lines[end]!.trimStart().startsWith(fence)) end++;
  blocks.push({ kind: "code", language, code: lines.slice(at + 1, end).join("\n") });
  return end + 1;
}

function quoteAt(lines: string[], at: number, blocks: Block[]): number {
  let end = at;
  while (end < lines.length && QUOTE.test(lines[end]!)) end++;
  const text = lines.slice(at, end).map((line) => line.replace(QUOTE, "")).join("\n").trim();
  blocks.push({ kind: "quote", children: parseInline(text) });
  return end;
}

function listAt(lines: string[], at: number, blocks: Block[]): number {
  const items: { depth: number; text: string }[] = [];
  const ordered = BULLET.exec(lines[at]!)![2] !== undefined;
  let end = at;
  for (; end < lines.length; end++) {
    const line = lines[end]!;
    const bullet = BULLET.exec(line);
    if (bullet) {
      const depth = Math.min(3, Math.floor(bullet[1]!.replace(/\t/g, "  ").length / 2));
      if (depth === 0 && items.length > 0 && (bullet[2] !== undefined) !== ordered) break;
      items.push({ depth, text: bullet[3]! });
    } else if (/^\s+\S/.test(line) && items.length > 0) items.at(-1)!.text += ` ${line.trim()}`;
    else if (line.trim() === "" && BULLET.test(lines[end + 1] ?? "")) continue;
    else break;
  }
  blocks.push({
    kind: "list",
    ordered,
    items: items.map(({ depth, text }) => ({ depth, children: parseInline(text) })),
  });
  return end;
}

function tableAt(lines: string[], at: number, blocks: Block[]): number {
  const header = cellsOf(lines[at]!);
  const rows: Inline[][][] = [];
  let end = at + 2;
  for (; end < lines.length && lines[end]!.includes("|"); end++) {
    const cells = cellsOf(lines[end]!);
    rows.push(header.map((_, index) => cells[index] ?? []));
  }
  blocks.push({ kind: "table", header, rows });
  return end;
}

function cellsOf(line: string): Inline[][] {
  const cells = line.trim().replace(/^\|/, "").replace(/\|$/, "").split("|");
  return cells.slice(0, 12).map((cell) => parseInline(cell.trim()));
}

function paragraphAt(lines: string[], at: number, blocks: Block[]): number {
  let end = at + 1;
  while (end < lines.length && !beginsAnother(lines[end]!)) end++;
  // Two spaces at the end break a line; a plain line end does not.
  const text = lines.slice(at, end).map((line) => line.endsWith("  ") ? `${line.trim()}\n` : `${line.trim()} `).join(
    "",
  );
  blocks.push({ kind: "paragraph", children: parseInline(text.trim()) });
  return end;
}

function beginsAnother(line: string): boolean {
  return line.trim() === "" || FENCE.test(line) || HEADING.test(line) || QUOTE.test(line) || BULLET.test(line) ||
    RULE.test(line);
}
