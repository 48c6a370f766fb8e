import { clean } from "./clean.ts";

export type Schema = Record<string, unknown>;

/** Parts of a schema that are shown; of a larger one only the names and types of the params are. */
const MAX_NODES = 1_000;
const MAX_DEPTH = 24;
const MAX_DESCRIPTION = 1_000;
/** Members of a schema that say something to people or to other tools only. */
const DROPPED: ReadonlySet<string> = new Set(["$schema", "$id", "$defs", "definitions", "$comment", "$anchor", "$ref"]);
/** Members that hold schemas by name; a property may be called "description". */
const BY_NAME: ReadonlySet<string> = new Set(["properties", "patternProperties", "dependentSchemas"]);
/** Members that hold values, which are passed on as they are. */
const VALUES: ReadonlySet<string> = new Set(["const", "enum", "default", "examples", "required"]);

class TooLarge extends Error {}

/**
 * A method's schema as models' APIs take it: one object with `properties`, references resolved, nothing outside of it
 * needed. Alternatives at the top are merged, since those APIs refuse them; the call itself is judged by the full schema.
 */
export function inputSchema(schema: Schema): Schema & { type: "object" } {
  return asObject(schema, false);
}

/** Of a result that is an object; undefined for all others. Members that it does not name are allowed. */
export function outputSchema(schema: Schema): (Schema & { type: "object" }) | undefined {
  const target = follow(schema, schema);
  return target?.type === "object" ? asObject(schema, true) : undefined;
}

function asObject(root: Schema, open: boolean): Schema & { type: "object" } {
  try {
    const copy = new Inliner(root, open).schema(root, 0, []);
    return sound(merged(isSchema(copy) ? copy : {}));
  } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return outline(root);
  }
}

/** Copies a schema with its references in place. */
class Inliner {
  #nodes = 0;

  /** `open`: objects may have members that are not named. */
  constructor(private readonly root: Schema, private readonly open: boolean) {}

  schema(schema: unknown, depth: number, within: readonly string[]): unknown {
    if (!isSchema(schema)) return typeof schema === "boolean" ? schema : {};
    if (++this.#nodes > MAX_NODES || depth > MAX_DEPTH) throw new TooLarge();
    const copy = new Map<string, unknown>();
    const reference = schema.$ref;
    if (typeof reference === "string") {
      const target = resolve(this.root, reference);
      // A reference into itself ends here: below it anything goes, as far as the model is told.
      if (target !== undefined && !within.includes(reference)) {
        const inner = this.schema(target, depth + 1, [...within, reference]);
        for (const [key, value] of Object.entries(isSchema(inner) ? inner : {})) copy.set(key, value);
      }
    }
    for (const [key, value] of Object.entries(schema)) {
      if (key === "type" && !isTypeName(value)) continue;
      if (DROPPED.has(key) || (this.open && key === "additionalProperties" && value === false)) continue;
      copy.set(key, this.#member(key, value, depth, within));
    }
    return Object.fromEntries(copy);
  }

  #member(key: string, value: unknown, depth: number, within: readonly string[]): unknown {
    if (key === "description" || key === "title") return clean(value, MAX_DESCRIPTION);
    if (VALUES.has(key) || typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((one) => this.schema(one, depth + 1, within));
    if (!BY_NAME.has(key)) return this.schema(value, depth + 1, within);
    const named = Object.entries(value).map(([name, inner]) => [name, this.schema(inner, depth + 1, within)]);
    return Object.fromEntries(named);
  }
}

/** Puts alternatives at the top together: what one of them names may be given, what all of them need must be. */
function merged(schema: Schema): Schema & { type: "object" } {
  const { anyOf, oneOf, allOf, ...rest } = schema;
  const either = [anyOf, oneOf].flatMap((list) => Array.isArray(list) ? list : []).filter(isSchema).map(merged);
  const all = (Array.isArray(allOf) ? allOf : []).filter(isSchema).map(merged);
  if (either.length === 0 && all.length === 0) return { ...rest, type: "object", properties: propertiesOf(rest) };
  const properties = Object.fromEntries([...either, ...all, rest].flatMap((one) => Object.entries(propertiesOf(one))));
  const needed = new Set([rest, ...all].flatMap(requiredOf));
  for (const name of either.length === 0 ? [] : requiredOf(either[0]!)) {
    if (either.every((one) => requiredOf(one).includes(name))) needed.add(name);
  }
  const { additionalProperties: _, ...kept } = rest;
  return { ...kept, type: "object", properties, ...(needed.size > 0 ? { required: [...needed] } : {}) };
}

/** Clients refuse the whole list for one tool whose schema has not this form. */
function sound(schema: Schema & { type: "object" }): Schema & { type: "object" } {
  const { required: _, ...rest } = schema;
  const properties = Object.entries(propertiesOf(schema)).map(([name, property]) => [
    name,
    isSchema(property) ? property : {},
  ]);
  const required = requiredOf(schema);
  return { ...rest, properties: Object.fromEntries(properties), ...(required.length > 0 ? { required } : {}) };
}

/** What is left of a schema that is too large to be shown. */
function outline(root: Schema): Schema & { type: "object" } {
  const top = follow(root, root) ?? {};
  const properties = Object.entries(propertiesOf(top)).slice(0, 100).map(([name, property]) => {
    const target = follow(root, property) ?? {};
    return [name, {
      ...(typeof target.type === "string" ? { type: target.type } : {}),
      ...(typeof target.description === "string" ? { description: clean(target.description, 200) } : {}),
    }];
  });
  return { type: "object", properties: Object.fromEntries(properties), required: requiredOf(top).slice(0, 100) };
}

/** The schema that a chain of references ends in. */
function follow(root: Schema, schema: unknown): Schema | undefined {
  let target: unknown = schema;
  for (let steps = 0; isSchema(target) && typeof target.$ref === "string"; steps++) {
    if (steps > MAX_DEPTH) return undefined;
    target = resolve(root, target.$ref);
  }
  return isSchema(target) ? target : undefined;
}

/** What a reference within the document points at; those to elsewhere are never fetched. */
export function resolve(root: unknown, reference: string): unknown {
  if (reference === "#") return root;
  if (!reference.startsWith("#/")) return undefined;
  let target: unknown = root;
  for (const step of reference.slice(2).split("/")) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof target !== "object" || target === null || !Object.hasOwn(target, key)) return undefined;
    target = (target as Record<string, unknown>)[key];
  }
  return target;
}

function isTypeName(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
}

function propertiesOf(schema: Schema): Schema {
  return isSchema(schema.properties) ? schema.properties : {};
}

function requiredOf(schema: Schema): string[] {
  return Array.isArray(schema.required) ? schema.required.filter((name) => typeof name === "string") : [];
}

/** Is it an object schema (and not `true`, `false` or something else)? */
export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
