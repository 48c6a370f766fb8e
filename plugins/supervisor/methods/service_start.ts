import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { OPERATORS } from "./_roles.ts";
import { ByName, presentTo } from "./_service.ts";
import { waitReady } from "./_wait.ts";

/** `supervisor.service.start` */
export const serviceStart = method({
  summary: "Wants a service to run, and what it needs with it",
  description:
    "What somebody stopped is not started along, unless `dependencies` says so. With `wait` it answers when the " +
    "service is ready, and fails with what is wrong and what to do when it does not become so.",
  examples: [{ params: { name: "books" } }, { params: { name: "books", wait: true, timeoutMs: 10000 } }],
  errors: [
    "not_found",
    { reason: "disabled", kind: "precondition_failed", message: '"books" is disabled' },
    { reason: "not_ready", kind: "precondition_failed", message: '"books" is not ready after 10 s: it is starting' },
  ],
  roles: OPERATORS,
  emits: ["supervisor.service.changed"],
  params: ByName.extend({
    dependencies: z.boolean().default(false).describe("Start what it needs even where somebody has stopped it"),
    wait: z.boolean().default(false),
    timeoutMs: z.int().min(1).max(540_000).default(60_000),
  }),
  result: Status,
  handler: async ({ name, dependencies, wait, timeoutMs }, ctx) => {
    const supervisor = supervisorOf(ctx);
    const unit = supervisor.get(name);
    await supervisor.start(unit, { dependencies, traceparent: ctx.traceparent });
    if (wait) await waitReady(unit, timeoutMs, ctx);
    return presentTo(ctx, unit);
  },
});
