import type { MethodDescriptor } from "../sdk/channel/protocol.ts";

/** Larger documents are not read. */
const MAX_BYTES = 4 * 1024 * 1024;

type Schema = Record<string, unknown>;

/** The part of an OpenRPC document that is read here. */
interface Document {
  methods?: {
    name?: unknown;
    summary?: unknown;
    params?: { name?: unknown; required?: unknown; schema?: unknown }[];
    result?: { schema?: unknown };
    "x-params-schema"?: unknown;
  }[];
  components?: { schemas?: Schema };
}

/**
 * The methods that a plugin's `openrpc.json` describes: what is known of a plugin that has not run. Only for showing and
 * for types; a call goes by what the running plugin says of itself. No document, or one that is none: no methods.
 */
export async function methodsOfDocument(folder: string, file: string, id: string): Promise<MethodDescriptor[]> {
  let document: Document;
  try {
    const path = await Deno.realPath(`${folder}/${file}`);
    if (!path.startsWith(`${folder}/`) || (await Deno.stat(path)).size > MAX_BYTES) return [];
    document = JSON.parse(await Deno.readTextFile(path)) as Document;
  } catch {
    return [];
  }
  if (!Array.isArray(document?.methods)) return [];
  const definitions = document.components?.schemas ?? {};
  return document.methods.flatMap((method) => {
    if (typeof method?.name !== "string" || !method.name.startsWith(`${id}.`)) return [];
    return [{
      name: method.name,
      summary: typeof method.summary === "string" ? method.summary : "",
      params: withDefinitions(paramsSchema(method), definitions),
      result: withDefinitions(asSchema(method.result?.schema), definitions),
    }];
  });
}

/** By-name parameters as the one object that a call takes. */
function paramsSchema(method: NonNullable<Document["methods"]>[number]): Schema {
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
