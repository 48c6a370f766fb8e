/** Longest name in bytes: what file systems take, with room for a mark. */
const MAX_BYTES = 200;
const MAX_ENDING_BYTES = 20;

/** Names that Windows keeps for devices. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name as a person gave it, made into one that every file system takes and that looks like what it is: no separators, no
 * control characters, nothing that turns the direction of a text or cannot be seen.
 */
export function safeFileName(name: string): string {
  const plain = name.toWellFormed().normalize("NFC")
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufffe\uffff]/gu, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}/\\:*?"<>|\ufffd]/gu, "_")
    .trim()
    .replace(/^\.+/, "_")
    .replace(/(?<![. ])[. ]+$/, "");
  const dot = plain.lastIndexOf(".");
  const ending = dot > 0 && bytes(plain.slice(dot)) <= MAX_ENDING_BYTES ? plain.slice(dot) : "";
  const stem = cut(ending === "" ? plain : plain.slice(0, dot), MAX_BYTES - bytes(ending)) || "file";
  return DEVICE.test(stem) ? `_${stem}${ending}` : stem + ending;
}

/** The same with a mark before the ending, for a name that is taken. */
export function markedFileName(name: string, mark: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? `${name.slice(0, dot)} (${mark})${name.slice(dot)}` : `${name} (${mark})`;
}

function cut(text: string, maxBytes: number): string {
  let kept = "";
  let size = 0;
  for (const char of text) {
    size += bytes(char);
    if (size > maxBytes) break;
    kept += char;
  }
  return kept.trimEnd();
}

function bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}
