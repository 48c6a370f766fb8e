/** What somebody is typing the name of: a person, a channel, an emoji, a snippet, a command. */
export interface Token {
  kind: "person" | "channel" | "emoji" | "snippet" | "command";
  /** Without its sign. */
  prefix: string;
  /** Where it begins in the text, sign included, and where it ends. */
  from: number;
  to: number;
}

const SIGNS: Record<string, Token["kind"]> = { "@": "person", "#": "channel", ":": "emoji", ";": "snippet" };
const WORD = /(?:^|[\s(])([@#:;])([\p{L}\p{N}_.+-]{0,40})$/u;
const COMMAND = /^\/([a-z0-9_-]{0,32})$/i;

/** The name that ends at the caret; undefined when none does, or inside of code. */
export function tokenAt(text: string, caret: number): Token | undefined {
  const before = text.slice(0, caret);
  const command = COMMAND.exec(before);
  if (command) return { kind: "command", prefix: command[1]!.toLowerCase(), from: 0, to: caret };
  const match = WORD.exec(before.slice(-64));
  if (!match || inCode(before)) return undefined;
  const [, sign = "", prefix = ""] = match;
  // A semicolon alone is one, and so is a colon, of which two letters make a name.
  if (sign === ";" && prefix === "") return undefined;
  if (sign === ":" && prefix.length < 2) return undefined;
  return { kind: SIGNS[sign]!, prefix: prefix.toLowerCase(), from: caret - prefix.length - 1, to: caret };
}

/** The text with the chosen name in place of what was typed, and where the caret stands then. */
export function completed(text: string, token: Token, name: string): { text: string; caret: number } {
  const rest = text.slice(token.to);
  const put = /^\s/.test(rest) ? name : `${name} `;
  const caret = token.from + name.length + 1;
  return { text: text.slice(0, token.from) + put + rest, caret };
}

function inCode(text: string): boolean {
  const fences = text.split("```").length - 1;
  if (fences % 2 === 1) return true;
  const line = text.slice(text.lastIndexOf("\n") + 1);
  return (line.split("`").length - 1) % 2 === 1;
}

/** Puts marks about what is chosen, or takes them away when they are there. */
export function toggledMark(
  text: string,
  selection: { from: number; to: number },
  mark: string,
): { text: string; from: number; to: number } {
  const { from, to } = selection;
  const width = mark.length;
  if (text.slice(from - width, from) === mark && text.slice(to, to + width) === mark) {
    return {
      text: text.slice(0, from - width) + text.slice(from, to) + text.slice(to + width),
      from: from - width,
      to: to - width,
    };
  }
  return {
    text: text.slice(0, from) + mark + text.slice(from, to) + mark + text.slice(to),
    from: from + width,
    to: to + width,
  };
}
