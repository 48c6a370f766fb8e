import { z } from "zod";
import { GROUP } from "../domain/examples.ts";
import { PersonRef } from "../domain/channel.ts";
import { Handle, PeopleGroup } from "../domain/directory.ts";
import { newId } from "../domain/ids.ts";
import { putGroup, setGroupMembers } from "../store/directory.ts";
import { requireFreeHandle, tellGroup } from "./_groups.ts";
import { mutation } from "./_mutation.ts";
import { peopleKnown, personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.group.create` */
export const groupCreate = mutation("group.create", {
  summary: "Makes a group of people that a handle calls",

  examples: [{ params: { handle: "designers", name: "Designers", members: ["@bob"] }, result: GROUP }],
  errors: ["conflict", "not_found"],
  roles: INSIDERS,
  emits: ["chat.group.changed"],
  params: z.object({
    handle: Handle,
    name: z.string().trim().min(1).max(80),
    description: z.string().trim().max(500).default(""),
    members: z.array(PersonRef).max(500).default([]),
  }),
  result: PeopleGroup,
  before: ({ members }, ctx) => peopleKnown(ctx, members),
  handler: ({ handle, name, description, members }, ctx, actor) => {
    requireFreeHandle(ctx, handle);
    const row = { id: newId("group"), handle, name, description, created_by: actor.id };
    putGroup(ctx.db, row);
    setGroupMembers(ctx.db, row.id, personIds(ctx, members, "/members"));
    return tellGroup(ctx, row, "set");
  },
});
