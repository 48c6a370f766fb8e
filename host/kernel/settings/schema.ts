import { type Check, compileCheck, type Fault } from "../../rpc/mod.ts";
import { COMBINED, isSchema, marksSecret, propertyIn, type Schema, schemasAt, sizeOf } from "./position.ts";

/** Objects and lists that a schema of settings may consist of, and their nesting. */
const MAX_NODES = 2_000;
const MAX_DEPTH = 32;
/** Places of one value that are looked at. */
const MAX_VISITS = 20_000;

export type Values = Record<string, unknown>;

/**
 * A manifest's `settings` as far as the host holds to it: names, types, required, enum, sizes, defaults and what is
 * secret. `pattern`, `format` and references to outside are not looked at, since a hostile one could hold the host.
 */
export class SettingsSchema {
  /** Why it cannot be used. */
  readonly problem: string | undefined;
  readonly names: readonly string[] = [];
  /** Names whose values are secret, as a whole or in part. */
  readonly secret: ReadonlySet<string> = new Set();
  readonly required: readonly string[] = [];
  readonly #root: Schema;
  readonly #check: Check = () => undefined;

  constructor(root: Schema) {
    this.#root = root;
    const { nodes, depth } = sizeOf(root, MAX_NODES);
    if (nodes > MAX_NODES) this.problem = `has more than ${MAX_NODES} parts`;
    else if (depth > MAX_DEPTH) this.problem = `is nested deeper than ${MAX_DEPTH}`;
    if (this.problem) return;
    const at = schemasAt(root, [root]);
    this.names = [...new Set(at.flatMap(({ properties }) => isSchema(properties) ? Object.keys(properties) : []))];
    this.secret = new Set(this.names.filter((name) => marksSecret(root, propertyIn(at, name))));
    const always = [root, ...listOf(root.allOf).filter(isSchema)];
    this.required = [...new Set(always.flatMap(({ required }) => listOf(required).map(String)))];
    this.#check = compileCheck(withoutRequired(root));
  }

  /** The first thing among what is set that does not fit, a name that is unknown included. */
  fault(set: Values): Fault | undefined {
    // Defaults count inside of what is set. One of a value that is not set is the author's affair.
    const filled = Object.entries(this.withDefaults(set)).filter(([name]) => Object.hasOwn(set, name));
    const values = Object.fromEntries(filled);
    return this.#check(values) ?? this.#unknown(values, [this.#root], { path: "", visits: { left: MAX_VISITS } });
  }

  /** With the schema's defaults where nothing is set. */
  withDefaults(values: Values): Values {
    return this.#filled(values, [this.#root], 0) as Values;
  }

  #filled(value: unknown, given: unknown[], depth: number): unknown {
    if (!isSchema(value) || depth > MAX_DEPTH) return value;
    const at = schemasAt(this.#root, given);
    const filled = new Map(Object.entries(value));
    for (const name of new Set(at.flatMap(({ properties }) => isSchema(properties) ? Object.keys(properties) : []))) {
      const property = propertyIn(at, name);
      if (!filled.has(name)) {
        const source = schemasAt(this.#root, property).find((schema) => "default" in schema);
        if (source) filled.set(name, structuredClone(source.default));
      }
      if (filled.has(name)) filled.set(name, this.#filled(filled.get(name), property, depth + 1));
    }
    return Object.fromEntries(filled);
  }

  #unknown(
    value: unknown,
    given: unknown[],
    { path, visits }: { path: string; visits: { left: number } },
  ): Fault | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    if (--visits.left < 0) return { path, message: "has more parts than settings may have" };
    const at = schemasAt(this.#root, given);
    if (Array.isArray(value)) {
      return first(value.entries(), ([index, inner]) => {
        const items = at.flatMap(({ prefixItems, items }) =>
          listOf(prefixItems)[index] ?? (isSchema(items) ? items : [])
        );
        return this.#unknown(inner, items, { path: `${path}/${index}`, visits });
      });
    }
    const named = at.some(({ properties }) => isSchema(properties));
    // An object of which nothing is said may hold anything; the settings themselves may not.
    const open = (!named && path !== "") ||
      at.some(({ additionalProperties, patternProperties }) =>
        additionalProperties === true || isSchema(additionalProperties) || patternProperties !== undefined
      );
    return first(Object.entries(value), ([name, inner]) => {
      const inside = `${path}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const known = propertyIn(at, name);
      if (known.length === 0 && !open) {
        return { path: inside, message: `is not known${path === "" ? `; there are ${this.names.join(", ")}` : ""}` };
      }
      const rest = known.length > 0 ? known : at.map(({ additionalProperties }) => additionalProperties);
      return this.#unknown(inner, rest, { path: inside, visits });
    });
  }
}

/** What is not set yet is told as a reason and refuses nothing: values may come one by one. */
function withoutRequired(root: Schema): Schema {
  const parts = COMBINED.filter((name) => name in root).map((name) => [
    name,
    listOf(root[name]).map((part) => isSchema(part) ? { ...part, required: [] } : part),
  ]);
  return { ...root, required: [], ...Object.fromEntries(parts) };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function first<T>(items: Iterable<T>, judge: (item: T) => Fault | undefined): Fault | undefined {
  for (const item of items) {
    const fault = judge(item);
    if (fault) return fault;
  }
  return undefined;
}
