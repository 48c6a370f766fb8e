import { method } from "@bulkhead/plugin";
import { z } from "zod";
import { MESSAGE } from "../domain/examples.ts";
import { ChannelRef } from "../domain/channel.ts";
import { Message } from "../domain/message.ts";
import { pinnedMessages } from "../store/messages.ts";
import { visibleChannel } from "./_access.ts";
import { enter } from "./_people.ts";
import { presentAll } from "./_publish.ts";
import { EVERYBODY } from "./_roles.ts";

/** `chat.message.pins` */
export const messagePins = method({
  summary: "Lists the pinned messages of a channel, the newest pin first",

  examples: [{ params: { channel: "#general" }, result: { items: [MESSAGE] } }],
  errors: ["not_found"],
  roles: EVERYBODY,
  readOnly: true,
  params: z.object({ channel: ChannelRef }),
  result: z.object({ items: z.array(Message) }),
  handler: ({ channel }, ctx) => ({
    items: presentAll(ctx, pinnedMessages(ctx.db, visibleChannel(ctx, enter(ctx), channel).id, 200)),
  }),
});
