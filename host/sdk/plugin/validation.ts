import type { z } from "zod";
import { RpcError } from "../errors.ts";

/** The issues that one message names at most; the first one gives `data.path`. */
const NAMED = 3;

/** What zod found wrong with params, as an `invalid_params` error a stranger can act on. */
export function invalidParams(method: string, error: z.ZodError, params: unknown): RpcError {
  const first = error.issues[0];
  return new RpcError("invalid_params", `Invalid params of ${method}: ${describe(error, params)}`, {
    path: first ? pointer(leaf(first)) : "",
    hint: `Its schema is in /openrpc.json under "${method}"`,
  });
}

/** What zod found wrong with a handler's result: a fault of the plugin, never of the caller. */
export function invalidResult(method: string, error: z.ZodError, result: unknown): RpcError {
  return new RpcError("internal", `The result of ${method} does not fit its schema: ${describe(error, result)}`);
}

/** All issues in one sentence. */
export function describe(error: z.ZodError, value: unknown): string {
  const shown = error.issues.slice(0, NAMED).map((issue) => sentence(issue, value));
  const more = error.issues.length - shown.length;
  return shown.join("; ") + (more > 0 ? `; and ${more} more` : "");
}

/** A JSON pointer (RFC 6901) of a zod path. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => "/" + String(part).replaceAll("~", "~0").replaceAll("/", "~1")).join("");
}

type Issue = z.ZodError["issues"][number];

/** The path that helps most: an unknown key is named itself, not the object that holds it. */
function leaf(issue: Issue): PropertyKey[] {
  return issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0] ?? ""] : [...issue.path];
}

function sentence(issue: Issue, root: unknown): string {
  const at = pointer(leaf(issue));
  const where = at === "" ? "the value" : `"${at}"`;
  if (issue.code === "unrecognized_keys") return `${where} is not a known field`;
  if (issue.code === "invalid_type") {
    if (issue.path.length > 0 && valueAt(root, issue.path) === undefined) {
      return `${where} is missing (expected ${issue.expected})`;
    }
    return `${where} must be ${issue.expected}, not ${typeName(valueAt(root, issue.path))}`;
  }
  return `${where}: ${issue.message}`;
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  let value = root;
  for (const part of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[part];
  return value;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
