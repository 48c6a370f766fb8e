import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { supervisorOf } from "../engine/current.ts";
import { VIEWERS } from "./_roles.ts";

/** `supervisor.graph` */
export const graph = method({
  summary: "Which service waits for which, and for what",
  examples: [{ params: {} }],
  roles: VIEWERS,
  readOnly: true,
  params: z.object({}),
  result: z.object({
    nodes: z.array(z.object({ name: z.string(), actual: z.string(), known: z.boolean() })),
    edges: z.array(z.object({ from: z.string().describe("Who waits"), to: z.string(), condition: z.string() })),
  }),
  handler: (_, ctx) => {
    const { units } = supervisorOf(ctx);
    const edges = [...units.values()].flatMap((unit) =>
      unit.spec.after.map(({ service, condition }) => ({ from: unit.name, to: service, condition }))
    );
    const names = new Set([...units.keys(), ...edges.map(({ to }) => to)]);
    const nodes = [...names].sort().map((name) => {
      const unit = units.get(name);
      return { name, actual: unit?.actual ?? "skipped", known: unit !== undefined };
    });
    return { nodes, edges };
  },
});
