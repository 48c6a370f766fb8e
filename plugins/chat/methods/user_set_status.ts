import { PERSON } from "../domain/examples.ts";
import { Person, Status } from "../domain/person.ts";
import { mutation } from "./_mutation.ts";
import { updatePerson } from "./_person.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.set_status` */
export const userSetStatus = mutation("user.set_status", {
  summary: "Sets the caller's status, or clears it",

  examples: [{ params: { emoji: "🌴", text: "On holiday", until: "2027-01-07T00:00:00.000Z" }, result: PERSON }],
  errors: ["forbidden"],
  roles: EVERYBODY,
  emits: ["chat.user.updated"],
  params: Status,
  result: Person,

  handler: ({ emoji, text, until }, ctx, actor) =>
    updatePerson(ctx, actor, {
      status_emoji: emoji,
      status_text: text,
      status_until: until === undefined ? null : new Date(until).toISOString(),
    }),
});
