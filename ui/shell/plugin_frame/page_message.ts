import type { FromPage } from "../../sdk/page/protocol.ts";
import { cleanRoute } from "./route_text.ts";

/** Characters of a call's params as JSON. */
export const MAX_PARAMS = 256 * 1024;
/** Types in one subscription. */
const MAX_TYPES = 64;
const MAX_HEIGHT = 20_000;
const TYPE = /^([A-Za-z0-9_-]+|\*)(\.([A-Za-z0-9_-]+|\*))*(\.\*\*)?$/;

/** A message that fits, or what is wrong with a call, so that its page gets an answer. */
export type Parsed =
  | { message: FromPage }
  | { refused: { id: number | string; reason: "invalid_params" | "too_large"; message: string } }
  | undefined;

/**
 * Reads what a page sent; undefined for what no page should send. Everything is built anew from what is expected:
 * nothing else of the page's object, such as a `confirmed`, goes on.
 */
export function parseMessage(data: unknown): Parsed {
  if (typeof data !== "object" || data === null) return undefined;
  const { type, id, method, params, types, route, replace, height } = data as Record<string, unknown>;
  switch (type) {
    case "bulkhead:ready":
      return { message: { type } };
    case "bulkhead:rpc":
      return isId(id) ? parseCall(id, method, params) : undefined;
    case "bulkhead:subscribe": {
      if (!Array.isArray(types) || types.length > MAX_TYPES || !types.every(isType)) return undefined;
      return { message: { type, types: [...new Set(types)] } };
    }
    case "bulkhead:route": {
      const clean = typeof route === "string" ? cleanRoute(route) : undefined;
      return clean === undefined ? undefined : { message: { type, route: clean, replace: replace === true } };
    }
    case "bulkhead:resize": {
      if (typeof height !== "number" || !Number.isFinite(height) || height < 0) return undefined;
      return { message: { type, height: Math.min(MAX_HEIGHT, Math.ceil(height)) } };
    }
    default:
      return undefined;
  }
}

function parseCall(id: number | string, method: unknown, params: unknown): Parsed {
  const refuse = (reason: "invalid_params" | "too_large", message: string): Parsed => ({
    refused: { id, reason, message },
  });
  if (typeof method !== "string" || method.length === 0 || method.length > 200) {
    return refuse("invalid_params", "A call names its method");
  }
  if (params === undefined || params === null) return { message: { type: "bulkhead:rpc", id, method, params: {} } };
  if (typeof params !== "object" || Array.isArray(params)) {
    return refuse("invalid_params", `"params" of "${method}" must be an object, as parameters go by name`);
  }
  let text: string;
  try {
    text = JSON.stringify(params);
  } catch {
    return refuse("invalid_params", `"params" of "${method}" are no JSON`);
  }
  if (text.length > MAX_PARAMS) {
    return refuse(
      "too_large",
      `"params" of "${method}" have ${text.length} characters, at most ${MAX_PARAMS} are sent`,
    );
  }
  return { message: { type: "bulkhead:rpc", id, method, params: JSON.parse(text) } };
}

function isId(id: unknown): id is number | string {
  return typeof id === "number" ? Number.isFinite(id) : typeof id === "string" && id.length <= 100;
}

function isType(type: unknown): type is string {
  return typeof type === "string" && type.length <= 200 && (type === "**" || TYPE.test(type));
}
