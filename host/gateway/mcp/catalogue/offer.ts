import type { McpOffer, McpResource, MethodDescriptor } from "../../../sdk/channel/protocol.ts";
import { clean } from "./clean.ts";
import { isSchema } from "./tool_schema.ts";

/** The parts of an address: texts and, in between, names of parameters. */
const VARIABLE = /\{([A-Za-z][A-Za-z0-9_]{0,63})\}/g;
const MAX_URI = 300;

/**
 * What a method says of how it is offered. It comes from the plugin's own code, so what has another form counts as missing:
 * a resource's address lies below the method's own prefix, and so does the method that lists them.
 */
export function offerOf(method: MethodDescriptor): McpOffer | undefined {
  if (method.mcp === false) return undefined;
  if (!isSchema(method.mcp)) return {};
  const { prompt, content, resource } = method.mcp as Record<string, unknown>;
  const described = isSchema(resource) ? resourceOf(method, resource) : undefined;
  return {
    ...(prompt === true ? { prompt: true } : {}),
    ...(content === true ? { content: true } : {}),
    ...(described ? { resource: described } : {}),
  };
}

/** Schemes of addresses that are somebody else's, should a plugin be called so. */
const KNOWN_SCHEMES = /^(https?|file|git|data|ui|wss?|ftp|mailto|urn|blob|about|javascript)$/;

/** `bulkhead://<prefix>/…` or `<prefix>://…`. */
function isOwn(uri: string, prefix: string): boolean {
  return uri.startsWith(`bulkhead://${prefix}/`) || (uri.startsWith(`${prefix}://`) && !KNOWN_SCHEMES.test(prefix));
}

function resourceOf(method: MethodDescriptor, given: Record<string, unknown>): McpResource | undefined {
  const prefix = method.name.slice(0, method.name.indexOf(".") + 1);
  const { uri, list } = given;
  if (typeof uri !== "string" || uri.length > MAX_URI || !method.readOnly) return undefined;
  const plain = uri.replaceAll(VARIABLE, "x");
  if (!isOwn(plain, prefix.slice(0, -1)) || !/^[A-Za-z0-9:/._~-]+$/.test(plain)) return undefined;
  const resource: McpResource = { uri };
  const { name, text, line, params } = given;
  if (typeof text === "string") resource.text = text;
  if (typeof line === "string") resource.line = line.slice(0, 500);
  const readable = resource.text !== undefined || resource.line !== undefined;
  resource.name = clean(name, 100) || clean(method.summary, 100);
  resource.mimeType = typeof given.mimeType === "string" && /^[\w.+-]+\/[\w.+-]+$/.test(given.mimeType)
    ? given.mimeType
    : readable
    ? "text/markdown"
    : "application/json";
  if (given.base64 === true) resource.base64 = true;
  if (isSchema(params)) resource.params = params;
  if (isSchema(list) && typeof list.method === "string" && list.method.startsWith(prefix) && isSchema(list.variables)) {
    resource.list = {
      method: list.method,
      variables: Object.fromEntries(
        Object.entries(list.variables).filter((one): one is [string, string] => typeof one[1] === "string"),
      ),
      ...(isSchema(list.params) ? { params: list.params } : {}),
      ...(typeof list.name === "string" ? { name: list.name } : {}),
      ...(typeof list.description === "string" ? { description: list.description } : {}),
    };
  }
  return resource;
}

/** Names of the parameters in an address. */
export function variablesOf(uri: string): string[] {
  return Array.from(uri.matchAll(VARIABLE), ([, name]) => name!);
}

/** An address with its parameters filled in. */
export function fillUri(uri: string, values: Record<string, string>): string {
  return uri.replaceAll(VARIABLE, (_, name: string) => encodeURIComponent(values[name] ?? ""));
}

/** The parameters that an address holds, or undefined when it is not of this form. A parameter is one step of the path. */
export function matchUri(template: string, uri: string): Record<string, string> | undefined {
  if (uri.length > 2 * MAX_URI) return undefined;
  const steps = template.split("/");
  const given = uri.split("/");
  if (steps.length !== given.length) return undefined;
  const values: [string, string][] = [];
  for (const [index, step] of steps.entries()) {
    const variable = /^\{(\w+)\}$/.exec(step)?.[1];
    if (variable === undefined) {
      if (given[index] !== step) return undefined;
      continue;
    }
    try {
      values.push([variable, decodeURIComponent(given[index]!)]);
    } catch {
      return undefined;
    }
  }
  return values.every(([, value]) => value !== "") ? Object.fromEntries(values) : undefined;
}
