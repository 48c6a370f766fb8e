import type { Server, ServerContext } from "@modelcontextprotocol/server";
import { isSchema } from "../catalogue/tool_schema.ts";
import { callAs, type HandlerDeps } from "./deps.ts";
import { memberOf } from "./template.ts";

/** As the protocol says. */
const MAX_VALUES = 100;

/** `completion/complete`: values of an enum for a prompt's argument, what there is for a part of a resource's address. */
export function completionHandler(server: Server, deps: HandlerDeps): void {
  server.setRequestHandler("completion/complete", async ({ params: { ref, argument } }, ctx) => {
    const begin = argument.value.toLowerCase();
    const all = ref.type === "ref/prompt"
      ? enumOf(ref.name, argument.name, deps)
      : await variablesLike(ref.uri, argument.name, ctx, deps);
    const values = all.filter((value) => value.toLowerCase().startsWith(begin));
    return {
      completion: {
        values: values.slice(0, MAX_VALUES),
        total: values.length,
        hasMore: values.length > MAX_VALUES,
      },
    };
  });
}

function enumOf(name: string, argument: string, { offer }: HandlerDeps): string[] {
  const properties = offer.catalogue.prompts.get(name)?.method.params.properties;
  const property = isSchema(properties) && Object.hasOwn(properties, argument) ? properties[argument] : undefined;
  return isSchema(property) && Array.isArray(property.enum)
    ? property.enum.filter((value) => typeof value === "string")
    : [];
}

async function variablesLike(uri: string, name: string, ctx: ServerContext, deps: HandlerDeps): Promise<string[]> {
  const list = deps.offer.catalogue.resources.find(({ resource }) => resource.uri === uri)?.resource.list;
  const path = list?.variables[name];
  if (!list || path === undefined) return [];
  const result = await callAs(ctx, deps, list.method, list.params ?? {}).catch(() => undefined);
  const items = isSchema(result) && Array.isArray(result.items) ? result.items : [];
  return items.map((item) => memberOf(item, path)).filter((value) => typeof value === "string");
}
