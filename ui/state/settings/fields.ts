/** A JSON Schema of settings as the fields of a form. What a form cannot hold becomes a field of JSON. */

export type FieldKind =
  | "text"
  | "long"
  | "number"
  | "switch"
  | "choice"
  | "choices"
  | "texts"
  | "secret"
  | "group"
  | "json";

export interface SettingField {
  kind: FieldKind;
  /** Name of the property; empty for the whole of settings that are no object of properties. */
  name: string;
  /** JSON pointer into the values: `/daily/at`. */
  pointer: string;
  label: string;
  description?: string;
  required: boolean;
  default?: unknown;
  /** Type of the input element of a text. */
  input?: "text" | "date" | "time" | "datetime-local" | "email" | "url";
  integer?: boolean;
  min?: number;
  max?: number;
  step?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  /** Of a choice. */
  options?: { value: string | number | boolean | null; label: string }[];
  /** Of a group. */
  fields?: SettingField[];
}

type Schema = Record<string, unknown>;

/** Keywords that say more than a form can show. */
const TOO_MUCH = ["$ref", "$dynamicRef", "allOf", "not", "if", "patternProperties", "dependentSchemas", "prefixItems"];
/** A text that may be longer than this gets several lines. */
const LONG_CHARS = 200;
const MAX_OPTIONS = 200;

/** The fields of settings, in the order of the schema. */
export function settingFields(schema: Schema): SettingField[] {
  const whole = fieldsOf(schema, "", 0);
  if (whole) return whole;
  return [{ ...named("", "", schema), kind: "json", label: text(schema.title) ?? "Settings", required: true }];
}

/** The fields of an object; undefined when it is none that a form can show. */
function fieldsOf(schema: Schema, pointer: string, depth: number): SettingField[] | undefined {
  const properties = schema.properties as Record<string, Schema> | undefined;
  if (typeof properties !== "object" || properties === null || has(schema, [...TOO_MUCH, "oneOf", "anyOf"])) {
    return undefined;
  }
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  return Object.entries(properties).map(([name, property]) =>
    fieldOf(typeof property === "object" && property !== null ? property : {}, {
      name,
      pointer: `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`,
      required: required.has(name),
      depth,
    })
  );
}

interface Place {
  name: string;
  pointer: string;
  required: boolean;
  depth: number;
}

function fieldOf(given: Schema, { name, pointer, required, depth }: Place): SettingField {
  const schema = withoutNull(given);
  const base = {
    ...named(name, pointer, { ...schema, ...pick(given, ["title", "description", "default"]) }),
    required,
  };
  const json = { ...base, kind: "json" as const };
  if (has(schema, TOO_MUCH)) return json;
  // A secret inside of a group cannot be named by the host's list of what is set.
  if (given.writeOnly === true || schema.writeOnly === true) {
    return depth === 0 ? { ...base, kind: "secret", ...lengths(schema) } : json;
  }
  const options = optionsOf(schema);
  if (options) return options.length <= MAX_OPTIONS ? { ...base, kind: "choice", options } : json;
  if (has(schema, ["oneOf", "anyOf"])) return json;
  switch (schema.type) {
    case "string":
      return { ...base, ...textField(schema) };
    case "number":
    case "integer":
      return { ...base, kind: "number", integer: schema.type === "integer", ...bounds(schema) };
    case "boolean":
      return { ...base, kind: "switch" };
    case "array":
      return { ...base, ...arrayField(schema) };
    case "object": {
      const fields = depth === 0 ? fieldsOf(schema, pointer, depth + 1) : undefined;
      return fields ? { ...base, kind: "group", fields } : json;
    }
    default:
      return json;
  }
}

function named(name: string, pointer: string, schema: Schema) {
  return {
    name,
    pointer,
    label: text(schema.title) ?? labelOf(name),
    description: text(schema.description),
    ...("default" in schema ? { default: schema.default } : {}),
  };
}

const INPUTS: Record<string, SettingField["input"]> = {
  date: "date",
  time: "time",
  "date-time": "datetime-local",
  email: "email",
  "idn-email": "email",
  uri: "url",
  url: "url",
  iri: "url",
};

function textField(schema: Schema): Pick<SettingField, "kind"> & Partial<SettingField> {
  const input = INPUTS[String(schema.format ?? "")] ?? "text";
  const { minLength, maxLength } = lengths(schema);
  const example = typeof schema.default === "string" ? schema.default : "";
  const long = input === "text" &&
    ((maxLength !== undefined && maxLength > LONG_CHARS) || example.length > 80 || example.includes("\n") ||
      schema.contentMediaType !== undefined || schema.format === "textarea" || schema.format === "markdown");
  return { kind: long ? "long" : "text", input, minLength, maxLength };
}

function arrayField(schema: Schema): Pick<SettingField, "kind"> & Partial<SettingField> {
  const items = schema.items as Schema | undefined;
  if (typeof items !== "object" || items === null || has(items, TOO_MUCH)) return { kind: "json" };
  const counts = { minItems: number(schema.minItems), maxItems: number(schema.maxItems) };
  const options = optionsOf(items);
  if (options) return options.length <= 30 ? { kind: "choices", options, ...counts } : { kind: "json" };
  if (items.type === "string" && !has(items, ["oneOf", "anyOf"])) {
    return { kind: "texts", ...counts, ...lengths(items) };
  }
  return { kind: "json" };
}

function optionsOf(schema: Schema): SettingField["options"] {
  const names = Array.isArray(schema["x-enumNames"]) ? schema["x-enumNames"] : [];
  if ("const" in schema) {
    return isPlain(schema.const) ? [{ value: schema.const, label: optionLabel(schema.const) }] : undefined;
  }
  if (Array.isArray(schema.enum)) {
    return schema.enum.every(isPlain)
      ? schema.enum.map((value, index) => ({ value, label: text(names[index]) ?? optionLabel(value) }))
      : undefined;
  }
  const choices = schema.oneOf ?? schema.anyOf;
  if (!Array.isArray(choices) || choices.length === 0) return undefined;
  const all = choices as Schema[];
  if (!all.every((each) => typeof each === "object" && each !== null && "const" in each && isPlain(each.const))) {
    return undefined;
  }
  return all.map((each) => ({
    value: each.const as string,
    label: text(each.title) ?? optionLabel(each.const as string),
  }));
}

/** A type that may be null as well is the type: an empty field stands for null. */
function withoutNull(schema: Schema): Schema {
  if (Array.isArray(schema.type) && schema.type.length === 2 && schema.type.includes("null")) {
    return { ...schema, type: schema.type.find((each) => each !== "null") };
  }
  if (Array.isArray(schema.anyOf) && schema.anyOf.length === 2) {
    const rest = (schema.anyOf as Schema[]).filter((each) => each?.type !== "null");
    if (rest.length === 1) return rest[0]!;
  }
  return schema;
}

function bounds(schema: Schema): Partial<SettingField> {
  const step = schema.type === "integer" ? 1 : number(schema.multipleOf);
  const above = number(schema.exclusiveMinimum);
  const below = number(schema.exclusiveMaximum);
  const whole = schema.type === "integer";
  return {
    min: number(schema.minimum) ?? (whole && above !== undefined ? above + 1 : above),
    max: number(schema.maximum) ?? (whole && below !== undefined ? below - 1 : below),
    step,
  };
}

function lengths(schema: Schema): { minLength?: number; maxLength?: number } {
  return { minLength: number(schema.minLength), maxLength: number(schema.maxLength) };
}

/** `dailyAt` and `daily_at` become "Daily at". */
export function labelOf(name: string): string {
  const words = name.replace(/[_-]+/g, " ").replace(
    /([a-z0-9])([A-Z])/g,
    (_, left, right) => `${left} ${right.toLowerCase()}`,
  ).trim();
  return words ? words[0]!.toUpperCase() + words.slice(1) : name;
}

function optionLabel(value: string | number | boolean | null): string {
  return typeof value === "string" ? labelOf(value) || "Nothing" : value === null ? "Nothing" : String(value);
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function has(schema: Schema, keys: string[]): boolean {
  return keys.some((key) => key in schema);
}

function pick(schema: Schema, keys: string[]): Schema {
  return Object.fromEntries(keys.filter((key) => key in schema).map((key) => [key, schema[key]]));
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
