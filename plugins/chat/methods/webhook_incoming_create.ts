import { z } from "zod";
import { INCOMING } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { HookName, IncomingHook, newSecret, presentIncoming } from "../domain/hook.ts";
import { newId } from "../domain/ids.ts";
import { insertIncoming } from "../store/hooks.ts";
import { DIRECT, NOT_MANAGER } from "./_errors.ts";
import { hashOf, hookedChannel } from "./_hooks.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.webhook.incoming.create` */
export const webhookIncomingCreate = mutation("webhook.incoming.create", {
  summary: "Makes an address at which other systems write into a channel",
  description: "It takes what Slack's incoming webhooks take: text, blocks, attachments, username.",
  examples: [{
    params: { channel: "#general", name: "Build server" },
    result: { ...INCOMING, path: "/hooks/chat/incoming/4f…" },
  }],
  errors: ["not_found", NOT_MANAGER, DIRECT],
  roles: INSIDERS,

  params: z.object({ channel: ChannelRef, name: HookName }),
  result: IncomingHook.extend({
    path: z.string().describe("On this host, shown once: whoever knows it writes into the channel"),
  }),

  handler: ({ channel: ref, name }, ctx, actor) => {
    const channel = hookedChannel(ctx, actor, ref);
    const token = newSecret();
    const row = {
      id: newId("hook"),
      name,
      channel_id: channel.id,
      token_hash: hashOf(token),
      last4: token.slice(-4),
      created_by: actor.id,
      created_at: new Date().toISOString(),
    };
    insertIncoming(ctx.db, row);
    return { ...presentIncoming(row), path: `/hooks/chat/incoming/${token}` };
  },
});
