/** What was typed as an emoji's name can be. */
export function emojiName(typed: string): string {
  return typed.toLowerCase().replaceAll(/[\s.]+/g, "_").replaceAll(/[^a-z0-9_+-]/g, "").replace(/^[_+-]+/, "");
}
