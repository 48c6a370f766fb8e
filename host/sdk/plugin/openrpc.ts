import { ERRORS } from "../../../schemas/generated/errors.ts";
import type { MethodDescriptor } from "../channel/protocol.ts";

/** What the document says of the plugin; the fields of its manifest. */
export interface OpenRpcInfo {
  id: string;
  version: string;
  name?: string;
  description?: string;
}

/** Errors that any method may answer with. */
const COMMON = ["invalid_params", "forbidden", "plugin_unavailable", "deadline_exceeded", "internal"] as const;

/** The OpenRPC 1.3 document of one plugin, methods sorted by name: the same input always gives the same text. */
export function openrpcOf(descriptors: MethodDescriptor[], info: OpenRpcInfo): Record<string, unknown> {
  const methods = [...descriptors].sort((a, b) => a.name < b.name ? -1 : 1).map(openrpcMethod);
  return {
    openrpc: "1.3.2",
    info: {
      title: info.name ?? info.id,
      version: info.version,
      ...(info.description ? { description: info.description } : {}),
    },
    methods,
    components: {
      errors: Object.fromEntries(
        COMMON.map((
          reason,
        ) => [reason, { code: ERRORS[reason].code, message: ERRORS[reason].title, data: { reason } }]),
      ),
    },
  };
}

/** One method object. Params go by name; an object schema gives one content descriptor a field. */
export function openrpcMethod(method: MethodDescriptor): Record<string, unknown> {
  const properties = (method.params.properties ?? {}) as Record<string, Record<string, unknown>>;
  const required = new Set((method.params.required ?? []) as string[]);
  return {
    name: method.name,
    summary: method.summary,
    ...(method.description ? { description: method.description } : {}),
    paramStructure: "by-name",
    params: Object.entries(properties).map(([name, schema]) => ({
      name,
      required: required.has(name),
      ...(typeof schema.description === "string" ? { description: schema.description } : {}),
      schema,
    })),
    result: { name: "result", schema: method.result },
    errors: COMMON.map((reason) => ({ $ref: `#/components/errors/${reason}` })),
    "x-roles": method.roles ?? ["owner", "admin", "member"],
    "x-risk": method.risk ?? "low",
    "x-read-only": method.readOnly ?? false,
    ...(method.emits ? { "x-emits": method.emits } : {}),
    "x-mcp": method.mcp ?? true,
  };
}
