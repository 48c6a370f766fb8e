import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Fault } from "../domain/faults.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.service.reload` */
export const serviceReload = method({
  summary: "Reads the folder of specs anew and says what has changed; happens by itself whenever a file there does",
  description:
    "Only what was launched with something that is other now begins anew. A file that is at fault changes nothing: " +
    "the last good one counts.",
  examples: [{ params: {} }],
  roles: OPERATORS,
  params: z.object({}),
  result: z.object({
    added: z.array(z.string()),
    changed: z.array(z.string()),
    restarted: z.array(z.string()),
    removed: z.array(z.string()),
    faults: z.array(Fault),
  }),
  handler: async (_, ctx) => await supervisorOf(ctx).reload(),
});
