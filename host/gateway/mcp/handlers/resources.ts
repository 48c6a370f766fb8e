import {
  type ReadResourceResult,
  type Resource,
  ResourceNotFoundError,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { RpcError } from "../../../sdk/errors.ts";
import { clean } from "../catalogue/clean.ts";
import type { ResourceMethod } from "../catalogue/catalogue.ts";
import { fillUri, matchUri, variablesOf } from "../catalogue/offer.ts";
import { isSchema } from "../catalogue/tool_schema.ts";
import { tolerate } from "../call/tolerate.ts";
import { callAs, type HandlerDeps } from "./deps.ts";
import { pageOf } from "./pages.ts";
import { protocolError } from "./protocol_error.ts";
import { fillLine, memberOf } from "./template.ts";

/** Resources that one method lists. */
const MAX_LISTED = 200;

/** `resources/list`, `resources/templates/list` and `resources/read`. */
export function resourceHandlers(server: Server, deps: HandlerDeps): void {
  server.setRequestHandler("resources/list", async ({ params }, ctx) => {
    const { resources, print } = deps.offer.catalogue;
    const lists = await Promise.all(resources.map((one) => listed(one, ctx, deps)));
    const { page, next } = pageOf(lists.flat(), params?.cursor, print);
    return { resources: page, ...(next === undefined ? {} : { nextCursor: next }) };
  });
  server.setRequestHandler("resources/templates/list", ({ params }) => {
    const { resources, print } = deps.offer.catalogue;
    const templates = resources.filter(({ resource }) => variablesOf(resource.uri).length > 0).map((
      { method, resource },
    ) => ({
      uriTemplate: resource.uri,
      name: resource.name!,
      description: clean(method.summary, 200),
      mimeType: resource.mimeType!,
    }));
    const { page, next } = pageOf(templates, params?.cursor, print);
    return { resourceTemplates: page, ...(next === undefined ? {} : { nextCursor: next }) };
  });
  server.setRequestHandler("resources/read", ({ params }, ctx) => read(params.uri, ctx, deps));
}

/** Those that there are now; a list that fails has none, so that one plugin cannot take away the others'. */
async function listed(
  { resource }: ResourceMethod,
  ctx: ServerContext,
  deps: HandlerDeps,
): Promise<Resource[]> {
  const { uri, name, mimeType, list } = resource;
  if (variablesOf(uri).length === 0) return [{ uri, name: name!, mimeType: mimeType! }];
  if (!list) return [];
  const result = await callAs(ctx, deps, list.method, list.params ?? {}).catch(() => undefined);
  const items = isSchema(result) && Array.isArray(result.items) ? result.items : [];
  return items.slice(0, MAX_LISTED).flatMap((item) => {
    const values: Record<string, string> = {};
    for (const variable of variablesOf(uri)) {
      const value = memberOf(item, list.variables[variable] ?? variable);
      if (typeof value !== "string" || value === "") return [];
      values[variable] = value;
    }
    const about = list.description === undefined ? "" : clean(memberOf(item, list.description), 500);
    return [{
      uri: fillUri(uri, values),
      name: (list.name === undefined ? "" : clean(memberOf(item, list.name), 200)) || Object.values(values).join(" "),
      title: clean(`${name}: ${memberOf(item, list.name ?? "") ?? ""}`, 200),
      mimeType: mimeType!,
      ...(about === "" ? {} : { description: about }),
    }];
  });
}

async function read(uri: string, ctx: ServerContext, deps: HandlerDeps): Promise<ReadResourceResult> {
  for (const { method, resource } of deps.offer.catalogue.resources) {
    const values = matchUri(resource.uri, uri);
    if (!values) continue;
    let result: unknown;
    try {
      result = await callAs(ctx, deps, method.name, tolerate(method.params, { ...resource.params, ...values }));
    } catch (error) {
      if (!(error instanceof RpcError)) throw error;
      throw error.kind === "not_found" ? new ResourceNotFoundError(uri, error.message) : protocolError(error);
    }
    const { mimeType, base64 } = resource;
    const text = textOf(result, resource);
    return { contents: [{ uri, mimeType: mimeType!, ...(base64 ? { blob: text } : { text }) }] };
  }
  throw new ResourceNotFoundError(uri.slice(0, 300));
}

function textOf(result: unknown, { text, line }: ResourceMethod["resource"]): string {
  if (line !== undefined && isSchema(result) && Array.isArray(result.items)) {
    return result.items.map((item) => fillLine(line, item)).join("\n\n");
  }
  const value = text === undefined ? result : memberOf(result, text);
  return typeof value === "string" ? value : JSON.stringify(value ?? null, null, 2);
}
