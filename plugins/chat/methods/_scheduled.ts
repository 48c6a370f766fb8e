import { type Context, RpcError } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { scheduled, type ScheduledRow } from "../store/personal.ts";

/** What the caller has written to be sent later, or `not_found`. */
export function ownScheduled(ctx: Context, actor: Actor, id: string): ScheduledRow {
  const row = scheduled(ctx.db, actor.id, id);
  if (row) return row;
  throw new RpcError("not_found", `You have no message "${id}" that is to be sent later`, {
    path: "/id",
    hint: "It may have been sent; chat.scheduled.list shows those that wait",
  });
}
