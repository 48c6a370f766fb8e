/** A call as somebody would write it elsewhere: for a terminal, for a program, for the command line of the server. */
import type { ApiMethod } from "./document.ts";

export type SampleLanguage = "curl" | "typescript" | "cli";

export interface SampleCall {
  method: string;
  params: Record<string, unknown>;
  /** Address of the server: `https://team.example.com`. */
  origin: string;
}

/** The variable in which all samples expect an API token. */
export const TOKEN_VARIABLE = "BULKHEAD_TOKEN";

export const SAMPLES: Record<SampleLanguage, (call: SampleCall) => string> = {
  curl: curlSample,
  typescript: typescriptSample,
  cli: cliSample,
};

function curlSample({ method, params, origin }: SampleCall): string {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  return [
    `curl ${shellQuoted(`${origin}/rpc`)}`,
    `  -H 'content-type: application/json'`,
    `  -H "authorization: Bearer $${TOKEN_VARIABLE}"`,
    `  --data-raw ${shellQuoted(body)}`,
  ].join(" \\\n");
}

function cliSample({ method, params }: SampleCall): string {
  const given = Object.keys(params).length === 0 ? "" : ` ${shellQuoted(JSON.stringify(params))}`;
  return `bulkhead call ${method}${given}`;
}

function typescriptSample({ method, params, origin }: SampleCall): string {
  const path = method.split(".").map((step) => (isName(step) ? `.${step}` : `[${JSON.stringify(step)}]`)).join("");
  const given = Object.keys(params).length === 0 ? "" : literal(params, "");
  return [
    "// client.ts is made by: bulkhead client --out client.ts",
    `import { createClient } from "./client.ts";`,
    `import process from "node:process";`,
    "",
    `const client = createClient({ url: ${JSON.stringify(origin)}, token: process.env.${TOKEN_VARIABLE} });`,
    `const result = await client${path}(${given});`,
    "console.log(result);",
  ].join("\n");
}

/** One word of a POSIX shell, whatever stands in it. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** JSON in the way that people write it in a program: names without quotes, short things on one line. */
function literal(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    const items = value.map((item) => literal(item, `${indent}  `));
    return group("[", items, "]", indent);
  }
  if (typeof value === "object" && value !== null) {
    const members = Object.entries(value).map(([name, item]) =>
      `${isName(name) && name !== "__proto__" ? name : computed(name)}: ${literal(item, `${indent}  `)}`
    );
    return members.length === 0 ? "{}" : group("{ ", members, " }", indent);
  }
  return JSON.stringify(value) ?? "undefined";
}

/** `"__proto__": x` would set the prototype. */
function computed(name: string): string {
  return name === "__proto__" ? '["__proto__"]' : JSON.stringify(name);
}

function group(open: string, items: string[], close: string, indent: string): string {
  const short = `${open}${items.join(", ")}${close}`;
  if (indent.length + short.length <= 76 && !short.includes("\n")) return short;
  return `${open.trim()}\n${items.map((item) => `${indent}  ${item},\n`).join("")}${indent}${close.trim()}`;
}

function isName(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** Params for a sample: what never comes out again is not written down in one either. */
export function withoutSecrets(method: ApiMethod, params: Record<string, unknown>): Record<string, unknown> {
  const hidden = new Set(method.params.filter(({ schema }) => schema.writeOnly === true).map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, hidden.has(name) ? `<${name}>` : value]),
  );
}
