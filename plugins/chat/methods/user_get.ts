import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { PERSON } from "../domain/examples.ts";
import { PersonRef } from "../domain/channel.ts";
import { Person, presentPerson } from "../domain/person.ts";
import { enter } from "./_people.ts";
import { visiblePerson } from "./_person.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.user.get` */
export const userGet = method({
  summary: "Gets a person",

  examples: [{ params: { user: "@bob" }, result: PERSON }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ user: PersonRef }),
  result: Person,
  handler: ({ user }, ctx) => presentPerson(visiblePerson(ctx, enter(ctx), user)),
});
