import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { docComment, typeOfSchema } from "./json_schema_types.ts";

/** Event types with the JSON Schemas of their data, as the manifests' `events.emits` have them. */
export type EventSchemas = Record<string, Record<string, unknown>>;

/** A node of the tree that method names make below a plugin. */
interface Branch {
  method?: MethodDescriptor;
  children: Map<string, Branch>;
}

const HEAD = `// Generated from the method definitions of the plugins. Do not edit.

/** How often and how fast a failed call is tried again, and how long an attempt may take; milliseconds or as "5s". */
export interface CallOptions {
  retry?: {
    max?: number;
    delayMs?: Duration;
    factor?: number;
    maxDelayMs?: Duration;
    on?: readonly string[];
    never?: readonly string[];
    giveUp?: "fail" | "pause";
  };
  timeout?: Duration;
}
type Duration = number | \`\${number}\${"ms" | "s" | "m" | "h" | "d" | "w"}\`;

/** Clients of the plugins that a script may name in \`uses\`. Every call is a durable step. */
`;

/**
 * The module of types from which scripts know the plugins' methods: `interface Plugins`, plugin id → nested client. It imports
 * nothing, and the same methods give the same text.
 */
export function pluginTypes(methods: MethodDescriptor[], events: EventSchemas = {}): string {
  const body = clientTypes(methods, "CallOptions");
  const clients = `export interface Plugins {${body === "" ? "" : `\n${body}`}}\n`;
  return `${HEAD}${clients}\n${eventTypes(events)}`;
}

/** The members of an interface with a client for each method, nested as the names are; each takes params and options. */
export function clientTypes(methods: MethodDescriptor[], options: string): string {
  const plugins = new Map<string, Branch>();
  for (const method of [...methods].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    let children = plugins;
    let branch: Branch | undefined;
    for (const segment of method.name.split(".")) {
      branch = children.get(segment);
      if (!branch) children.set(segment, branch = { children: new Map() });
      children = branch.children;
    }
    branch!.method = method;
  }
  return [...plugins].map(([id, branch]) => property(id, branch, { indent: "  ", options })).join("");
}

/** Data of the events by type. Patterns, and schemas that say nothing of the data, are left out: those are any. */
function eventTypes(events: EventSchemas): string {
  const told = Object.entries(events).filter(([type, schema]) =>
    !type.includes("*") && typeof schema.properties === "object" && schema.properties !== null
  ).sort(([a], [b]) => (a < b ? -1 : 1));
  const body = told.map(([type, schema]) => `  ${JSON.stringify(type)}: ${indented(typeOfSchema(schema), "  ")};\n`);
  return `/** What events carry in \`data\`, by type. */\nexport interface Events {${
    body.length === 0 ? "" : `\n${body.join("")}`
  }}\n`;
}

interface Place {
  indent: string;
  /** Name of the type of a call's options. */
  options: string;
}

function property(name: string, branch: Branch, at: Place): string {
  const { indent } = at;
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
  const doc = branch.method ? docComment(branch.method.summary, indent) : "";
  const types: string[] = [];
  if (branch.method) types.push(signature(branch.method, at));
  if (branch.children.size > 0) {
    const inner = [...branch.children].map(([child, below]) => property(child, below, { ...at, indent: `${indent}  ` }))
      .join("");
    types.push(`{\n${inner}${indent}}`);
  }
  const type = types.length === 1 ? types[0]! : types.map((part) => `(${part})`).join(" & ");
  return `${doc}${indent}${key}: ${type};\n`;
}

function signature(method: MethodDescriptor, { indent, options }: Place): string {
  const params = indented(typeOfSchema(method.params), indent);
  const required = Array.isArray(method.params.required) && method.params.required.length > 0;
  return `(params${required ? "" : "?"}: ${params}, options?: ${options}) => Promise<${
    indented(typeOfSchema(method.result), indent)
  }>`;
}

function indented(type: string, indent: string): string {
  return type.replaceAll("\n", `\n${indent}`);
}
