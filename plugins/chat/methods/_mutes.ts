import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { type Muted, presentMuted } from "../domain/mute.ts";
import { mutesOf } from "../store/mutes.ts";
import { EVERYWHERE } from "../store/workspaces.ts";
import { change, tellOwn } from "./_tell.ts";

/** Whom somebody has muted. */
export function mutedBy(ctx: Context, userId: string): Muted[] {
  return mutesOf(ctx.db, userId).map(presentMuted);
}

/** Tells the actor's devices whom they have muted now: each counts anew what is unread. */
export function tellOfMutes(ctx: Context, actor: Actor): void {
  const rev = change(ctx, EVERYWHERE, { kind: "mute", ref: actor.id, userId: actor.id });
  tellOwn(ctx, actor.id, "chat.mute.changed", { muted: mutedBy(ctx, actor.id), rev });
}
