import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import type { Message } from "../domain/message.ts";
import type { ChannelRow } from "../store/channels.ts";
import { bury, messageById, type MessageRow } from "../store/messages.ts";
import { present, publishMessage } from "./_publish.ts";
import { keepForUndo } from "./_remains.ts";
import { forgetText } from "./_search_index.ts";
import { changeMessage } from "./_tell.ts";
import { tellOfAnswer } from "./_threads.ts";

/** Deletes a message that is there, tells its room, and answers the tombstone. Whether the actor may is asked before. */
export function deleteMessage(ctx: Context, actor: Actor, channel: ChannelRow, message: MessageRow): Message {
  forgetText(ctx, message);
  keepForUndo(ctx, actor, message);
  bury(ctx.db, message.id, new Date().toISOString());
  changeMessage(ctx, channel, message.id);
  const tombstone = present(ctx, messageById(ctx.db, message.id)!);
  publishMessage(ctx, "deleted", tombstone);
  tellOfAnswer(ctx, tombstone);
  return tombstone;
}
