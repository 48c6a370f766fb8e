import { z } from "zod";
import { DIRECT as DIRECT_CHANNEL } from "../domain/examples.ts";
import { Channel, PersonRef, presentChannel } from "../domain/channel.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { channelView } from "../store/channels.ts";
import { openDirect } from "./_direct.ts";
import { mutation } from "./_mutation.ts";
import { peopleKnown } from "./_people.ts";
import { EVERYBODY } from "./_roles.ts";
import { workspaceIdOf } from "./_workspaces.ts";

/** `chat.dm.open` */
export const dmOpen = mutation("dm.open", {
  summary: "Opens a direct conversation",
  description:
    "Of two people, or of up to nine. The same people always get the same conversation. It is a channel: chat.message.send writes there.",
  examples: [{ params: { users: ["@bob"] }, result: DIRECT_CHANNEL }],
  errors: ["not_found", "forbidden"],
  roles: EVERYBODY,
  emits: ["chat.channel.joined"],
  params: z.object({
    users: z.array(PersonRef).max(8).describe("The others; nobody: a place for one's own notes"),
    workspaceId: WorkspaceId,
  }),
  result: Channel,
  before: ({ users }, ctx) => peopleKnown(ctx, users),
  handler: ({ users, workspaceId }, ctx, actor) => {
    const { id } = openDirect(ctx, actor, workspaceIdOf(ctx, actor, workspaceId), users);
    return presentChannel(channelView(ctx.db, id, actor.id));
  },
});
