import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Fault } from "../domain/faults.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";

/** `supervisor.service.faults` */
export const serviceFaults = method({
  summary: "What is wrong in the folder of specs, by file and line",
  examples: [{ params: {} }],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({}),
  result: z.object({ folder: z.string(), items: z.array(Fault) }),
  handler: (_, ctx) => ({ folder: supervisorOf(ctx).folder, items: supervisorOf(ctx).faults }),
});
