import type { Context } from "@bulkhead/plugin";
import type { Actor } from "../domain/actor.ts";
import { broadcastOf, mentionedHandles, wordsOf } from "../domain/mentions.ts";
import { ACTIVE_MS } from "../domain/person.ts";
import { type ChannelRow } from "../store/channels.ts";
import { groupByHandle, groupMembers } from "../store/directory.ts";
import { isMember } from "../store/members.ts";
import {
  addMention,
  clearMentions,
  hasKeywords,
  type MentionKind,
  mentionMembers,
  peopleOfKeywords,
} from "../store/mentions.ts";
import { isInWorkspace } from "../store/workspace_members.ts";
import type { MessageRow } from "../store/messages.ts";
import { personByHandle } from "../store/people.ts";

/** Somebody whom a text names. */
export interface Named {
  userId: string;
  kind: MentionKind;
}

/**
 * Writes down whom a message calls: people and groups by name, everybody with @channel, those who are there with @here, and
 * those who chose one of its words. Nobody who could not read it. Answers who is called by name, the writer left out.
 */
export function recordMentions(ctx: Context, actor: Actor, channel: ChannelRow, row: MessageRow): Named[] {
  const named = new Map<string, MentionKind>();
  for (const handle of mentionedHandles(row.text)) {
    const person = personByHandle(ctx.db, handle);
    if (person) {
      if (!named.has(person.id)) named.set(person.id, "person");
      continue;
    }
    const group = groupByHandle(ctx.db, channel.workspace_id, handle);
    for (const userId of group ? groupMembers(ctx.db, group.id) : []) {
      if (!named.has(userId)) named.set(userId, "group");
    }
  }
  named.delete(actor.id);
  const place = {
    channel_id: channel.id,
    seq: row.seq,
    thread_id: row.in_channel ? null : row.thread_id,
  };
  const reads = (userId: string) =>
    channel.private ? isMember(ctx.db, channel.id, userId) : isInWorkspace(ctx.db, channel.workspace_id, userId);
  const called = [...named].filter(([userId]) => reads(userId))
    .map(([userId, kind]) => ({ userId, kind }));
  for (const { userId, kind } of called) addMention(ctx.db, { ...place, user_id: userId, kind });
  // In a thread everybody is not called: most of them are not in it.
  if (row.broadcast !== null && place.thread_id === null) {
    const seenSince = row.broadcast === "here" ? Date.now() - ACTIVE_MS : 0;
    mentionMembers(ctx.db, { ...place, kind: row.broadcast, writer: actor.id, seenSince });
  }
  if (hasKeywords(ctx.db)) {
    for (const userId of peopleOfKeywords(ctx.db, wordsOf(row.text))) {
      if (userId === actor.id || !isMember(ctx.db, channel.id, userId)) continue;
      addMention(ctx.db, { ...place, user_id: userId, kind: "keyword" });
    }
  }
  return called;
}

/** Does it anew for a message whose text became another; answers who was not called before. */
export function renewMentions(
  ctx: Context,
  actor: Actor,
  channel: ChannelRow,
  row: MessageRow,
  before: Set<string>,
): Named[] {
  clearMentions(ctx.db, row.seq);
  return recordMentions(ctx, actor, channel, row).filter(({ userId }) => !before.has(userId));
}

/** Calls everybody only where the writer may: guests and workflows do not wake a whole channel. */
export function broadcastBy(actor: Actor, text: string): "channel" | "here" | null {
  return actor.role === "guest" ? null : broadcastOf(text);
}
