import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { ERRORS } from "../../schemas/generated/errors.ts";
import { DEFAULT_ROLES } from "./method.ts";
import { documentedErrors, documentedExamples } from "./method_notes.ts";

type Schema = Record<string, unknown>;

/** The OpenRPC version whose meta schema the documents are valid by. */
const OPENRPC_VERSION = "1.3.2";

/** An event type as a document lists it, under `x-events`. */
export interface DocumentedEvent {
  /** A type, or a pattern where its plugin says no more. */
  name: string;
  plugin: string;
  /** JSON Schema of the data. */
  schema: Record<string, unknown>;
  /** It is pushed to who is connected and not kept in the log. */
  volatile?: boolean;
}

/** What a document says beside its methods. */
export interface DocumentAbout {
  version: string;
  /** Of the one plugin that it describes. */
  prefix?: string;
  events?: DocumentedEvent[];
}

/** Makes one OpenRPC document of methods; with a prefix it describes that plugin alone. */
export function openrpcDocument(
  methods: MethodDescriptor[],
  about: DocumentAbout,
): Record<string, unknown> {
  const schemas: Record<string, unknown> = {};
  const described = methods.map((method) => describe(method, schemas));
  return {
    openrpc: OPENRPC_VERSION,
    info: {
      title: about.prefix === undefined ? "Bulkhead" : `Bulkhead: ${about.prefix}`,
      version: about.version,
      description: "JSON-RPC 2.0 over HTTP, WebSocket and a Unix socket. Parameters go by name.",
    },
    methods: described,
    components: { schemas, errors: errorComponents() },
    ...(about.events && about.events.length > 0 ? { "x-events": about.events } : {}),
  };
}

function describe(method: MethodDescriptor, schemas: Record<string, unknown>): Schema {
  const params = hoist(method.params, `${method.name}.params`, schemas);
  const result = hoist(method.result, `${method.name}.result`, schemas);
  const described: Schema = {
    name: method.name,
    summary: method.summary,
    paramStructure: "by-name",
    params: contentDescriptors(params),
    result: { name: "result", schema: result },
    tags: [{ name: method.name.slice(0, method.name.indexOf(".")) }],
    errors: documentedErrors(method),
    "x-roles": method.roles ?? DEFAULT_ROLES,
    "x-risk": method.risk ?? "low",
    "x-read-only": method.readOnly ?? false,
  };
  const examples = documentedExamples(method);
  if (examples.length > 0) described.examples = examples;
  if (method.description !== undefined) described.description = method.description;
  if (method.emits) described["x-emits"] = method.emits;
  if (method.mcp !== undefined && method.mcp !== true) described["x-mcp"] = method.mcp;
  if (!isPlainObjectSchema(params)) described["x-params-schema"] = params;
  return described;
}

/** One descriptor per property. Alternatives at the top level are merged: their full schema is in `x-params-schema`. */
function contentDescriptors(schema: Schema): Schema[] {
  const variants = [schema, ...[schema.allOf, schema.anyOf, schema.oneOf].flat().filter(isSchema)];
  const found = new Map<string, Schema>();
  for (const variant of variants) {
    const properties = isSchema(variant.properties) ? variant.properties : {};
    for (const [name, property] of Object.entries(properties)) {
      if (found.has(name)) continue;
      const required = variant === schema && Array.isArray(schema.required) && schema.required.includes(name);
      const descriptor: Schema = { name, required, schema: isSchema(property) ? property : {} };
      if (isSchema(property) && typeof property.description === "string") descriptor.description = property.description;
      found.set(name, descriptor);
    }
  }
  // Tools that map by position need the required ones first.
  return [...found.values()].sort((a, b) => Number(b.required) - Number(a.required));
}

function isPlainObjectSchema(schema: Schema): boolean {
  return schema.anyOf === undefined && schema.oneOf === undefined && schema.allOf === undefined;
}

/**
 * Takes a method's own `$defs` out into the document's components, and points local references there: inside a merged
 * document `#/$defs/x` would mean the document's root.
 */
function hoist(schema: Schema, name: string, schemas: Record<string, unknown>): Schema {
  const definitions = isSchema(schema.$defs) ? schema.$defs : isSchema(schema.definitions) ? schema.definitions : {};
  let usesRoot = false;
  const pointer = (key: string) => `#/components/schemas/${name}.${key.replaceAll(/[^A-Za-z0-9._-]/g, "_")}`;
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite);
    if (!isSchema(value)) return value;
    const copy: Schema = {};
    for (const [key, inner] of Object.entries(value)) {
      if (key === "$schema" || key === "$defs" || key === "definitions" || key === "$id") continue;
      if (key !== "$ref" || typeof inner !== "string") {
        copy[key] = rewrite(inner);
        continue;
      }
      const local = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(inner);
      if (local) copy.$ref = pointer(local[1]!);
      else if (inner === "#") {
        usesRoot = true;
        copy.$ref = `#/components/schemas/${name}`;
      } else if (inner.startsWith("#")) copy.description ??= `unresolved reference ${inner}`;
      else copy.$comment = `outside reference ${inner} left out`;
    }
    return copy;
  };
  for (const [key, definition] of Object.entries(definitions)) {
    schemas[pointer(key).slice("#/components/schemas/".length)] = rewrite(definition);
  }
  const rewritten = rewrite(schema) as Schema;
  if (usesRoot) schemas[name] = rewritten;
  return rewritten;
}

function errorComponents(): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(ERRORS).map(([reason, { code, title }]) => [reason, { code, message: title, data: { reason } }]),
  );
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
