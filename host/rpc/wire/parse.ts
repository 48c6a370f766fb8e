import { RpcError } from "../../sdk/errors.ts";

/** Nesting of arrays and objects that a message may have. */
export const MAX_DEPTH = 64;
/** Bytes of one message on `/rpc` and on a WebSocket. */
export const MAX_BODY_BYTES = 1024 * 1024;

const decoder = new TextDecoder("utf-8", { fatal: true });

/** Bytes to text; throws `parse_error` for what is not UTF-8. */
export function decodeBody(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new RpcError("parse_error", "The body is not valid UTF-8");
  }
}

/**
 * Text to a JSON value: `parse_error` for what is not JSON, `invalid_request` for nesting above {@linkcode MAX_DEPTH}
 * and for keys that could reach a prototype.
 */
export function parseJson(text: string): unknown {
  if (deeperThan(text, MAX_DEPTH)) {
    throw new RpcError("invalid_request", `The body is nested deeper than ${MAX_DEPTH} levels`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RpcError("parse_error", `The body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
  // An escaped spelling of the key (\u005f) is why any escape leads to a look.
  if ((text.includes("__proto__") || text.includes("\\u")) && hasProtoKey(value)) {
    throw new RpcError("invalid_request", 'The key "__proto__" is not allowed');
  }
  return value;
}

/** Counts brackets outside of strings, before anything is built from the text. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 34) { // "
      index = endOfString(text, index);
    } else if (code === 91 || code === 123) { // [ {
      if (++depth > limit) return true;
    } else if (code === 93 || code === 125) { // ] }
      depth--;
    }
  }
  return false;
}

/** Position of the quote that closes the string which opens at `start`; the end of the text when none does. */
function endOfString(text: string, start: number): number {
  let index = start;
  for (;;) {
    index = text.indexOf('"', index + 1);
    if (index === -1) return text.length;
    let backslashes = 0;
    while (text.charCodeAt(index - 1 - backslashes) === 92) backslashes++;
    if (backslashes % 2 === 0) return index;
  }
}

function hasProtoKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasProtoKey);
  if (Object.hasOwn(value, "__proto__")) return true;
  return Object.values(value).some(hasProtoKey);
}
