import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Name } from "../domain/spec.ts";
import { supervisorOf } from "../engine/current.ts";
import { scheduleName } from "../engine/schedules.ts";
import { OPERATORS } from "./_roles.ts";

const Action = z.object({
  service: z.string(),
  name: z.string(),
  description: z.string().optional(),
  exec: z.array(z.string()),
  schedule: z.string().optional(),
  timezone: z.string().optional(),
  nextAt: z.iso.datetime().optional(),
  lastAt: z.iso.datetime().optional(),
  needs: z.array(z.string()),
});

/** `supervisor.action.list` */
export const actionList = method({
  summary: "Lists what services can do beside running, and when that is due",
  examples: [{ params: { service: "books" } }],
  errors: ["not_found"],
  roles: OPERATORS,
  readOnly: true,
  params: z.object({ service: Name.optional() }),
  result: z.object({ items: z.array(Action) }),
  handler: async ({ service }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const units = service === undefined ? [...supervisor.units.values()] : [supervisor.get(service)];
    const times = new Map((await ctx.schedule.list()).map((one) => [one.name, one]));
    const items = units.flatMap((unit) =>
      unit.actions.map(({ name, description, exec, schedule, timezone, needs }) => {
        const { nextAt, lastAt } = times.get(scheduleName(unit.name, name)) ?? {};
        return {
          ...{ service: unit.name, name, exec, needs },
          ...(description === undefined ? {} : { description }),
          ...(schedule === undefined ? {} : { schedule, timezone }),
          ...(nextAt === undefined ? {} : { nextAt }),
          ...(lastAt === undefined ? {} : { lastAt }),
        };
      })
    );
    return { items };
  },
});
