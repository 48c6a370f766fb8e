import type { OutboxEntry } from "./outbox.ts";
import type { Delta, Message, Press, ReactionChange, Replies } from "./wire.ts";

/** What was sent from here and is not yet confirmed. */
export type PendingMessage = Omit<OutboxEntry, "channelId"> & { channelId?: string };

/** The part of a channel's messages that this page knows: one stretch without gaps, and what is on its way. */
export interface MessageList {
  /** By seq, ascending. */
  items: readonly Message[];
  pending: readonly PendingMessage[];
  /** Older ones can be read. */
  hasMore: boolean;
  /** Newer ones can be read: the stretch is not at the channel's end, and what comes live does not join it. */
  hasNewer?: boolean;
}

export const EMPTY_LIST: MessageList = { items: [], pending: [], hasMore: false };

/** Puts the newest page in place. When it does not join what is known, what is known gives way: no silent gaps. */
export function withNewestPage(list: MessageList, page: { items: Message[]; hasMore: boolean }): MessageList {
  const oldest = page.items[0];
  const newestKnown = list.items.at(-1);
  const joins = newestKnown !== undefined && !list.hasNewer &&
    (!page.hasMore || (oldest !== undefined && oldest.seq <= newestKnown.seq));
  const kept = joins ? list.items.filter((item) => !oldest || item.seq < oldest.seq) : [];
  const items = [...kept, ...page.items];
  return {
    items,
    hasMore: kept.length > 0 ? list.hasMore : page.hasMore,
    pending: unconfirmed(list.pending, page.items),
  };
}

/** Puts an older page before what is known. */
export function withOlderPage(list: MessageList, page: { items: Message[]; hasMore: boolean }): MessageList {
  const first = list.items[0]?.seq ?? Infinity;
  return { ...list, items: [...page.items.filter((item) => item.seq < first), ...list.items], hasMore: page.hasMore };
}

/** Puts the page that follows behind what is known; without a further one the stretch is at its end. */
export function withNewerPage(list: MessageList, page: { items: Message[]; hasMore: boolean }): MessageList {
  const last = list.items.at(-1)?.seq ?? 0;
  return {
    ...list,
    items: [...list.items, ...page.items.filter((item) => item.seq > last)],
    hasNewer: page.hasMore,
    pending: unconfirmed(list.pending, page.items),
  };
}

/** A message that came live, or as the answer to a send: in its place by seq, once, and its pending form goes. */
export function withMessage(list: MessageList, message: Message): MessageList {
  const pending = unconfirmed(list.pending, [message]);
  const at = list.items.findIndex((item) => item.id === message.id);
  if (at >= 0) {
    // The answer to a send can come after an edit that the live connection brought.
    const newer = isNewer(message, list.items[at]!);
    return {
      ...list,
      pending,
      items: newer ? list.items.map((item, index) => (index === at ? undoable(message, item) : item)) : list.items,
    };
  }
  const oldest = list.items[0];
  // Before the known stretch lies what was not read; it comes with its page.
  if (oldest && message.seq < oldest.seq && list.hasMore) return { ...list, pending };
  if (list.hasNewer && message.seq > (list.items.at(-1)?.seq ?? 0)) return { ...list, pending };
  let index = list.items.length;
  while (index > 0 && list.items[index - 1]!.seq > message.seq) index--;
  return { ...list, pending, items: [...list.items.slice(0, index), message, ...list.items.slice(index)] };
}

/** What all are told of a deletion does not say that this person can take it back: the answer to them did. */
function undoable(message: Message, known: Message): Message {
  if (!message.deletedAt || !known.deletedAt || message.undoMs !== undefined) return message;
  return known.undoMs === undefined ? message : { ...message, undoMs: known.undoMs };
}

/** An edit or a deletion: only of what is known. */
export function withChangedMessage(list: MessageList, message: Message): MessageList {
  return list.items.some((item) => item.id === message.id) ? withMessage(list, message) : list;
}

/** One person's reaction, on or off; twice is once. */
export function withReaction(list: MessageList, change: ReactionChange, added: boolean): MessageList {
  const user = typeof change.user === "string" ? change.user : change.user.id;
  return {
    ...list,
    items: list.items.map((item) =>
      item.id === change.messageId ? raised(reacted(item, change.emoji, user, added), change.rev) : item
    ),
  };
}

/** There are more or fewer answers below a message. */
export function withReplies(list: MessageList, rootId: string, replies: Replies | undefined): MessageList {
  return { ...list, items: list.items.map((item) => (item.id === rootId ? { ...item, replies } : item)) };
}

/** A piece of a message that is being written; undefined when one before it was missed. */
export function withDelta(list: MessageList, { messageId, at, text }: Delta): MessageList | undefined {
  const known = list.items.find((item) => item.id === messageId);
  if (!known || at < known.text.length) return list;
  if (at > known.text.length) return undefined;
  return {
    ...list,
    items: list.items.map((item) => (item === known ? { ...item, text: item.text + text } : item)),
  };
}

function raised(message: Message, rev: number | undefined): Message {
  return rev === undefined || rev <= (message.rev ?? message.seq) ? message : { ...message, rev };
}

/** Somebody pressed a button of a message. */
export function withPress(list: MessageList, press: Press): MessageList {
  const { action, label, comment, user, userName, actedAt } = press;
  const acted = { action, label, user: { id: user, name: userName }, ...(comment ? { comment } : {}), at: actedAt };
  return { ...list, items: list.items.map((item) => (item.id === press.messageId ? { ...item, acted } : item)) };
}

function reacted(message: Message, emoji: string, user: string, added: boolean): Message {
  const known = message.reactions.find((reaction) => reaction.emoji === emoji);
  const users = (known?.users ?? []).filter((each) => each !== user);
  if (added) users.push(user);
  const reactions = known
    ? message.reactions.map((reaction) => (reaction === known ? { emoji, users } : reaction))
    : [...message.reactions, { emoji, users }];
  return { ...message, reactions: reactions.filter((reaction) => reaction.users.length > 0) };
}

function unconfirmed(pending: readonly PendingMessage[], arrived: readonly Message[]): readonly PendingMessage[] {
  const confirmed = new Set(arrived.map((message) => message.clientId));
  return pending.some((each) => confirmed.has(each.clientId))
    ? pending.filter((each) => !confirmed.has(each.clientId))
    : pending;
}

/** By the position of the newest change; of what carries none, deleted is newer than edited is newer than fresh. */
function isNewer(message: Message, known: Message): boolean {
  if (message.rev !== undefined && known.rev !== undefined) return message.rev >= known.rev;
  return version(message) >= version(known);
}

function version(message: Message): string {
  return message.deletedAt ? "~" : message.editedAt ?? "";
}
