import { z } from "zod";
import { PersonRef } from "../domain/channel.ts";
import { hasMuted, removeMute } from "../store/mutes.ts";
import { mutation } from "./_mutation.ts";
import { tellOfMutes } from "./_mutes.ts";
import { visiblePerson } from "./_person.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.unmute` */
export const userUnmute = mutation("user.unmute", {
  summary: "Lets a person call the caller again",
  description:
    "What they wrote meanwhile and is not read counts from now on. Of somebody who is not muted nothing changes.",
  examples: [{ params: { user: "@bob" }, result: { userId: "user-bob" } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  emits: ["chat.mute.changed"],
  params: z.object({ user: PersonRef }),
  result: z.object({ userId: z.string() }),
  handler: ({ user }, ctx, actor) => {
    // Whom one muted one can unmute, also when one does not share a channel any more.
    const userId = hasMuted(ctx.db, actor.id, user) ? user : visiblePerson(ctx, actor, user).id;
    if (removeMute(ctx.db, actor.id, userId)) tellOfMutes(ctx, actor);
    return { userId };
  },
});
