import { PERSON } from "../domain/examples.ts";
import { Person, Profile } from "../domain/person.ts";
import { personView } from "../store/people.ts";
import { mutation } from "./_mutation.ts";
import { updatePerson } from "./_person.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.update_profile` */
export const userUpdateProfile = mutation("user.update_profile", {
  summary: "Changes what the caller says of themselves",
  description: "What is not given stays; an empty text takes it away.",
  examples: [{ params: { title: "Engineer", timezone: "Europe/Berlin" }, result: PERSON }],
  errors: ["forbidden"],
  roles: EVERYBODY,
  emits: ["chat.user.updated"],
  params: Profile,
  result: Person,

  handler: (wanted, ctx, actor) => {
    const before = JSON.parse(personView(ctx.db, actor.id)?.profile ?? "{}") as Profile;
    const given = Object.entries({ ...before, ...wanted }).filter(([, value]) => value !== undefined && value !== "");
    return updatePerson(ctx, actor, { profile: JSON.stringify(Object.fromEntries(given)) });
  },
});
