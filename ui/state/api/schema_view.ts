/** JSON Schemas as people read them: one line a field, nested ones below, references followed. */
import type { Schema } from "./document.ts";

export interface SchemaLine {
  name: string;
  /** `string`, `array of object`, `string or null`, `one of 3 forms`. */
  type: string;
  required: boolean;
  description?: string;
  /** JSON of the value that counts when it is left out. */
  default?: string;
  /** JSON of each value that is allowed, where there are few. */
  values: string[];
  /** `1 to 200`, `at most 250 characters`. */
  limits: string[];
  /** It goes in and never comes out. */
  secret: boolean;
  /** What is in it; asked for when somebody opens it, since a schema may hold itself. */
  inner?: () => SchemaLine[];
  /** It is the same as one further up. */
  recursive?: boolean;
}

/** Longer patterns tell nobody anything. */
const MAX_PATTERN = 60;
const MAX_VALUES = 30;
const MAX_SAFE = Number.MAX_SAFE_INTEGER;

interface Context {
  components: Schema;
  /** References that lead here. */
  path: readonly string[];
}

/** The lines of an object's properties, or of a value of any other kind a single one. */
export function schemaLines(schema: Schema, components: Schema): SchemaLine[] {
  const context: Context = { components, path: [] };
  const { schema: resolved, path } = resolve(schema, context);
  const inner = innerOf(resolved, { ...context, path });
  if (resolved.type === "object" || resolved.properties) return inner?.() ?? [];
  return [lineOf("", schema, context, true)];
}

function lineOf(name: string, given: Schema, context: Context, required: boolean): SchemaLine {
  const { schema, path, recursive } = resolve(given, context);
  const within = { ...context, path };
  const inner = recursive ? undefined : innerOf(schema, within);
  return {
    name,
    type: typeOf(schema, within),
    required,
    description: text(given.description) ?? text(schema.description),
    ...("default" in schema ? { default: JSON.stringify(schema.default) } : {}),
    values: valuesOf(schema),
    limits: limitsOf(schema),
    secret: schema.writeOnly === true,
    ...(inner ? { inner } : {}),
    ...(recursive ? { recursive: true } : {}),
  };
}

/** Follows references; one that led here already is not followed again. */
function resolve(
  schema: Schema,
  { components, path }: Context,
): { schema: Schema; path: string[]; recursive: boolean } {
  let found = schema;
  const seen = [...path];
  while (typeof found.$ref === "string") {
    const { $ref, ...beside } = found;
    const target = at($ref, components);
    if (!target) return { schema: beside, path: seen, recursive: false };
    if (seen.includes($ref)) return { schema: { ...target, ...beside }, path: seen, recursive: true };
    seen.push($ref);
    found = { ...target, ...beside };
  }
  return { schema: found, path: seen, recursive: false };
}

/** What a pointer into `#/components` leads to. */
function at(pointer: string, components: Schema): Schema | undefined {
  if (!pointer.startsWith("#/components/")) return undefined;
  let value: unknown = components;
  for (const part of pointer.slice("#/components/".length).split("/")) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value = isSchema(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return isSchema(value) ? value : undefined;
}

function innerOf(schema: Schema, context: Context): (() => SchemaLine[]) | undefined {
  const properties = isSchema(schema.properties) ? Object.entries(schema.properties) : [];
  const more = isSchema(schema.additionalProperties) && Object.keys(schema.additionalProperties).length > 0;
  if (properties.length > 0 || more) {
    const required = Array.isArray(schema.required) ? schema.required : [];
    return () => [
      ...properties.map(([name, property]) =>
        lineOf(name, isSchema(property) ? property : {}, context, required.includes(name))
      ),
      ...(more ? [lineOf("any name", schema.additionalProperties as Schema, context, false)] : []),
    ];
  }
  if (isSchema(schema.items)) {
    const { schema: items, path, recursive } = resolve(schema.items, context);
    if (recursive) return undefined;
    return innerOf(items, { ...context, path });
  }
  const forms = formsOf(schema).filter((form) => !isNull(form));
  const nested = forms.filter((form) => innerOf(resolve(form, context).schema, context));
  if (nested.length === 0) return undefined;
  // Of a thing that may be null as well there is nothing to choose.
  if (forms.length === 1) {
    const { schema: only, path } = resolve(forms[0]!, context);
    return innerOf(only, { ...context, path });
  }
  return () => forms.map((form, index) => lineOf(text(form.title) ?? `form ${index + 1}`, form, context, false));
}

function typeOf(schema: Schema, context: Context): string {
  if ("const" in schema) return JSON.stringify(schema.const);
  if (Array.isArray(schema.enum)) return "one of";
  const forms = formsOf(schema);
  if (forms.length > 0) {
    const resolved = forms.map((form) => {
      const { schema, path } = resolve(form, context);
      return typeOf(schema, { ...context, path });
    });
    const types = [...new Set(resolved)];
    return types.length > 3 ? `one of ${forms.length} forms` : types.join(" or ");
  }
  if (Array.isArray(schema.allOf)) return "object";
  if (schema.type === "array" || schema.items) {
    if (!isSchema(schema.items)) return "array";
    const { schema: items, path, recursive } = resolve(schema.items, context);
    const of = recursive ? "the same" : Array.isArray(items.enum) ? "choices" : typeOf(items, { ...context, path });
    return of === "any" ? "array" : `array of ${of}`;
  }
  const type = Array.isArray(schema.type) ? schema.type.join(" or ") : text(schema.type);
  if (type === "string" && schema.format) return `string, ${schema.format}`;
  return type ?? (schema.properties ? "object" : "any");
}

function formsOf(schema: Schema): Schema[] {
  const forms = schema.anyOf ?? schema.oneOf;
  return Array.isArray(forms) ? forms.filter(isSchema) : [];
}

function isNull(schema: Schema): boolean {
  return schema.type === "null";
}

function valuesOf(schema: Schema): string[] {
  const items = isSchema(schema.items) ? schema.items : undefined;
  const values = schema.enum ?? items?.enum;
  return Array.isArray(values) ? values.slice(0, MAX_VALUES).map((value) => JSON.stringify(value)) : [];
}

function limitsOf(schema: Schema): string[] {
  const limits: string[] = [];
  const range = (from: unknown, to: unknown, what: string) => {
    const least = typeof from === "number" && from > -MAX_SAFE ? from : undefined;
    const most = typeof to === "number" && to < MAX_SAFE ? to : undefined;
    const unit = what && ` ${what}`;
    if (least !== undefined && most !== undefined) {
      limits.push(least === most ? `${most}${unit}` : `${least} to ${most}${unit}`);
    } else if (least !== undefined && !(least === 0 && what !== "")) limits.push(`at least ${least}${unit}`);
    else if (most !== undefined) limits.push(`at most ${most}${unit}`);
  };
  range(schema.minimum, schema.maximum, "");
  if (typeof schema.exclusiveMinimum === "number") limits.push(`more than ${schema.exclusiveMinimum}`);
  if (typeof schema.exclusiveMaximum === "number") limits.push(`less than ${schema.exclusiveMaximum}`);
  range(schema.minLength, schema.maxLength, "characters");
  range(schema.minItems, schema.maxItems, "items");
  if (typeof schema.multipleOf === "number") limits.push(`in steps of ${schema.multipleOf}`);
  const { pattern, format } = schema;
  if (typeof pattern === "string" && format === undefined && pattern.length <= MAX_PATTERN) {
    limits.push(`fits ${pattern}`);
  }
  return limits;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
