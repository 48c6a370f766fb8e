import { z } from "zod";
import { OUTGOING } from "../domain/examples.ts";
import { WebUrl } from "../domain/bookmark.ts";
import { ChannelRef } from "../domain/channel.ts";
import { HookName, newSecret, OutgoingHook, presentOutgoing } from "../domain/hook.ts";
import { newId } from "../domain/ids.ts";
import { insertOutgoing } from "../store/hooks.ts";
import { DIRECT, NOT_MANAGER } from "./_errors.ts";
import { hookedChannel } from "./_hooks.ts";
import { mutation } from "./_mutation.ts";
import { INSIDERS } from "./_roles.ts";

/** `chat.webhook.outgoing.create` */
export const webhookOutgoingCreate = mutation("webhook.outgoing.create", {
  summary: "Tells another server of messages in a channel",
  description:
    "Each is a POST in the form of Slack's outgoing webhooks, signed, tried again with growing pauses. A text in the answer is written into the channel. Addresses in private networks are not reached.",
  examples: [{
    params: { channel: "#general", name: "Archive", url: "https://example.com/in" },
    result: { ...OUTGOING, secret: "9a…" },
  }],
  errors: ["not_found", NOT_MANAGER, DIRECT],
  roles: INSIDERS,

  params: z.object({
    channel: ChannelRef,
    name: HookName,
    url: WebUrl,
    words: z.array(z.string().trim().min(1).max(80)).max(20).default([]).describe(
      "Only messages that begin with one of these",
    ),
  }),
  result: OutgoingHook.extend({
    secret: z.string().describe("Shown once: the HMAC key of the header webhook-signature, as in Standard Webhooks"),
  }),

  handler: ({ channel: ref, name, url, words }, ctx, actor) => {
    const channel = hookedChannel(ctx, actor, ref);
    const row = {
      id: newId("hook"),
      name,
      channel_id: channel.id,
      words: JSON.stringify(words),
      url,
      secret: newSecret(),
      created_by: actor.id,
      created_at: new Date().toISOString(),
    };
    insertOutgoing(ctx.db, row);
    return { ...presentOutgoing(row), secret: row.secret };
  },
});
