import { z } from "zod";
import { Presence, presenceOf } from "../domain/person.ts";
import { personView } from "../store/people.ts";
import { mutation } from "./_mutation.ts";
import { updatePerson } from "./_person.ts";
import { announcePresence } from "./_presence.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.set_presence` */
export const userSetPresence = mutation("user.set_presence", {
  summary: "Says whether the caller is there",

  examples: [{ params: { presence: "dnd" }, result: { presence: "dnd" } }],
  errors: ["forbidden"],
  roles: EVERYBODY,
  emits: ["chat.user.updated"],
  params: z.object({
    presence: z.enum(["auto", "away", "dnd"]).describe("auto: by signs of life; dnd: there, and not to be disturbed"),
  }),
  result: z.object({ presence: Presence }),

  handler: ({ presence }, ctx, actor) => {
    updatePerson(ctx, actor, { presence });
    const row = personView(ctx.db, actor.id)!;
    announcePresence(ctx, row);
    return { presence: presenceOf(row, Date.now()) };
  },
});
