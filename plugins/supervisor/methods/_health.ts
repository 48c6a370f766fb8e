import { z } from "zod";
import type { HealthRow } from "../store/services.ts";

/** One answer of a check. */
export const Sample = z.object({
  at: z.iso.datetime(),
  kind: z.enum(["startup", "readiness", "liveness"]),
  ok: z.boolean(),
  ms: z.int(),
  detail: z.string(),
});

export function presentSample({ at, kind, ok, ms, detail }: HealthRow): z.infer<typeof Sample> {
  return { at, kind: kind as "startup", ok: ok === 1, ms, detail };
}
