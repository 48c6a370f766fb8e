/**
 * Does an event type fit a pattern? `*` as a segment fits one, as the last segment one or more; `**` at the end
 * fits any tail, and alone everything.
 */
export function matchesType(pattern: string, type: string): boolean {
  if (pattern === type) return true;
  if (!pattern.includes("*")) return false;
  const wanted = pattern.split(".");
  const given = type.split(".");
  for (const [index, segment] of wanted.entries()) {
    if (segment === "**") return true;
    if (given[index] === undefined) return false;
    if (segment === "*" && index === wanted.length - 1) return true;
    if (segment !== "*" && segment !== given[index]) return false;
  }
  return wanted.length === given.length;
}
