/** Names of methods, or patterns of them: `*` stands for one part of a name, `**` at the end for all that is left of it. */
export const METHOD_PATTERN = /^(?:[A-Za-z0-9_-]+|\*)(?:\.(?:[A-Za-z0-9_-]+|\*))*(?:\.\*\*)?$|^\*\*$/;

/** Does the method fit one of the patterns? */
export function inScope(patterns: readonly string[], method: string): boolean {
  const name = method.split(".");
  return patterns.some((pattern) => fits(pattern.split("."), name));
}

function fits(pattern: string[], name: string[]): boolean {
  const open = pattern.at(-1) === "**";
  const fixed = open ? pattern.slice(0, -1) : pattern;
  if (open ? name.length <= fixed.length : name.length !== fixed.length) return false;
  return fixed.every((part, index) => part === "*" || part === name[index]);
}
