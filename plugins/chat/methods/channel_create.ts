import { type Context, method, RpcError } from "@bulkhead/plugin";
import { z } from "zod";
import type { Actor } from "../domain/actor.ts";
import { Channel, ChannelName, PersonRef, presentChannel } from "../domain/channel.ts";
import { newId } from "../domain/ids.ts";
import { channelById, channelByName, channelView, insertChannel } from "../store/channels.ts";
import { defaultWorkspace } from "../store/workspaces.ts";
import { channelAudience } from "./_access.ts";
import { admit } from "./_membership.ts";
import { enter, resolvePersons } from "./_people.ts";
import { INSIDERS } from "./_roles.ts";

const params = z.object({
  name: ChannelName,
  private: z.boolean().default(false).describe("Seen by its members only"),
  topic: z.string().trim().max(250).default(""),
  members: z.array(PersonRef).max(500).default([]).describe("Further members; the creator is one"),
});

/** `chat.channel.create` */
export const channelCreate = method({
  summary: "Creates a channel",
  examples: [{ params: { name: "design", topic: "How things look", members: ["@bob"] } }],
  errors: ["conflict", "not_found"],
  roles: INSIDERS,
  emits: ["chat.channel.created", "chat.channel.joined"],
  params,
  result: Channel,
  handler: (wanted, ctx) => {
    if (wanted.members.length === 0) return create(ctx, wanted, []);
    return resolvePersons(ctx, wanted.members, "/members")
      .then((members) => ctx.db.transaction(() => create(ctx, wanted, members)));
  },
});

function create(ctx: Context, wanted: z.output<typeof params>, members: string[]): z.output<typeof Channel> {
  const actor: Actor = enter(ctx);
  const workspace = defaultWorkspace(ctx.db);
  if (channelByName(ctx.db, workspace.id, wanted.name)) {
    throw new RpcError("conflict", `There is a channel "#${wanted.name}" already`, { path: "/name" });
  }
  const id = newId("channel");
  insertChannel(ctx.db, {
    id,
    workspace_id: workspace.id,
    name: wanted.name,
    private: wanted.private ? 1 : 0,
    topic: wanted.topic,
    created_by: actor.id,
    created_at: new Date().toISOString(),
  });
  const channel = channelById(ctx.db, id)!;
  admit(ctx, channel, [...new Set([actor.id, ...members])]);
  ctx.events.publish({
    type: "chat.channel.created",
    subject: id,
    data: { id, name: wanted.name, private: wanted.private, topic: wanted.topic, createdBy: actor.id },
    audience: channelAudience(channel),
  });
  return presentChannel(channelView(ctx.db, id, actor.id));
}
