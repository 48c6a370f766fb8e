import type { Context } from "@bulkhead/plugin";
import type { Action } from "../domain/actions.ts";
import type { Actor } from "../domain/actor.ts";
import type { Approval } from "../domain/approval.ts";
import { fileKind } from "../domain/file_kind.ts";
import { newId } from "../domain/ids.ts";
import { type Attachment, type Message, presentMessage } from "../domain/message.ts";
import { takeSeq } from "../store/changes.ts";
import { type ChannelRow, setLastSeq } from "../store/channels.ts";
import { insertFile } from "../store/files.ts";
import { markRead } from "../store/members.ts";
import { insertMessage, type MessageRow } from "../store/messages.ts";
import { queueOutgoing } from "./_hooks.ts";
import { broadcastBy, recordMentions } from "./_mentions.ts";
import { notify } from "./_notify.ts";
import { publishMessage, tellOfFiles } from "./_publish.ts";
import { indexNowAndThen } from "./_search_index.ts";
import { tellRoom } from "./_tell.ts";
import { answerInThread } from "./_threads.ts";

/** What is written, once it is known that it may be. */
export interface Posting {
  text: string;
  /** The root of a thread. */
  threadId?: string;
  /** Shows an answer in the channel as well. */
  inChannel?: boolean;
  clientId?: string;
  actions?: Action[];
  files?: Attachment[];
  /** It is only begun: whom it calls is seen when it is finished. */
  streaming?: boolean;
  /** From the host only. */
  approval?: Approval;
}

/** Puts a message at the end of a channel and tells the room, and those whom it mentions. In a transaction. */
export function post(ctx: Context, actor: Actor, channel: ChannelRow, posting: Posting): Message {
  const id = newId("message");
  const seq = takeSeq(ctx.db, channel.workspace_id, { kind: "message", ref: id, channelId: channel.id });
  const row: MessageRow = {
    id,
    channel_id: channel.id,
    seq,
    text: posting.text,
    author_id: actor.id,
    author_name: actor.name,
    author_kind: actor.kind,
    created_at: new Date().toISOString(),
    edited_at: null,
    deleted_at: null,
    thread_id: posting.threadId ?? null,
    client_id: posting.clientId ?? null,
    actions: posting.actions?.length ? JSON.stringify(posting.actions) : null,
    acted: null,
    approval: posting.approval ? JSON.stringify(posting.approval) : null,
    rev: seq,
    version: 1,
    in_channel: posting.threadId !== undefined && posting.inChannel ? 1 : 0,
    broadcast: posting.streaming ? null : broadcastBy(actor, posting.text),
    pinned_at: null,
    pinned_by: null,
    files: posting.files?.length ? JSON.stringify(posting.files) : null,
    streaming: posting.streaming ? 1 : 0,
  };
  insertMessage(ctx.db, row);
  for (const { id: fileId, type } of posting.files ?? []) {
    insertFile(ctx.db, { fileId, messageId: id, channelId: channel.id, seq, ownerId: actor.id, kind: fileKind(type) });
  }
  indexNowAndThen(ctx, seq);
  setLastSeq(ctx.db, channel.id, seq);
  // Who writes has read what is above; an answer that only its thread shows says nothing of the channel.
  if (row.thread_id === null || row.in_channel) markRead(ctx.db, channel.id, actor.id, seq);
  const message = presentMessage(row, []);
  publishMessage(ctx, "sent", message);
  tellOfFiles(ctx, message);
  if (posting.streaming) {
    if (row.thread_id !== null) answerInThread(ctx, actor, row, []);
    return message;
  }
  callAll(ctx, actor, channel, row, message);
  return message;
}

/** Tells all whom a message concerns, once its text is there. */
export function callAll(ctx: Context, actor: Actor, channel: ChannelRow, row: MessageRow, message: Message): void {
  const named = recordMentions(ctx, actor, channel, row);
  for (const { userId } of named) {
    tellRoom(ctx, channel.id, "chat.mention.created", { message, user: userId });
  }
  if (row.thread_id !== null) answerInThread(ctx, actor, row, named);
  notify(ctx, channel, message);
  queueOutgoing(ctx, channel, message);
}
