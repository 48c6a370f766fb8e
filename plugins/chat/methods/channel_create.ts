import { type Context, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import { CHANNEL } from "../domain/examples.ts";
import type { Actor } from "../domain/actor.ts";
import { Channel, ChannelName, PersonRef, presentChannel, Purpose, Topic } from "../domain/channel.ts";
import { WorkspaceId } from "../domain/workspace.ts";
import { newId } from "../domain/ids.ts";
import { channelById, channelByName, channelView, insertChannel, setChannel } from "../store/channels.ts";
import { admit } from "./_membership.ts";
import { mutation } from "./_mutation.ts";
import { peopleKnown, personIds } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";
import { changeChannel, tellOfChannel } from "./_tell.ts";
import { requireInside, workspaceIdOf } from "./_workspaces.ts";

const params = z.object({
  name: ChannelName,
  private: z.boolean().default(false).describe("Seen by its members only"),
  topic: Topic.default(""),
  purpose: Purpose.default(""),
  members: z.array(PersonRef).max(500).default([]).describe("Further members; the creator is one"),
  workspaceId: WorkspaceId,
});

/** `chat.channel.create` */
export const channelCreate = mutation("channel.create", {
  summary: "Creates a channel",
  examples: [{ params: { name: "design", topic: "How things look", members: ["@bob"] }, result: CHANNEL }],
  errors: ["conflict", "not_found"],
  roles: INSIDERS,
  emits: ["chat.channel.created", "chat.channel.joined"],
  params,
  result: Channel,
  before: ({ members }, ctx) => peopleKnown(ctx, members),
  handler: (wanted, ctx, actor) => create(ctx, actor, wanted, personIds(ctx, wanted.members, "/members")),
});

function create(ctx: Context, actor: Actor, wanted: z.output<typeof params>, members: string[]): Channel {
  const workspaceId = workspaceIdOf(ctx, actor, wanted.workspaceId);
  requireInside(ctx, workspaceId, members, "/members");
  if (channelByName(ctx.db, workspaceId, wanted.name)) {
    throw new RpcError("conflict", `There is a channel "#${wanted.name}" already`, { path: "/name" });
  }
  const id = newId("channel");
  insertChannel(ctx.db, {
    id,
    workspace_id: workspaceId,
    name: wanted.name,
    private: wanted.private ? 1 : 0,
    topic: wanted.topic,
    created_by: actor.id,
    created_at: new Date().toISOString(),
  });
  setChannel(ctx.db, channelById(ctx.db, id)!, { purpose: wanted.purpose });
  const channel = channelById(ctx.db, id)!;
  admit(ctx, channel, [...new Set([actor.id, ...members])]);
  tellOfChannel(ctx, channel, "chat.channel.created", {
    id,
    name: wanted.name,
    private: wanted.private,
    topic: wanted.topic,
    createdBy: actor.id,
    rev: changeChannel(ctx, channel),
  });
  return presentChannel(channelView(ctx.db, id, actor.id));
}
