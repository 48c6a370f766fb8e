import type { z } from "zod";
import { RpcError } from "../../sdk/errors.ts";

/** What a compartment sent, as a schema has it. Throws RpcError `invalid_params` that names the place. */
export function parse<S extends z.ZodType>(schema: S, params: unknown): z.output<S> {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RpcError("invalid_params", issue!.message, { path: `/${issue!.path.join("/")}` });
}
