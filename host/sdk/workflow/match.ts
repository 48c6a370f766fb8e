/** What `where` compares with: a JSON scalar, or several of which one must fit. */
export type WhereValue = string | number | boolean | null;
/** Paths of the event (`subject`, `data.repository.full_name`) and what must stand there. */
export type Where = Record<string, WhereValue | readonly WhereValue[]>;

/** What stands at a dotted path; undefined when there is nothing. Only own properties count. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** Do all paths hold? An empty or missing `where` always does. */
export function matchesWhere(event: unknown, where: Where | undefined): boolean {
  for (const [path, expected] of Object.entries(where ?? {})) {
    const actual = valueAt(event, path);
    const fits = Array.isArray(expected) ? expected.includes(actual as WhereValue) : actual === expected;
    if (!fits) return false;
  }
  return true;
}

/** Does an event type fit a pattern? `*` is one segment, at the end one or more; `**` at the end is any tail, also none. */
export function matchesType(type: string, pattern: string): boolean {
  const types = type.split(".");
  const parts = pattern.split(".");
  const last = parts.length - 1;
  for (const [at, part] of parts.entries()) {
    if (at === last && part === "**") return types.length >= at;
    if (at === last && part === "*") return types.length > at;
    if (part !== "*" && part !== types[at]) return false;
  }
  return types.length === parts.length;
}
