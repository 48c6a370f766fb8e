import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { PERSON } from "../domain/examples.ts";
import { Person, presentPerson } from "../domain/person.ts";
import { personView } from "../store/people.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.me` */
export const userMe = method({
  summary: "Gets the caller as others see them",

  examples: [{ params: {}, result: PERSON }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({}),
  result: Person,
  handler: (_, ctx) => {
    const actor = enter(ctx);
    const row = personView(ctx.db, actor.id);
    return row ? presentPerson(row) : { id: actor.id, name: actor.name, role: actor.role, profile: {}, rev: 0 };
  },
});
