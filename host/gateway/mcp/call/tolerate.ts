import { isSchema, resolve, type Schema } from "../catalogue/tool_schema.ts";

type JsonType = "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";

/** References followed into each other for one value. */
const MAX_REFERENCES = 32;
/** Levels of a value that are looked at. */
const MAX_DEPTH = 64;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d{1,3})?$/;

/**
 * Arguments as models really send them, made into what the schema asks for where there is only one thing they can mean:
 * numbers, booleans, lists and objects that came as text, numbers where a text is wanted, `null` for what may be left out.
 * What fits is never changed, and neither is what could mean two things.
 */
export function tolerate(schema: unknown, value: unknown): unknown {
  return new Tolerance(schema).value(schema, value, 0);
}

class Tolerance {
  constructor(private readonly root: unknown) {}

  value(schema: unknown, given: unknown, depth: number): unknown {
    if (depth > MAX_DEPTH) return given;
    let value = given;
    for (const part of this.#parts(schema)) value = this.#inside(part, this.#convert(part, value), depth);
    return value;
  }

  /** The schemas that all count for a value: the one itself, what it refers to, all of `allOf`, and an only alternative. */
  #parts(schema: unknown): Schema[] {
    const parts: Schema[] = [];
    const open = [schema];
    for (let one = open.pop(); one !== undefined && parts.length < MAX_REFERENCES; one = open.pop()) {
      if (!isSchema(one)) continue;
      parts.push(one);
      if (typeof one.$ref === "string") open.push(resolve(this.root, one.$ref));
      if (Array.isArray(one.allOf)) open.push(...one.allOf);
    }
    return parts;
  }

  #convert(schema: Schema, value: unknown): unknown {
    const allowed = this.#typesOf(schema, 0);
    if (!allowed || fits(value, allowed)) return value;
    const readings: unknown[] = [];
    if (typeof value === "string") {
      const text = value.trim();
      if (allowed.has("number") || allowed.has("integer")) {
        const number = NUMBER.test(text) ? Number(text) : NaN;
        if (
          Number.isFinite(number) && fits(number, allowed) && (!/^-?\d+$/.test(text) || Number.isSafeInteger(number))
        ) {
          readings.push(number);
        }
      }
      if (allowed.has("boolean") && /^(true|false)$/i.test(text)) readings.push(text.toLowerCase() === "true");
      if (/^[[{]/.test(text) && (allowed.has("array") || allowed.has("object"))) {
        const parsed = parseJson(text);
        if (parsed !== undefined && fits(parsed, allowed)) readings.push(parsed);
      }
    } else if (allowed.has("string") && (typeof value === "number" || typeof value === "boolean")) {
      readings.push(String(value));
    }
    return readings.length === 1 ? readings[0] : value;
  }

  #inside(schema: Schema, value: unknown, depth: number): unknown {
    if (Array.isArray(value)) return this.#items(this.#only(schema, "array"), value, depth);
    if (isSchema(value)) return this.#members(this.#only(schema, "object"), value, depth);
    return value;
  }

  #items(schemas: Schema[], given: unknown[], depth: number): unknown[] {
    let list = given;
    for (const schema of schemas) {
      const first = Array.isArray(schema.prefixItems) ? schema.prefixItems : [];
      list = list.map((item, index) => this.value(first[index] ?? schema.items, item, depth + 1));
    }
    return list;
  }

  #members(schemas: Schema[], given: Schema, depth: number): Schema {
    let object = given;
    for (const schema of schemas) {
      const properties = isSchema(schema.properties) ? schema.properties : {};
      const required = Array.isArray(schema.required) ? schema.required : [];
      const others = schema.patternProperties === undefined ? schema.additionalProperties : undefined;
      // By entries, so that a member called __proto__ stays one.
      object = Object.fromEntries(
        Object.entries(object).flatMap(([name, inner]): [string, unknown][] => {
          const known = Object.hasOwn(properties, name);
          const property = known ? properties[name] : others;
          if (inner === null && known && !required.includes(name) && !this.#allows(property, "null")) return [];
          return [[name, this.value(property, inner, depth + 1)]];
        }),
      );
    }
    return object;
  }

  /** The schema and, of alternatives, the one that this type must be; none of them when it could be several. */
  #only(schema: Schema, type: JsonType): Schema[] {
    const found = [schema];
    for (const list of [schema.anyOf, schema.oneOf]) {
      if (!Array.isArray(list)) continue;
      const fitting = list.filter((one) => this.#allows(one, type));
      if (fitting.length === 1) found.push(...this.#parts(fitting[0]).flatMap((part) => this.#only(part, type)));
    }
    return found;
  }

  #allows(schema: unknown, type: JsonType): boolean {
    if (schema === false) return false;
    if (!isSchema(schema)) return true;
    return this.#parts(schema).every((part) => {
      const types = this.#typesOf(part, 0);
      return !types || types.has(type);
    });
  }

  /** The types that a schema allows, undefined for all of them. */
  #typesOf(schema: unknown, depth: number): Set<JsonType> | undefined {
    if (schema === false) return new Set();
    if (!isSchema(schema) || depth > MAX_REFERENCES) return undefined;
    const limits: Set<JsonType>[] = [];
    if (typeof schema.type === "string") limits.push(new Set([schema.type as JsonType]));
    else if (Array.isArray(schema.type)) limits.push(new Set(schema.type as JsonType[]));
    if (Array.isArray(schema.enum)) limits.push(new Set(schema.enum.map(typeOf)));
    if (Object.hasOwn(schema, "const")) limits.push(new Set([typeOf(schema.const)]));
    if (typeof schema.$ref === "string") limits.push(...this.#limit(resolve(this.root, schema.$ref), depth));
    if (Array.isArray(schema.allOf)) limits.push(...schema.allOf.flatMap((one) => this.#limit(one, depth)));
    for (const list of [schema.anyOf, schema.oneOf]) {
      if (!Array.isArray(list)) continue;
      const each = list.map((one) => this.#typesOf(one, depth + 1));
      if (!each.includes(undefined)) limits.push(new Set(each.flatMap((types) => [...types!])));
    }
    return limits.length === 0 ? undefined : limits.reduce(both);
  }

  #limit(schema: unknown, depth: number): Set<JsonType>[] {
    const types = this.#typesOf(schema, depth + 1);
    return types ? [types] : [];
  }
}

/** Types that both allow; a whole number is a number too. */
function both(one: Set<JsonType>, two: Set<JsonType>): Set<JsonType> {
  const has = (types: Set<JsonType>, type: JsonType) => types.has(type) || (type === "integer" && types.has("number"));
  return new Set([...[...one].filter((type) => has(two, type)), ...[...two].filter((type) => has(one, type))]);
}

function fits(value: unknown, allowed: ReadonlySet<JsonType>): boolean {
  const type = typeOf(value);
  return allowed.has(type) || (type === "integer" && allowed.has("number"));
}

function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as JsonType;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
