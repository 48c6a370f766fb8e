import type { z } from "zod";

/**
 * The schema of a method's params that refuses what it does not name. zod leaves such fields out: a misspelt
 * `privat: true` would do something else than was asked for. `z.looseObject` lets others through on purpose, and
 * everything that is not a plain object stays as it is.
 *
 * @example
 * ```ts
 * import { z } from "zod";
 * import { closedParams } from "./closed_params.ts";
 *
 * const params = closedParams(z.object({ name: z.string() }));
 * if (params.safeParse({ name: "a", privat: true }).success) throw new Error("taken");
 * ```
 */
export function closedParams<T extends z.ZodType>(params: T): T {
  // By its shape and not by its class: a plugin may bring a zod of its own.
  const { def, strict } = params as unknown as { def: { type: string; catchall?: unknown }; strict?(): T };
  return def.type === "object" && def.catchall === undefined && strict ? strict.call(params) : params;
}
