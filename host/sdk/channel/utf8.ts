const loose = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * The text of UTF-8 bytes; throws TypeError where they are none. A decoder that must not let faults pass takes six times as long
 * as one that puts a mark in their place, so bytes with that mark alone are looked at by both.
 */
export function textOf(bytes: Uint8Array): string {
  const text = loose.decode(bytes);
  return text.includes("\ufffd") ? strict.decode(bytes) : text;
}
