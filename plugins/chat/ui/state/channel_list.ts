import type { Channel, Message, ReadChange } from "./wire.ts";

/** Joined channels by name, then the others. */
export function sortChannels(channels: readonly Channel[]): Channel[] {
  return [...channels].sort((left, right) =>
    Number(right.joined) - Number(left.joined) || left.name.localeCompare(right.name)
  );
}

/** A message came: the channel's end moves, and one more is unread unless it is this person's own. */
export function withArrived(channels: readonly Channel[], message: Message, me: string): Channel[] {
  return channels.map((channel) => {
    if (channel.id !== message.channelId || message.seq <= channel.lastSeq) return channel;
    // An answer that only its thread shows is not counted in the channel.
    const counts = message.author.id !== me && channel.joined && (message.threadId === undefined || message.inChannel);
    return { ...channel, lastSeq: message.seq, unread: counts ? channel.unread + 1 : channel.unread };
  });
}

/** This person read up to a position, here or on another device. Undefined when the count must be asked for. */
export function withRead(channels: readonly Channel[], change: ReadChange): Channel[] | undefined {
  const channel = channels.find((each) => each.id === change.channelId);
  if (!channel || change.lastReadSeq <= channel.lastReadSeq) return [...channels];
  if (change.lastReadSeq < channel.lastSeq) return undefined;
  return channels.map((each) => (each === channel ? { ...each, lastReadSeq: change.lastReadSeq, unread: 0 } : each));
}

export function withChannel(channels: readonly Channel[], channel: Channel): Channel[] {
  return channels.some((each) => each.id === channel.id)
    ? channels.map((each) => (each.id === channel.id ? channel : each))
    : [...channels, channel];
}

/** By id or by name. */
export function findChannel(channels: readonly Channel[], idOrName: string): Channel | undefined {
  return channels.find((channel) => channel.id === idOrName) ?? channels.find((channel) => channel.name === idOrName);
}

/** How a channel stands in an address: by name, which people can read; by id when the name is not its alone. */
export function channelSlug(channels: readonly Channel[], channel: Channel): string {
  return channels.filter((each) => each.name === channel.name).length > 1 ? channel.id : channel.name;
}
