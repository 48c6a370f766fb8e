import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL, PERSON } from "../domain/examples.ts";
import { Channel } from "../domain/channel.ts";
import { Person } from "../domain/person.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { enter } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { namesMatching } from "./_suggest.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.search.suggest` */
export const searchSuggest = method({
  summary: "Completes names of people and channels as somebody types",

  examples: [{ params: { prefix: "des" }, result: { people: [PERSON], channels: [CHANNEL] } }],

  roles: EVERYBODY,
  readOnly: true,
  params: z.object({
    prefix: z.string().trim().max(80),
    limit: z.int().min(1).max(20).default(8).describe("Of each kind"),
    workspaceId: WorkspaceId,
  }),
  result: z.object({ people: z.array(Person), channels: z.array(Channel) }),
  handler: ({ prefix, limit, workspaceId }, ctx) => {
    const actor = enter(ctx);
    return namesMatching(ctx, actor, { workspaceId: workspaceIdOf(ctx, actor, workspaceId), text: prefix, limit });
  },
});
