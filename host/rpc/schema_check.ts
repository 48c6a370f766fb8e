/** What does not fit and where (JSON pointer into the value). */
export interface Fault {
  path: string;
  message: string;
}

/** Answers the first fault, or undefined when the value fits as far as this checker looks. */
export type Check = (value: unknown) => Fault | undefined;

/** Schema nodes compiled per method; what lies beyond is left to the compartment. */
const MAX_NODES = 2_000;
/** Nesting of the schema itself. */
const MAX_SCHEMA_DEPTH = 32;
/** Node visits per value: alternatives inside recursive schemas could otherwise cost exponential time. */
const MAX_VISITS = 200_000;

/** References followed into each other: one that points at itself ends here. */
const MAX_REFERENCES = 200;

interface Run {
  visits: number;
  references: number;
}
type Node = (value: unknown, path: string, run: Run) => Fault | undefined;
type Schema = Record<string, unknown>;

/**
 * Compiles the part of a JSON Schema that the host itself enforces on third-party methods: `type`, `required`,
 * `enum`, `const`, sizes, and the ways to combine them. `pattern`, `format` and outside references are not looked
 * at, since a hostile one could hold the host; the compartment validates in full.
 */
export function compileCheck(schema: unknown): Check {
  const compiler = new Compiler(schema);
  const root = compiler.compile(schema, 0);
  return root === ANYTHING ? () => undefined : (value) => root(value, "", { visits: 0, references: 0 });
}

const ANYTHING: Node = () => undefined;

class Compiler {
  #nodes = 0;
  readonly #root: unknown;
  readonly #references = new Map<string, { node: Node }>();

  constructor(root: unknown) {
    this.#root = root;
  }

  compile(schema: unknown, depth: number): Node {
    if (schema === false) return (_, path) => ({ path, message: "nothing is allowed here" });
    if (!isObject(schema) || ++this.#nodes > MAX_NODES || depth > MAX_SCHEMA_DEPTH) return ANYTHING;
    const parts = [
      this.#reference(schema, depth),
      typeNode(schema),
      valuesNode(schema),
      sizesNode(schema),
      this.#objectNode(schema, depth),
      this.#arrayNode(schema, depth),
      ...this.#list(schema.allOf, depth),
      this.#alternatives(schema.anyOf ?? schema.oneOf, depth),
    ].filter((part): part is Node => part !== undefined && part !== ANYTHING);
    return all(parts);
  }

  #list(schemas: unknown, depth: number): Node[] {
    return Array.isArray(schemas) ? schemas.map((schema) => this.compile(schema, depth + 1)) : [];
  }

  #reference(schema: Schema, depth: number): Node | undefined {
    const reference = schema.$ref;
    if (typeof reference !== "string" || !reference.startsWith("#")) return undefined;
    let entry = this.#references.get(reference);
    if (!entry) {
      this.#references.set(reference, entry = { node: ANYTHING });
      entry.node = this.compile(resolve(this.#root, reference), depth + 1);
    }
    const target = entry;
    return (value, path, run) => {
      if (run.references >= MAX_REFERENCES) return undefined;
      run.references++;
      const fault = target.node(value, path, run);
      run.references--;
      return fault;
    };
  }

  #objectNode(schema: Schema, depth: number): Node | undefined {
    const required = Array.isArray(schema.required)
      ? schema.required.filter((name): name is string => typeof name === "string")
      : [];
    const properties = isObject(schema.properties)
      ? Object.entries(schema.properties)
        .map(([name, property]) => [name, `/${escape(name)}`, this.compile(property, depth + 1)] as const)
        .filter(([, , node]) => node !== ANYTHING)
      : [];
    const known = isObject(schema.properties) ? new Set(Object.keys(schema.properties)) : new Set<string>();
    const rest = isObject(schema.additionalProperties)
      ? this.compile(schema.additionalProperties, depth + 1)
      : ANYTHING;
    if (required.length === 0 && properties.length === 0 && rest === ANYTHING) return undefined;
    return (value, path, run) => {
      if (!isObject(value)) return undefined;
      for (const name of required) {
        if (!Object.hasOwn(value, name)) return { path: `${path}/${escape(name)}`, message: "is required" };
      }
      for (const [name, pointer, node] of properties) {
        if (!Object.hasOwn(value, name) || value[name] === undefined) continue;
        const fault = node(value[name], path + pointer, run);
        if (fault) return fault;
      }
      if (rest === ANYTHING) return undefined;
      for (const name of Object.keys(value)) {
        if (known.has(name)) continue;
        const fault = rest(value[name], `${path}/${escape(name)}`, run);
        if (fault) return fault;
      }
      return undefined;
    };
  }

  #arrayNode(schema: Schema, depth: number): Node | undefined {
    const first = this.#list(schema.prefixItems, depth);
    const rest = isObject(schema.items) ? this.compile(schema.items, depth + 1) : ANYTHING;
    if (rest === ANYTHING && first.length === 0) return undefined;
    return (value, path, run) => {
      if (!Array.isArray(value)) return undefined;
      for (let index = 0; index < value.length; index++) {
        const node = first[index] ?? rest;
        if (node === ANYTHING) continue;
        const fault = node(value[index], `${path}/${index}`, run);
        if (fault) return fault;
      }
      return undefined;
    };
  }

  /** `oneOf` is held to "at least one" here: exactly one is for the compartment. */
  #alternatives(schemas: unknown, depth: number): Node | undefined {
    const nodes = this.#list(schemas, depth);
    if (nodes.length === 0 || nodes.includes(ANYTHING)) return undefined;
    return (value, path, run) => {
      let deepest: Fault | undefined;
      for (const node of nodes) {
        const fault = node(value, path, run);
        if (!fault) return undefined;
        if (!deepest || fault.path.length > deepest.path.length) deepest = fault;
      }
      return nodes.length === 1 || deepest!.path !== path
        ? deepest
        : { path, message: "fits none of the alternatives" };
    };
  }
}

function all(parts: Node[]): Node {
  if (parts.length === 0) return ANYTHING;
  const only = parts.length === 1 ? parts[0]! : undefined;
  return (value, path, run) => {
    if (++run.visits > MAX_VISITS) return undefined;
    if (only) return only(value, path, run);
    for (const part of parts) {
      const fault = part(value, path, run);
      if (fault) return fault;
    }
    return undefined;
  };
}

function typeNode(schema: Schema): Node | undefined {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type])
    .filter((type): type is string => typeof type === "string" && Object.hasOwn(TYPES, type));
  if (types.length === 0) return undefined;
  const tests = types.map((type) => TYPES[type]!);
  const message = `expected ${types.join(" or ")}, got `;
  return (value, path) => {
    for (const test of tests) if (test(value)) return undefined;
    return { path, message: message + nameOf(value) };
  };
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === "boolean",
  null: (value) => value === null,
  array: (value) => Array.isArray(value),
  object: isObject,
};

function valuesNode(schema: Schema): Node | undefined {
  const allowed = Array.isArray(schema.enum) ? schema.enum : "const" in schema ? [schema.const] : undefined;
  if (!allowed || allowed.some((value) => typeof value === "object" && value !== null)) return undefined;
  const set = new Set<unknown>(allowed);
  const shown = allowed.slice(0, 12).map((value) => JSON.stringify(value)).join(", ");
  return (value, path) => set.has(value) ? undefined : { path, message: `expected ${shown}, got ${preview(value)}` };
}

function sizesNode(schema: Schema): Node | undefined {
  const nodes = [
    sizeLimit(schema.minLength, shortText, (size, limit) => size < limit, "at least", " characters"),
    sizeLimit(schema.maxLength, longText, (size, limit) => size > limit, "at most", " characters"),
    sizeLimit(schema.minItems, itemCount, (size, limit) => size < limit, "at least", " items"),
    sizeLimit(schema.maxItems, itemCount, (size, limit) => size > limit, "at most", " items"),
    sizeLimit(schema.maxProperties, keyCount, (size, limit) => size > limit, "at most", " keys"),
    sizeLimit(schema.minimum, numeric, (size, limit) => size < limit, "a number of at least"),
    sizeLimit(schema.maximum, numeric, (size, limit) => size > limit, "a number of at most"),
  ].filter((node) => node !== undefined);
  return nodes.length === 0 ? undefined : all(nodes);
}

function sizeLimit(
  limit: unknown,
  measure: (value: unknown, limit: number) => number | undefined,
  outside: (size: number, limit: number) => boolean,
  words: string,
  unit = "",
): Node | undefined {
  if (typeof limit !== "number") return undefined;
  const message = `expected ${words} ${limit}${unit}, got `;
  return (value, path) => {
    const size = measure(value, limit);
    return size === undefined || !outside(size, limit) ? undefined : { path, message: message + size };
  };
}

/** JSON Schema counts characters, not UTF-16 units; counted only where the two could differ in the outcome. */
function longText(value: unknown, limit: number): number | undefined {
  return typeof value !== "string" ? undefined : value.length <= limit ? value.length : characters(value);
}
function shortText(value: unknown, limit: number): number | undefined {
  return typeof value !== "string" ? undefined : value.length >= 2 * limit ? value.length : characters(value);
}
function characters(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
const itemCount = (value: unknown): number | undefined => Array.isArray(value) ? value.length : undefined;
const keyCount = (value: unknown): number | undefined => isObject(value) ? Object.keys(value).length : undefined;
const numeric = (value: unknown): number | undefined => typeof value === "number" ? value : undefined;

/** What a local reference (`#`, `#/$defs/name`) points at; undefined when it points nowhere. */
function resolve(root: unknown, reference: string): unknown {
  let current = root;
  for (const part of reference.slice(1).split("/").slice(1)) {
    const name = decodeURIComponentSafely(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Schema)[name];
  }
  return current;
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function nameOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function preview(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  return typeof value === "object" ? nameOf(value) : String(value);
}

/** A property's name as one step of a JSON pointer. */
function escape(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}
