/** Groups of one person that are looked at. */
const MAX_GROUPS = 500;
const MAX_GROUP = 200;

/** Names of groups as a provider or a proxy tells of them: texts of a bearable length, each once. */
export function cleanGroups(names: readonly unknown[]): string[] {
  const clean = names.map(plainText).filter((name) => name !== undefined && name.length <= MAX_GROUP) as string[];
  return [...new Set(clean)].slice(0, MAX_GROUPS);
}

/** Text without control characters and without what turns the direction of what follows. */
export function plainText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  const odd = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
  return text === "" || text.length > 254 || odd.test(text) ? undefined : text;
}
