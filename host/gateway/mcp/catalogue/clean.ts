/**
 * Characters that a person who reads along does not see, or sees in another order than the model does: controls, marks of
 * direction, zero-width ones, and the tag characters in which whole sentences can be hidden.
 */
const HIDDEN =
  // deno-lint-ignore no-control-regex -- they are what is looked for
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;

/** A text of a plugin as it is shown to a model: without what is hidden, and no longer than `max` characters. */
export function clean(text: unknown, max: number): string {
  if (typeof text !== "string") return "";
  const shown = text.slice(0, 4 * max).replace(HIDDEN, "").trim();
  return shown.length <= max ? shown : `${shown.slice(0, max - 1).trimEnd()}…`;
}
