import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL, HIT, PERSON } from "../domain/examples.ts";
import { Channel } from "../domain/channel.ts";
import { Person } from "../domain/person.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { namesMatching } from "./_suggest.ts";
import { workspaceIdOf } from "./_workspaces.ts";
import { searchFor, SearchHit } from "./search_messages.ts";

/** `chat.search.all` */
export const searchAll = method({
  summary: "Searches people, channels and messages at once",

  examples: [{ params: { query: "design" }, result: { people: [PERSON], channels: [CHANNEL], messages: [HIT] } }],
  errors: ["invalid_params"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    query: z.string().trim().min(1).max(500),
    limit: z.int().min(1).max(20).default(5).describe("Of each kind"),
    workspaceId: WorkspaceId,
  }),
  result: z.object({ people: z.array(Person), channels: z.array(Channel), messages: z.array(SearchHit) }),
  handler: ({ query, limit, workspaceId: ref }, ctx) => {
    const actor = enter(ctx);
    const workspaceId = workspaceIdOf(ctx, actor, ref);
    const { items } = searchFor(ctx, actor, { query, workspaceId, sort: "newest", limit });
    return { ...namesMatching(ctx, actor, { workspaceId, text: query, limit }), messages: items };
  },
});
