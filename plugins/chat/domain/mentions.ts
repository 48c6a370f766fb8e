const CODE = /```[\s\S]*?(```|$)|`[^`\n]*`/g;
const MENTION = /(?<![\p{L}\p{N}_@./-])@([a-z0-9][a-z0-9._-]{0,31})(?![\p{L}\p{N}_@])/giu;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}_'-]*/gu;

/** Most names of one text that are looked at: a text that lists thousands calls nobody further. */
const MAX_HANDLES = 200;
/** Names that call many at once. */
const BROADCASTS = ["channel", "everyone", "all", "here"];

/** Handles that a text mentions, in lower case, each once, in order; those in code are left alone. */
export function mentionedHandles(text: string): string[] {
  return namesIn(text).filter((name) => !BROADCASTS.includes(name));
}

/** Whether a text calls everybody in the channel, or everybody who is there. */
export function broadcastOf(text: string): "channel" | "here" | null {
  const names = namesIn(text);
  if (names.some((name) => name !== "here" && BROADCASTS.includes(name))) return "channel";
  return names.includes("here") ? "here" : null;
}

/** Words of a text in lower case, each once, for keywords; those in code too. */
export function wordsOf(text: string): string[] {
  return [...new Set(Array.from(text.toLowerCase().matchAll(WORD), ([word]) => word))].slice(0, 2_000);
}

function namesIn(text: string): string[] {
  if (!text.includes("@")) return [];
  const handles = new Set<string>();
  for (const [, handle] of text.replace(CODE, " ").matchAll(MENTION)) {
    handles.add(handle!.toLowerCase().replace(/(?<![._-])[._-]+$/, ""));
    if (handles.size >= MAX_HANDLES) break;
  }
  return [...handles];
}
