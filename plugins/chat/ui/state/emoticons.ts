/** Signs that stand for an emoji, as they are typed. */
const SIGNS: Record<string, string> = {
  ":)": "🙂",
  ":-)": "🙂",
  ":(": "🙁",
  ":-(": "🙁",
  ";)": "😉",
  ";-)": "😉",
  ":D": "😄",
  ":-D": "😄",
  ":P": "😛",
  ":-P": "😛",
  ":O": "😮",
  ":'(": "😢",
  "<3": "❤️",
  "</3": "💔",
};

const PATTERN = new RegExp(
  `(?<=^|\\s)(?:${
    Object.keys(SIGNS).sort((a, b) => b.length - a.length).map((sign) => sign.replace(/[()|]/g, "\\$&")).join("|")
  })(?=$|\\s)`,
  "g",
);

/** Puts emoji in the place of signs that stand alone; what is code stays as it is. */
export function withEmoji(text: string): string {
  // Every second part is code.
  return text.split(/(```[\s\S]*?(?:```|$)|`[^`\n]+`)/)
    .map((part, index) => index % 2 === 1 ? part : part.replace(PATTERN, (sign) => SIGNS[sign]!)).join("");
}
