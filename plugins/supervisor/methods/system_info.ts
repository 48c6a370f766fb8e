import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { ACTUAL, type Actual } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.system.info` */
export const systemInfo = method({
  summary: "Where specs are read from, how many services are in which state, and what is weak on this machine",
  examples: [{ params: {} }],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({}),
  result: z.object({
    folder: z.string(),
    services: z.int(),
    states: z.partialRecord(z.enum(ACTUAL), z.int()),
    faults: z.int(),
    confined: z.boolean().describe("Services do not see the host's data folder"),
    warnings: z.array(z.string()),
  }),
  handler: (_, ctx) => {
    const { folder, units, faults, confined } = supervisorOf(ctx);
    const states: Partial<Record<Actual, number>> = {};
    for (const { actual } of units.values()) states[actual] = (states[actual] ?? 0) + 1;
    const warnings = confined ? [] : [
      "bubblewrap does not work here: services can read all that the host's user can, its data folder too. " +
      "Install it (apt-get install bubblewrap), or run the host as a user of its own",
    ];
    return { folder, services: units.size, states, faults: faults.length, confined, warnings };
  },
});
