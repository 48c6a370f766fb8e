import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { PERSON } from "../domain/examples.ts";
import { seesPublicChannels } from "../domain/actor.ts";
import { Person, presentPerson } from "../domain/person.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { listPeople } from "../store/people.ts";
import { Page } from "./_page.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceOf } from "./_workspaces.ts";

/** `chat.user.list` */
export const userList = method({
  summary: "Lists the people by name",
  description: "Guests see those with whom they share a channel.",
  examples: [{ params: { query: "bo" }, result: { items: [PERSON] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    query: z.string().trim().toLowerCase().max(80).default("").describe("Only those whose name or handle holds this"),
    workspaceId: WorkspaceId,
    ...Page,
  }),
  result: z.object({ items: z.array(Person), nextCursor: z.string().optional() }),
  handler: ({ query, workspaceId, limit, cursor }, ctx) => {
    const actor = enter(ctx);
    const workspace = workspaceOf(ctx, actor, workspaceId);
    const [afterName = "", afterId = ""] = cursor === undefined ? [] : cursor.split("\n");
    const rows = listPeople(ctx.db, {
      part: query,
      afterName,
      afterId,
      limit: limit + 1,
      ...(seesPublicChannels(actor.role) ? {} : { of: actor.id }),
      ...(workspace.first ? {} : { within: workspace.id }),
    });
    const page = rows.slice(0, limit);
    const items = page.map((row) => presentPerson(row));
    return rows.length > limit ? { items, nextCursor: `${page.at(-1)!.name}\n${page.at(-1)!.id}` } : { items };
  },
});
