/**
 * How values of a script get into the journal: JSON with tags for what JSON loses. The live run is handed the
 * decoded form of what was written, so that a replay sees the very same value.
 */

/** Safe for JSON.stringify; `undefined` stands only at the top and means undefined. */
export type JournalValue = unknown;

/** The key that marks a tagged value. An object of the script that has it is wrapped. */
const TAG = "$bulkhead";

/** A value that cannot be kept in the journal. */
export class NotSerializableError extends TypeError {
  override readonly name = "NotSerializableError";
}

/**
 * The journal form of a value. Kept: JSON values, undefined, NaN and infinities, bigint, Date, Map, Set, URL, bytes
 * (Uint8Array) and Error (name and message). An instance of another class becomes a plain object.
 * @throws {NotSerializableError} for functions, symbols, promises and cycles.
 */
export function encode(value: unknown): JournalValue {
  return encodeAt(value, "", new Set());
}

function encodeAt(value: unknown, path: string, parents: Set<object>): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : tagged("number", String(Object.is(value, -0) ? "-0" : value));
    case "undefined":
      return path === "" ? undefined : tagged("undefined", null);
    case "bigint":
      return tagged("bigint", String(value));
    case "function":
    case "symbol":
      throw new NotSerializableError(
        `A ${typeof value} at ${path || "the top"} cannot be kept in a run's journal: return plain data`,
      );
  }
  if (value === null) return null;
  const object = value as object;
  if (parents.has(object)) {
    throw new NotSerializableError(`The value refers to itself at ${path}: it cannot be kept in a run's journal`);
  }
  parents.add(object);
  try {
    return encodeObject(object, path, parents);
  } finally {
    parents.delete(object);
  }
}

function encodeObject(object: object, path: string, parents: Set<object>): unknown {
  const inner = (value: unknown, key: string | number) => encodeAt(value, `${path}/${key}`, parents);
  if (Array.isArray(object)) return object.map((item, index) => inner(item, index));
  if (object instanceof Date) return tagged("Date", Number.isNaN(object.getTime()) ? null : object.toISOString());
  if (object instanceof Map) {
    return tagged("Map", [...object].map(([key, item], at) => [inner(key, at), inner(item, at)]));
  }
  if (object instanceof Set) return tagged("Set", [...object].map((item, at) => inner(item, at)));
  if (object instanceof URL) return tagged("URL", object.href);
  if (object instanceof Uint8Array) return tagged("bytes", object.toBase64());
  if (object instanceof Error) return tagged("Error", { name: object.name, message: object.message });
  if (object instanceof Promise) {
    throw new NotSerializableError(
      `A promise at ${path || "the top"} cannot be kept in a run's journal: await it first`,
    );
  }
  if ("toJSON" in object && typeof object.toJSON === "function") return inner(object.toJSON(), "");
  const plain: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(object)) {
    // A property that is undefined is left out, as JSON does: nobody can tell the two apart by reading it.
    if (item !== undefined) plain[key] = inner(item, key);
  }
  return TAG in plain ? tagged("object", plain) : plain;
}

function tagged(type: string, value: unknown): unknown {
  return { [TAG]: type, value };
}

/** The value again. The reverse of {@linkcode encode}. */
export function decode(value: JournalValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(decode);
  const record = value as Record<string, unknown>;
  if (typeof record[TAG] === "string") return decodeTagged(record[TAG], record.value);
  return decodeEntries(record);
}

function decodeEntries(record: Record<string, unknown>): Record<string, unknown> {
  const plain: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(record)) {
    // defineProperty, since `plain["__proto__"] = …` would not make a property.
    Object.defineProperty(plain, key, { value: decode(item), enumerable: true, writable: true, configurable: true });
  }
  return plain;
}

function decodeTagged(type: string, value: unknown): unknown {
  switch (type) {
    case "number":
      return Number(value);
    case "undefined":
      return undefined;
    case "bigint":
      return BigInt(value as string);
    case "Date":
      return new Date(value === null ? NaN : value as string);
    case "Map":
      return new Map((value as [unknown, unknown][]).map(([key, item]) => [decode(key), decode(item)]));
    case "Set":
      return new Set((value as unknown[]).map(decode));
    case "URL":
      return new URL(value as string);
    case "bytes":
      return Uint8Array.fromBase64(value as string);
    case "Error": {
      const { name, message } = value as { name: string; message: string };
      const error = new Error(message);
      error.name = name;
      return error;
    }
    case "object":
      return decodeEntries(value as Record<string, unknown>);
  }
  throw new NotSerializableError(`Unknown kind of journal value "${type}": it was written by a later version`);
}

/** A journal value as people and API clients see it: dates as ISO text, maps as objects, bytes as base64. */
export function present(value: JournalValue): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(present);
  const record = value as Record<string, unknown>;
  if (typeof record[TAG] !== "string") {
    return Object.fromEntries(Object.entries(record).map(([key, item]) => [key, present(item)]));
  }
  if (record[TAG] === "Map") {
    const entries = record.value as [unknown, unknown][];
    const named = entries.every(([key]) => typeof key === "string");
    return named ? Object.fromEntries(entries.map(([key, item]) => [key, present(item)])) : entries.map(present);
  }
  return present(record.value);
}
