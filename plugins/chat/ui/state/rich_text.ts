/**
 * The text of a message as a tree: code, bold, italic, strike, links, mentions, quotes. It is drawn as elements,
 * never as markup, so nothing in a message can become more than text. What does not close stays as it was typed.
 */

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "bold" | "italic" | "strike"; children: Inline[] }
  | { kind: "link"; href: string; text: string }
  | { kind: "mention"; handle: string };

export type Block =
  | { kind: "paragraph"; children: Inline[] }
  | { kind: "quote"; children: Inline[] }
  | { kind: "code"; language: string; code: string };

/** Longest run of nested marks. */
const MAX_DEPTH = 6;

/** Splits a text into blocks: fenced code, quotes, and the rest with its line breaks. */
export function parseBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const fence = /^```([^\n`]*)\n([\s\S]*?)\n?```[ \t]*$/gm;
  let from = 0;
  for (const match of text.matchAll(fence)) {
    pushLines(text.slice(from, match.index), blocks);
    blocks.push({ kind: "code", language: match[1]!.trim(), code: match[2]! });
    from = match.index + match[0].length;
  }
  pushLines(text.slice(from), blocks);
  return blocks;
}

function pushLines(text: string, blocks: Block[]): void {
  const trimmed = text.replace(/^\n+|\n+$/g, "");
  if (!trimmed) return;
  let lines: string[] = [];
  let quoted = false;
  const flush = () => {
    if (lines.length > 0) {
      blocks.push({ kind: quoted ? "quote" : "paragraph", children: parseInline(lines.join("\n")) });
    }
    lines = [];
  };
  for (const line of trimmed.split("\n")) {
    const isQuote = /^>\s?/.test(line);
    if (isQuote !== quoted) {
      flush();
      quoted = isQuote;
    }
    lines.push(isQuote ? line.replace(/^>\s?/, "") : line);
  }
  flush();
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
    const found = "children" in block ? find(block.children) : undefined;
    if (found) return found;
  }
}

const TOKEN = new RegExp(
  [
    "(?<code>`[^`\\n]+`)",
    "(?<named>\\[[^\\]\\n]{1,300}\\]\\(https?:\\/\\/[^\\s()<>]{1,2000}\\))",
    "(?<url>https?:\\/\\/[^\\s<>]{1,2000})",
    "(?<bold>\\*\\*(?=\\S)[^\\n]{1,4000}?(?<=\\S)\\*\\*)",
    "(?<strike>~~(?=\\S)[^\\n]{1,4000}?(?<=\\S)~~)",
    "(?<italic>(?<![\\p{L}\\p{N}_*])(?<mark>[*_])(?=[^\\s*_])[^\\n]{0,4000}?(?<=[^\\s*_])\\k<mark>(?![\\p{L}\\p{N}_*]))",
    "(?<mention>(?<![\\p{L}\\p{N}_@./-])@[a-z0-9][a-z0-9._-]{0,31})",
  ].join("|"),
  "giu",
);

export function parseInline(text: string, depth = 0): Inline[] {
  const nodes: Inline[] = [];
  let from = 0;
  const plain = (until: number) => {
    if (until > from) nodes.push({ kind: "text", text: text.slice(from, until) });
  };
  for (const match of text.matchAll(TOKEN)) {
    const groups = match.groups!;
    const found = match[0];
    let end = match.index + found.length;
    plain(match.index);
    if (groups.code) nodes.push({ kind: "code", text: found.slice(1, -1) });
    else if (groups.named) {
      const split = found.indexOf("](");
      nodes.push({ kind: "link", text: found.slice(1, split), href: found.slice(split + 2, -1) });
    } else if (groups.url) {
      const href = trimUrl(found);
      end = match.index + href.length;
      nodes.push({ kind: "link", text: href, href });
      if (href.length < found.length) nodes.push({ kind: "text", text: found.slice(href.length) });
      end = match.index + found.length;
    } else if (groups.mention) {
      const handle = found.slice(1).replace(/(?<![._-])[._-]+$/, "");
      nodes.push({ kind: "mention", handle });
      const rest = found.slice(1 + handle.length);
      if (rest) nodes.push({ kind: "text", text: rest });
    } else {
      const kind = groups.bold ? "bold" : groups.strike ? "strike" : "italic";
      const width = kind === "italic" ? 1 : 2;
      const inner = found.slice(width, -width);
      nodes.push({
        kind,
        children: depth < MAX_DEPTH ? parseInline(inner, depth + 1) : [{ kind: "text", text: inner }],
      });
    }
    from = end;
  }
  plain(text.length);
  return nodes;
}

/** A full stop or a closing bracket behind an address belongs to the sentence. */
function trimUrl(url: string): string {
  let end = url.length;
  while (end > 0) {
    const last = url[end - 1]!;
    if (/[.,;:!?'"*_~]/.test(last)) end--;
    else if (last === ")" && !url.slice(0, end).includes("(")) end--;
    else break;
  }
  return url.slice(0, end);
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
  const plain = (nodes: Inline[]): string =>
    nodes.map((node) =>
      node.kind === "mention" ? `@${node.handle}` : "children" in node ? plain(node.children) : node.text
    ).join("");
  const whole = parseBlocks(text.slice(0, 4 * most)).map((block) =>
    "children" in block ? plain(block.children) : block.code
  )
    .join(" ").replace(/\s+/g, " ").trim();
  return whole.length > most ? `${whole.slice(0, most - 1)}…` : whole;
}
