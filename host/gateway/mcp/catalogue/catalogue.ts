import type { Prompt, Tool } from "@modelcontextprotocol/server";
import { createHash } from "node:crypto";
import type { McpResource, MethodDescriptor } from "../../../sdk/channel/protocol.ts";
import { clean } from "./clean.ts";
import { MANY_TOOLS, META_TOOLS } from "./meta_tools.ts";
import { offerOf } from "./offer.ts";
import { toolOf } from "./tool.ts";
import { isSchema } from "./tool_schema.ts";

/** A method whose answers are resources. */
export interface ResourceMethod {
  method: MethodDescriptor;
  resource: McpResource;
}

/** Everything that one kind of caller is offered at one address. */
export interface Catalogue {
  /** In the order in which they are listed, the host's own first. */
  readonly tools: readonly Tool[];
  /** All methods that may be called as tools, by tool name, whether listed or not. */
  readonly methods: ReadonlyMap<string, MethodDescriptor>;
  /** The tools of {@linkcode methods}. */
  readonly searchable: readonly Tool[];
  readonly prompts: ReadonlyMap<string, { method: MethodDescriptor; prompt: Prompt }>;
  readonly resources: readonly ResourceMethod[];
  /** Changes when any of it does. */
  readonly print: string;
}

/** Tools are made once for each description of a method: most catalogues share most of them. */
const made = new WeakMap<MethodDescriptor, Tool>();

/**
 * What these methods are over MCP. `names` has the tool name of each. With `searchOnly` no tool is listed but the two that
 * find and run the others.
 */
export function makeCatalogue(
  visible: readonly MethodDescriptor[],
  names: ReadonlyMap<string, string>,
  searchOnly: boolean,
): Catalogue {
  const methods = new Map<string, MethodDescriptor>();
  const searchable: Tool[] = [];
  const prompts = new Map<string, { method: MethodDescriptor; prompt: Prompt }>();
  const resources: ResourceMethod[] = [];
  for (const method of visible) {
    const offer = offerOf(method);
    const name = names.get(method.name);
    if (!offer || name === undefined) continue;
    if (offer.resource) resources.push({ method, resource: offer.resource });
    if (offer.prompt) prompts.set(name, { method, prompt: promptOf(method, name) });
    else {
      methods.set(name, method);
      searchable.push(toolUnder(method, name));
    }
  }
  const many = searchOnly || searchable.length > MANY_TOOLS;
  const tools = many ? [...META_TOOLS, ...searchOnly ? [] : searchable] : searchable;
  const print = createHash("sha256").update(
    JSON.stringify([
      searchable,
      [...prompts.values()].map(({ prompt }) => prompt),
      resources.map((one) => one.resource),
    ]),
  ).digest("base64url");
  return { tools, methods, searchable, prompts, resources, print };
}

function toolUnder(method: MethodDescriptor, name: string): Tool {
  const known = made.get(method);
  if (known?.name === name) return known;
  const tool = toolOf(method, name);
  made.set(method, tool);
  return tool;
}

function promptOf(method: MethodDescriptor, name: string): Prompt {
  const properties = isSchema(method.params.properties) ? method.params.properties : {};
  const required = Array.isArray(method.params.required) ? method.params.required : [];
  return {
    name,
    title: clean(method.summary, 200),
    description: clean(method.description, 2_000) || clean(method.summary, 200),
    arguments: Object.entries(properties).slice(0, 50).map(([argument, schema]) => ({
      name: argument,
      required: required.includes(argument),
      ...(isSchema(schema) && typeof schema.description === "string"
        ? { description: clean(schema.description, 500) }
        : {}),
    })),
  };
}
