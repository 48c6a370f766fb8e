/** A JSON Schema, or part of one. */
export type Schema = Record<string, unknown>;

/** Ways in which one schema speaks of the same value as another. */
export const COMBINED = ["allOf", "anyOf", "oneOf"];
const CONDITIONAL = ["if", "then", "else"];

/**
 * All schemas that speak of the value at one place: those given, and what they refer to and combine. References that
 * lead outside of the document are not followed.
 */
export function schemasAt(root: Schema, given: readonly unknown[]): Schema[] {
  const found = new Set<Schema>();
  const open = [...given];
  for (let next = open.pop(); open.length > 0 || next !== undefined; next = open.pop()) {
    if (!isSchema(next) || found.has(next)) continue;
    found.add(next);
    if (typeof next.$ref === "string") open.push(referred(root, next.$ref));
    for (const name of COMBINED) if (Array.isArray(next[name])) open.push(...next[name]);
    for (const name of CONDITIONAL) if (name in next) open.push(next[name]);
  }
  return [...found];
}

/** What they say of one property of the value. */
export function propertyIn(schemas: readonly Schema[], name: string): unknown[] {
  return schemas.flatMap(({ properties }) =>
    isSchema(properties) && Object.hasOwn(properties, name) ? [properties[name]] : []
  );
}

/** Does any part of this schema mark a secret? */
export function marksSecret(root: Schema, given: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  const open: unknown[] = [...given];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    const { writeOnly, $ref } = next as Schema;
    if (writeOnly === true) return true;
    if (typeof $ref === "string") open.push(referred(root, $ref));
    open.push(...Object.values(next));
  }
  return false;
}

/** Objects and lists in it, and how deep they lie in each other; counting ends at `most`. */
export function sizeOf(schema: unknown, most: number): { nodes: number; depth: number } {
  let nodes = 0;
  let depth = 0;
  const open: [unknown, number][] = [[schema, 1]];
  while (open.length > 0 && nodes <= most) {
    const [next, level] = open.pop()!;
    if (typeof next !== "object" || next === null) continue;
    nodes++;
    depth = Math.max(depth, level);
    for (const inner of Object.values(next)) open.push([inner, level + 1]);
  }
  return { nodes, depth };
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What `#/$defs/name` points at; undefined when it points nowhere or out of the document. */
function referred(root: Schema, reference: string): unknown {
  if (!reference.startsWith("#")) return undefined;
  let at: unknown = root;
  for (const step of reference.slice(1).split("/").slice(1)) {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Schema)[name];
  }
  return at;
}
