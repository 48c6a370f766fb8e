/** Text within a line: marks, code and links. What does not close stays as it was typed. */
export type Inline =
  | { kind: "text" | "code"; text: string }
  | { kind: "bold" | "italic" | "strike"; children: Inline[] }
  | { kind: "link"; href: string; children: Inline[] };

/** Deepest nesting of marks; deeper ones stay text. */
const MAX_DEPTH = 4;
/** Longest label of a link and longest address. */
const LINK_CHARS = 300;
const HREF_CHARS = 2_000;

const MARKS: [mark: string, kind: "bold" | "italic" | "strike"][] = [
  ["**", "bold"],
  ["__", "bold"],
  ["~~", "strike"],
  ["*", "italic"],
  ["_", "italic"],
];

/**
 * Reads by hand and not by regular expression: the text comes from strangers, and each mark that never closes is
 * looked for once only, so that the time grows with the length alone.
 */
export function parseInline(text: string, depth = 0): Inline[] {
  const nodes: Inline[] = [];
  const neverCloses = new Set<string>();
  let plain = "";
  let at = 0;
  const push = (node: Inline, end: number) => {
    if (plain) nodes.push({ kind: "text", text: plain });
    plain = "";
    nodes.push(node);
    at = end;
  };
  while (at < text.length) {
    const char = text[at]!;
    if (char === "\\" && /[\\`*_~[\]()#!>|.-]/.test(text[at + 1] ?? "")) {
      plain += text[at + 1];
      at += 2;
      continue;
    }
    const found = depth < MAX_DEPTH ? nodeAt(text, at, { depth, neverCloses }) : undefined;
    if (found) push(found.node, found.end);
    else {
      plain += char;
      at++;
    }
  }
  if (plain) nodes.push({ kind: "text", text: plain });
  return nodes;
}

interface Place {
  depth: number;
  neverCloses: Set<string>;
}

function nodeAt(text: string, at: number, place: Place): { node: Inline; end: number } | undefined {
  const char = text[at]!;
  if (char === "`") return codeAt(text, at, place);
  if (char === "!" && text[at + 1] === "[") {
    // Nothing is fetched for a stranger's text: of a picture only its words are shown.
    const link = linkAt(text, at + 1, place);
    return link && { node: { kind: "text", text: `[${plainOf(link.node)}]` }, end: link.end };
  }
  if (char === "[") return linkAt(text, at, place);
  if (char === "<") return addressAt(text, at);
  if (char === "h" && /^https?:\/\//.test(text.slice(at, at + 8)) && !/[\w/]/.test(text[at - 1] ?? "")) {
    return urlAt(text, at);
  }
  if (char === "*" || char === "_" || char === "~") return markAt(text, at, place);
  return undefined;
}

function codeAt(text: string, at: number, { neverCloses }: Place) {
  let width = 1;
  while (text[at + width] === "`") width++;
  const fence = "`".repeat(width);
  if (neverCloses.has(fence)) return undefined;
  const end = text.indexOf(fence, at + width);
  if (end < 0) {
    neverCloses.add(fence);
    return undefined;
  }
  const code = text.slice(at + width, end);
  return { node: { kind: "code", text: code.trim() || code } as Inline, end: end + width };
}

function markAt(text: string, at: number, { depth, neverCloses }: Place) {
  for (const [mark, kind] of MARKS) {
    if (!text.startsWith(mark, at) || neverCloses.has(mark)) continue;
    const from = at + mark.length;
    // snake_case is no emphasis, and a mark before a space opens nothing.
    if (!/\S/.test(text[from] ?? "") || (mark[0] === "_" && /\w/.test(text[at - 1] ?? ""))) continue;
    const end = closing(text, from, mark);
    if (end < 0) {
      neverCloses.add(mark);
      continue;
    }
    if (end === from) continue;
    return {
      node: { kind, children: parseInline(text.slice(from, end), depth + 1) } as Inline,
      end: end + mark.length,
    };
  }
  return undefined;
}

function closing(text: string, from: number, mark: string): number {
  for (let end = text.indexOf(mark, from + 1); end >= 0; end = text.indexOf(mark, end + 1)) {
    if (/\s/.test(text[end - 1]!)) continue;
    if (mark[0] === "_" && /\w/.test(text[end + mark.length] ?? "")) continue;
    if (mark.length === 1 && text[end + 1] === mark) {
      end++;
      continue;
    }
    return end;
  }
  return -1;
}

function linkAt(text: string, at: number, { depth }: Place): { node: Inline; end: number } | undefined {
  const label = text.slice(at + 1, at + 1 + LINK_CHARS);
  const split = label.indexOf("](");
  if (split < 0 || label.slice(0, split).includes("[")) return undefined;
  const from = at + split + 3;
  const length = text.slice(from, from + HREF_CHARS).search(/[\s)]/);
  if (length < 0 || text[from + length] !== ")") return undefined;
  const href = text.slice(from, from + length);
  const end = from + length + 1;
  const children = parseInline(label.slice(0, split), depth + 1);
  // An address within the package, or of another kind, leads nowhere from here.
  if (!/^https?:\/\/\S/i.test(href)) return { node: { kind: "text", text: label.slice(0, split) }, end };
  return { node: { kind: "link", href, children }, end };
}

function addressAt(text: string, at: number) {
  const match = /^<(https?:\/\/[^\s<>]{1,2000})>/.exec(text.slice(at, at + HREF_CHARS + 2));
  if (!match) return undefined;
  return { node: linkTo(match[1]!), end: at + match[0].length };
}

function urlAt(text: string, at: number) {
  const match = /^https?:\/\/[^\s<>`]{1,2000}/.exec(text.slice(at, at + HREF_CHARS + 8));
  if (!match) return undefined;
  const href = trimEnd(match[0]);
  return { node: linkTo(href), end: at + href.length };
}

/** A full stop or a bracket behind an address belongs to the sentence. */
function trimEnd(url: string): string {
  let end = url.length;
  while (end > 0 && (/[.,;:!?'"*_~\]]/.test(url[end - 1]!) || (url[end - 1] === ")" && !url.includes("(")))) end--;
  return url.slice(0, end);
}

function linkTo(href: string): Inline {
  return { kind: "link", href, children: [{ kind: "text", text: href }] };
}

/** The letters of a node without its marks. */
export function plainOf(node: Inline): string {
  return "text" in node ? node.text : node.children.map(plainOf).join("");
}
