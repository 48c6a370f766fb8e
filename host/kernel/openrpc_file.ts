import { notesOf } from "../rpc/mod.ts";
import type { McpOffer, MethodDescriptor, Role } from "../sdk/channel/protocol.ts";

/** More methods are not read. */
const MAX_METHODS = 1_000;
const MAX_NAME = 200;
/** Larger documents are not read. */
const MAX_BYTES = 4 * 1024 * 1024;

const ROLES: ReadonlySet<string> = new Set<Role>(["owner", "admin", "member", "guest", "agent"]);

type Schema = Record<string, unknown>;

interface DocumentMethod {
  name?: unknown;
  summary?: unknown;
  description?: unknown;
  params?: { name?: unknown; required?: unknown; schema?: unknown }[];
  result?: { schema?: unknown };
  "x-params-schema"?: unknown;
  "x-roles"?: unknown;
  "x-risk"?: unknown;
  "x-read-only"?: unknown;
  "x-emits"?: unknown;
  "x-mcp"?: unknown;
  examples?: unknown;
  errors?: unknown;
}

/** The part of an OpenRPC document that is read here. */
interface Document {
  methods?: DocumentMethod[];
  components?: { schemas?: Schema };
}

/**
 * The methods that a plugin's `openrpc.json` describes: what is known of a plugin that does not run. A call goes by what the
 * running plugin says of itself. `prefixes` are its id and the interfaces that it provides; methods under others are
 * passed over. undefined when there is no document, or it is none.
 */
export async function methodsOfDocument(
  folder: string,
  file: string,
  prefixes: readonly string[],
): Promise<MethodDescriptor[] | undefined> {
  let document: Document;
  try {
    const path = await Deno.realPath(`${folder}/${file}`);
    if (!path.startsWith(`${folder}/`) || (await Deno.stat(path)).size > MAX_BYTES) return undefined;
    document = JSON.parse(await Deno.readTextFile(path)) as Document;
  } catch {
    return undefined;
  }
  if (!Array.isArray(document?.methods) || document.methods.length > MAX_METHODS) return undefined;
  const definitions = document.components?.schemas ?? {};
  return document.methods.flatMap((method) => {
    const name = method?.name;
    if (typeof name !== "string" || name.length > MAX_NAME) return [];
    if (!prefixes.some((prefix) => name.startsWith(`${prefix}.`))) return [];
    return [describe(name, method, definitions)];
  });
}

/** The `x-` fields are those that `host/rpc/openrpc.ts` writes; what has another form counts as missing. */
function describe(name: string, method: DocumentMethod, definitions: Schema): MethodDescriptor {
  const roles = strings(method["x-roles"]).filter((role): role is Role => ROLES.has(role));
  const emits = strings(method["x-emits"]);
  return {
    name,
    summary: typeof method.summary === "string" ? method.summary : "",
    ...(typeof method.description === "string" ? { description: method.description } : {}),
    params: withDefinitions(paramsSchema(method), definitions),
    result: withDefinitions(asSchema(method.result?.schema), definitions),
    ...(roles.length > 0 ? { roles } : {}),
    ...(method["x-risk"] === "high" ? { risk: "high" as const } : {}),
    ...(method["x-read-only"] === true ? { readOnly: true } : {}),
    ...(emits.length > 0 ? { emits } : {}),
    ...notesOf(method),
    ...(method["x-mcp"] === false || isSchema(method["x-mcp"]) ? { mcp: method["x-mcp"] as false | McpOffer } : {}),
  };
}

/** By-name parameters as the one object that a call takes. */
function paramsSchema(method: DocumentMethod): Schema {
  if (isSchema(method["x-params-schema"])) return method["x-params-schema"];
  const params = (Array.isArray(method.params) ? method.params : []).filter((param) => typeof param?.name === "string");
  return {
    type: "object",
    properties: Object.fromEntries(params.map((param) => [param.name, asSchema(param.schema)])),
    required: params.filter((param) => param.required === true).map((param) => param.name),
    additionalProperties: false,
  };
}

/** Points references into the document's components at definitions of the schema's own, where it has any. */
function withDefinitions(schema: Schema, definitions: Schema): Schema {
  const text = JSON.stringify(schema);
  if (!text.includes("#/components/schemas/")) return schema;
  const local = (json: string) => JSON.parse(json.replaceAll("#/components/schemas/", "#/$defs/")) as Schema;
  return { ...local(text), $defs: local(JSON.stringify(definitions)) };
}

function asSchema(value: unknown): Schema {
  return isSchema(value) ? value : {};
}

function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string").slice(0, 100) : [];
}
