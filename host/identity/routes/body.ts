import type { Context } from "hono";
import { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";
import type { AuthEnv } from "../ports.ts";

/** Hono's types of the routes below `/auth`. */
export interface RouteEnv {
  Bindings: AuthEnv;
}
export type RouteContext = Context<RouteEnv>;

const MAX_BYTES = 16 * 1024;

/** The JSON body, checked. Another content type is refused: a form of a foreign page could not send this one unasked. */
export async function readBody<T extends z.ZodType>(c: RouteContext, schema: T): Promise<z.output<T>> {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new RpcError("invalid_request", "The body has to be JSON, with content-type application/json");
  }
  const bytes = new Uint8Array(await c.req.arrayBuffer());
  if (bytes.byteLength > MAX_BYTES) throw new RpcError("too_large", "The body is larger than 16 KiB");
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new RpcError("parse_error", "The body is not JSON in UTF-8", { cause });
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const steps = issue.code === "unrecognized_keys" ? [...issue.path, issue.keys[0]!] : issue.path;
  const path = steps.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
  throw new RpcError("invalid_params", `${path || "The body"}: ${issue.message}`, { path });
}
