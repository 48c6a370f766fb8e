/** Does an event type fit a pattern? `*` as a segment fits one, as the last segment one or more; `*` alone fits all. */
export function matchesType(pattern: string, type: string): boolean {
  if (pattern === type || pattern === "*") return true;
  if (!pattern.includes("*")) return false;
  const wanted = pattern.split(".");
  const given = type.split(".");
  for (const [index, segment] of wanted.entries()) {
    const last = index === wanted.length - 1;
    if (given[index] === undefined) return false;
    if (segment === "*" && last) return true;
    if (segment !== "*" && segment !== given[index]) return false;
  }
  return wanted.length === given.length;
}
