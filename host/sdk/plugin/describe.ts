import { z } from "zod";
import type { InitResult, MethodDescriptor } from "../channel/protocol.ts";
import { type AnyMethod, methodsOf, type PluginDefinition } from "./definition.ts";

/** What a plugin offers, as the host learns it at start: methods with JSON Schemas, events it listens to, hook paths. */
export function describePlugin(definition: PluginDefinition, id: string): InitResult {
  return {
    methods: methodsOf(definition, id).map(([name, method]) => descriptor(name, method)),
    listens: Object.keys(definition.events ?? {}),
    hooks: Object.keys(definition.hooks ?? {}),
  };
}

function descriptor(name: string, method: AnyMethod): MethodDescriptor {
  const result: MethodDescriptor = {
    name,
    summary: method.summary,
    params: jsonSchema(method.params, `params of ${name}`),
    result: jsonSchema(method.result, `result of ${name}`),
  };
  if (method.description !== undefined) result.description = method.description;
  if (method.roles !== undefined) result.roles = method.roles;
  if (method.risk !== undefined) result.risk = method.risk;
  if (method.readOnly !== undefined) result.readOnly = method.readOnly;
  if (method.emits !== undefined) result.emits = method.emits;
  if (method.mcp !== undefined) result.mcp = method.mcp;
  if (method.examples !== undefined) result.examples = method.examples;
  if (method.errors !== undefined) result.errors = method.errors;
  return result;
}

function jsonSchema(schema: z.ZodType, what: string): Record<string, unknown> {
  try {
    // Input, for results too: a result is what the handler returned, checked and sent as it is.
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    return rest;
  } catch (error) {
    throw new TypeError(`The ${what} cannot be written as JSON Schema: ${(error as Error).message}`, { cause: error });
  }
}
