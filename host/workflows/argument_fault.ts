import { RpcError } from "../sdk/errors.ts";

/** Characters of a value that a message shows. */
const MAX_SHOWN = 120;

/** What a script's call failed with; wrong arguments are told with the method, where they are wrong, and what stood there. */
export function argumentFault(error: unknown, { method, params }: { method: string; params: unknown }): unknown {
  if (!(error instanceof RpcError) || error.kind !== "invalid_params") return error;
  const { reason, path = "", hint } = error.data;
  const given = valueAt(params, path);
  const shown = given === undefined ? "" : ` (given: ${short(given)})`;
  const where = path === "" ? "" : ` at "${path}"`;
  const named = error.message.includes(method)
    ? error.message
    : `Wrong arguments of ${method}${where}: ${error.message}`;
  return new RpcError("invalid_params", named + shown, { reason, path, ...(hint === undefined ? {} : { hint }) });
}

/** Undefined for nothing, and for a pointer into something else. */
function valueAt(value: unknown, pointer: string): unknown {
  let at = value;
  for (const step of pointer.split("/").slice(1)) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as Record<string, unknown>)[step.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return pointer === "" ? undefined : at;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}
