import type { Context } from "@bulkhead/plugin";
import type { Action } from "../domain/actions.ts";
import type { Actor } from "../domain/actor.ts";
import type { Approval } from "../domain/approval.ts";
import { newId } from "../domain/ids.ts";
import type { Message } from "../domain/message.ts";
import { type ChannelRow, setLastSeq } from "../store/channels.ts";
import { isMember, markRead } from "../store/members.ts";
import { insertMessage, type MessageRow } from "../store/messages.ts";
import { nextSeq } from "../store/workspaces.ts";
import { mentionedPeople } from "./_people.ts";
import { present, publishMessage } from "./_publish.ts";

/** What is written, once it is known that it may be. */
export interface Posting {
  text: string;
  /** The root of a thread. */
  threadId?: string;
  clientId?: string;
  actions?: Action[];
  /** From the host only. */
  approval?: Approval;
}

/** Puts a message at the end of a channel and tells the room, and those whom it mentions. In a transaction. */
export function post(ctx: Context, actor: Actor, channel: ChannelRow, posting: Posting): Message {
  const seq = nextSeq(ctx.db, channel.workspace_id);
  const row: MessageRow = {
    id: newId("message"),
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
  };
  insertMessage(ctx.db, row);
  setLastSeq(ctx.db, channel.id, seq);
  // Who writes has read what is above.
  markRead(ctx.db, channel.id, actor.id, seq);
  const message = present(ctx, row);
  publishMessage(ctx, "sent", message);
  for (const person of mentionedPeople(ctx, posting.text)) {
    if (person.id === actor.id || (channel.private && !isMember(ctx.db, channel.id, person.id))) continue;
    ctx.events.publish({
      type: "chat.mention.created",
      subject: channel.id,
      data: { message, user: person.id },
      audience: `room:${channel.id}`,
    });
  }
  return message;
}
