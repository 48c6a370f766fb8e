/** What stands inside of a line of a message, as a tree. What does not close stays as it was typed. */

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "math"; source: string }
  | { kind: "bold" | "italic" | "strike"; children: Inline[] }
  | { kind: "link"; href: string; text: string }
  | { kind: "mention"; handle: string }
  | { kind: "channel"; name: string }
  | { kind: "emoji"; name: string };

/** Longest run of nested marks. */
const MAX_DEPTH = 6;

const TOKEN = new RegExp(
  [
    "(?<code>`[^`\\n]+`)",
    // As Pandoc has it: no blank inside of the signs, no letter or digit outside, so that prices stay prices.
    "(?<math>(?<![\\p{L}\\p{N}$\\\\])\\$(?=[^\\s$])[^\\n$]{1,500}(?<=[^\\s\\\\])\\$(?![\\p{L}\\p{N}$]))",
    "(?<named>\\[[^\\]\\n]{1,300}\\]\\(https?:\\/\\/[^\\s()<>]{1,2000}\\))",
    "(?<url>https?:\\/\\/[^\\s<>]{1,2000})",
    "(?<bold>\\*\\*(?=\\S)[^\\n]{1,4000}?(?<=\\S)\\*\\*)",
    "(?<strike>~~(?=\\S)[^\\n]{1,4000}?(?<=\\S)~~)",
    "(?<italic>(?<![\\p{L}\\p{N}_*])(?<mark>[*_])(?=[^\\s*_])[^\\n]{0,4000}?(?<=[^\\s*_])\\k<mark>(?![\\p{L}\\p{N}_*]))",
    "(?<emoji>(?<![\\p{L}\\p{N}:]):[a-z0-9_+-]{2,63}:(?![\\p{L}\\p{N}:]))",
    "(?<channel>(?<![\\p{L}\\p{N}_#&/])#[\\p{L}\\p{N}][\\p{L}\\p{N}_-]{0,79})",
    "(?<mention>(?<![\\p{L}\\p{N}_@./-])@[a-z0-9][a-z0-9._-]{0,31})",
  ].join("|"),
  "giu",
);

/** What stands inside of a line: marks, links, names. */
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
    if (groups.emoji) nodes.push({ kind: "emoji", name: found.slice(1, -1) });
    else if (groups.channel) nodes.push({ kind: "channel", name: found.slice(1) });
    else if (groups.math) nodes.push({ kind: "math", source: found.slice(1, -1) });
    else if (groups.code) nodes.push({ kind: "code", text: found.slice(1, -1) });
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
