import { RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { isPerson } from "../domain/actor.ts";
import { PersonRef } from "../domain/channel.ts";
import { MAX_MUTES, Muted } from "../domain/mute.ts";
import { putMute } from "../store/mutes.ts";
import { mutation } from "./_mutation.ts";
import { mutedBy, tellOfMutes } from "./_mutes.ts";
import { visiblePerson } from "./_person.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.mute` */
export const userMute = mutation("user.mute", {
  summary: "Mutes a person for the caller: nothing that they write calls the caller any more",
  description:
    "Their mentions are not counted or listed, their direct messages are not unread, and neither makes a notification. The " +
    "messages stay where they are, and the person is not told. chat.snapshot answers whom one has muted.",
  examples: [{
    params: { user: "@bob" },
    result: { userId: "user-bob", name: "Bob", mutedAt: "2026-11-20T09:30:00.000Z" },
  }],
  errors: [
    "not_found",
    { reason: "not_a_person", kind: "forbidden", message: "Only people mute others" },
    { reason: "own_account", kind: "precondition_failed", message: "It is the caller themselves" },
    { reason: "limit", kind: "precondition_failed", message: `At most ${MAX_MUTES} people are muted` },
  ],
  roles: EVERYBODY,
  emits: ["chat.mute.changed"],
  params: z.object({ user: PersonRef }),
  result: Muted,
  handler: ({ user }, ctx, actor) => {
    if (!isPerson(actor)) throw new RpcError("forbidden", "Only people mute others", { reason: "not_a_person" });
    const { id } = visiblePerson(ctx, actor, user);
    if (id === actor.id) {
      throw new RpcError("precondition_failed", "Nobody mutes themselves", { reason: "own_account", path: "/user" });
    }
    const before = mutedBy(ctx, actor.id), known = before.find(({ userId }) => userId === id);
    if (known) return known;
    if (before.length >= MAX_MUTES) {
      throw new RpcError("precondition_failed", `You have muted ${MAX_MUTES} people already`, {
        reason: "limit",
        hint: "chat.user.unmute lets one of them call you again",
      });
    }
    putMute(ctx.db, actor.id, id, new Date().toISOString());
    tellOfMutes(ctx, actor);
    return mutedBy(ctx, actor.id).find(({ userId }) => userId === id)!;
  },
});
