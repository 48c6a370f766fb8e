const CODE = /```[\s\S]*?(```|$)|`[^`\n]*`/g;
const MENTION = /(?<![\p{L}\p{N}_@./-])@([a-z0-9][a-z0-9._-]{0,31})(?![\p{L}\p{N}_@])/giu;

/** Handles that a text mentions, in lower case, each once, in order; those in code are left alone. */
export function mentionedHandles(text: string): string[] {
  if (!text.includes("@")) return [];
  const handles = new Set<string>();
  for (const [, handle] of text.replace(CODE, " ").matchAll(MENTION)) {
    handles.add(handle!.toLowerCase().replace(/(?<![._-])[._-]+$/, ""));
  }
  return [...handles];
}
