import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { Status } from "../domain/status.ts";
import { supervisorOf } from "../engine/current.ts";
import { VIEWERS } from "./_roles.ts";
import { ByName, presentTo } from "./_service.ts";
import { waitReady } from "./_wait.ts";

/** `supervisor.service.wait_ready` */
export const serviceWaitReady = method({
  summary: "Answers when a service is ready, and fails with what is wrong and what to do when it does not become so",
  description: "Without a readiness check it is ready when it runs; one that ends well is, too.",
  examples: [{ params: { name: "books", timeoutMs: 10000 } }],
  errors: ["not_found", {
    reason: "not_ready",
    kind: "precondition_failed",
    message: '"books" is not ready after 10 s',
  }],
  roles: VIEWERS,
  readOnly: true,
  params: ByName.extend({ timeoutMs: z.int().min(1).max(540_000).default(60_000) }),
  result: Status,
  handler: async ({ name, timeoutMs }, ctx) => {
    const unit = supervisorOf(ctx).get(name);
    await waitReady(unit, timeoutMs, ctx);
    return presentTo(ctx, unit);
  },
});
