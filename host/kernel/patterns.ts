/**
 * Compiles a pattern over dotted names: `*` is one segment, `**` (and `*` as the last segment) one or more.
 * Used for methods (`other.thing.*`) and event types alike.
 */
export function namePattern(pattern: string): (name: string) => boolean {
  if (!pattern.includes("*")) return (name) => name === pattern;
  const segments = pattern.split(".");
  const expression = segments.map((segment, index) => {
    if (segment === "**" || (segment === "*" && index === segments.length - 1)) return "[^.]+(?:\\.[^.]+)*";
    return segment === "*" ? "[^.]+" : segment.replace(/[^A-Za-z0-9_]/g, "\\$&");
  }).join("\\.");
  const compiled = new RegExp(`^${expression}$`);
  return (name) => compiled.test(name);
}

/** Does everything that `inner` matches lie within `outer`? Judged by sample names, so for a warning only. */
export function covers(outer: string, inner: string): boolean {
  const matches = namePattern(outer);
  const sample = (tail: string) =>
    inner.split(".").map((segment, index, all) => {
      if (segment === "**" || (segment === "*" && index === all.length - 1)) return tail;
      return segment === "*" ? "x" : segment;
    }).join(".");
  return matches(sample("x")) && matches(sample("x.y.z"));
}
