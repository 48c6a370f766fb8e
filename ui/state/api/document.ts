/** What the API page reads of the host's OpenRPC document (`rpc.discover`). */

export type Schema = Record<string, unknown>;

export interface ApiParam {
  name: string;
  required?: boolean;
  schema: Schema;
  description?: string;
}

export interface ApiError {
  code: number;
  /** What it means. */
  message: string;
  reason: string;
}

export interface ApiExample {
  name: string;
  params: Record<string, unknown>;
  result?: { value: unknown };
}

export interface ApiEvent {
  name: string;
  plugin: string;
  schema: Schema;
  volatile?: boolean;
}

/** One method, with everything that the page shows of it. */
export interface ApiMethod {
  /** Full name: `chat.message.send`. */
  name: string;
  /** Its first segment. */
  group: string;
  summary: string;
  description?: string;
  params: ApiParam[];
  /** Schema of the params as one object. */
  paramsSchema: Schema;
  result: Schema;
  roles: string[];
  readOnly: boolean;
  /** It should not be called without a second thought. */
  grave: boolean;
  /** It works over a WebSocket alone. */
  socketOnly: boolean;
  errors: ApiError[];
  examples: ApiExample[];
  emits: string[];
}

/** A plugin, the host or the workflows. */
export interface ApiGroup {
  name: string;
  methods: ApiMethod[];
  events: ApiEvent[];
}

export interface Api {
  version: string;
  /** Where calls go to. */
  url: string;
  groups: ApiGroup[];
  components: Schema;
}

interface RawMethod {
  name: string;
  summary?: string;
  description?: string;
  params: ApiParam[];
  result?: { schema?: Schema };
  errors?: { $ref?: string; code?: number; message?: string; data?: { reason?: string } }[];
  examples?: { name: string; params: { name: string; value: unknown }[]; result?: { value: unknown } }[];
  "x-roles"?: string[];
  "x-read-only"?: boolean;
  "x-risk"?: string;
  "x-emits"?: string[];
  "x-params-schema"?: Schema;
}

/** As `rpc.discover` answers it. */
export interface OpenRpcDocument {
  info: { version: string };
  servers?: { url: string }[];
  methods: RawMethod[];
  components?: { schemas?: Schema; errors?: Record<string, { code: number; message: string }> };
  "x-events"?: ApiEvent[];
}

/** Last steps of names that take something away; the host marks tools for agents by the same. */
const DESTROYS = /\.(delete|remove|drop|uninstall|revoke|rollback|restore|disable|archive|leave|cancel|reset|clear)$/;

/** The document as groups: plugins by their ids first, then workflows, then the host itself. */
export function readApi(document: OpenRpcDocument): Api {
  const { methods, components = {}, info, servers } = document;
  const groups = new Map<string, ApiGroup>();
  const group = (name: string): ApiGroup => {
    let found = groups.get(name);
    if (!found) groups.set(name, found = { name, methods: [], events: [] });
    return found;
  };
  for (const raw of methods) {
    const method = readMethod(raw, components.errors ?? {});
    group(method.group).methods.push(method);
  }
  for (const event of document["x-events"] ?? []) groups.get(event.plugin)?.events.push(event);
  return {
    version: info.version,
    url: servers?.[0]?.url ?? "/rpc",
    groups: [...groups.values()].sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? -1 : 1)),
    components: components as Schema,
  };
}

function rank(name: string): number {
  const at = ["workflow", "host", "events", "rpc"].indexOf(name);
  return at + 1;
}

function readMethod(raw: RawMethod, errors: Record<string, { code: number; message: string }>): ApiMethod {
  const { name, params } = raw;
  const readOnly = raw["x-read-only"] === true;
  return {
    name,
    group: name.slice(0, name.indexOf(".")),
    summary: raw.summary ?? "",
    description: raw.description,
    params,
    paramsSchema: raw["x-params-schema"] ?? {
      type: "object",
      properties: Object.fromEntries(
        params.map(({ name, schema, description }) => [name, description ? { ...schema, description } : schema]),
      ),
      required: params.filter(({ required }) => required).map(({ name }) => name),
    },
    result: raw.result?.schema ?? {},
    roles: raw["x-roles"] ?? [],
    readOnly,
    grave: !readOnly && (raw["x-risk"] === "high" || DESTROYS.test(name)),
    socketOnly: name.startsWith("events.") || name === "rpc.cancel",
    errors: (raw.errors ?? []).flatMap(({ $ref, code, message, data }) => {
      const reason = $ref?.split("/").at(-1) ?? data?.reason ?? "";
      const known = $ref ? errors[reason] : undefined;
      if (known) return [{ ...known, reason }];
      return code === undefined ? [] : [{ code, message: message ?? "", reason }];
    }),
    examples: (raw.examples ?? []).map(({ name, params, result }) => ({
      name,
      params: Object.fromEntries(params.map((param) => [param.name, param.value])),
      ...(result ? { result } : {}),
    })),
    emits: raw["x-emits"] ?? [],
  };
}

/** The groups with what fits the words: each has to stand in the name or in the summary. */
export function searchApi(groups: readonly ApiGroup[], query: string): ApiGroup[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...groups];
  return groups.flatMap((group) => {
    const methods = group.methods.filter(({ name, summary }) => {
      const text = `${name} ${summary}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
    return methods.length === 0 ? [] : [{ ...group, methods }];
  });
}
