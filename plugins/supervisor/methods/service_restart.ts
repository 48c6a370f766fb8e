import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";
import { ByName, presentTo } from "./_service.ts";
import { waitReady } from "./_wait.ts";

/** `supervisor.service.restart` */
export const serviceRestart = method({
  summary: "Ends a service and begins it anew; starts one that was stopped",
  examples: [{ params: { name: "books" } }],
  errors: ["not_found", {
    reason: "not_ready",
    kind: "precondition_failed",
    message: '"books" is not ready after 10 s',
  }],
  roles: OPERATORS,
  emits: ["supervisor.service.changed"],
  params: ByName.extend({
    wait: z.boolean().default(false),
    timeoutMs: z.int().min(1).max(540_000).default(60_000),
  }),
  result: Status,
  handler: async ({ name, wait, timeoutMs }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const unit = supervisor.get(name);
    const running = unit.running !== undefined;
    await supervisor.start(unit, { dependencies: false });
    if (running) await unit.restart();
    if (wait) await waitReady(unit, timeoutMs, ctx);
    return presentTo(ctx, unit);
  },
});
