import type { Channel } from "./wire.ts";

/** Joined channels by name, then the others. */
export function sortChannels(channels: readonly Channel[]): Channel[] {
  return [...channels].sort((left, right) =>
    Number(right.joined) - Number(left.joined) || left.name.localeCompare(right.name)
  );
}

export function withChannel(channels: readonly Channel[], channel: Channel): Channel[] {
  return channels.some((each) => each.id === channel.id)
    ? channels.map((each) => (each.id === channel.id ? channel : each))
    : [...channels, channel];
}

/** A conversation of people rather than a channel with a name. */
export function isDirect(channel: Pick<Channel, "kind">): boolean {
  return channel.kind === "dm" || channel.kind === "group";
}

/** What a conversation is called: `#name`, or the names of the others. */
export function titleOf(channel: Channel): string {
  return isDirect(channel) ? channel.name : `#${channel.name}`;
}

/** By id or by name. */
export function findChannel(channels: readonly Channel[], idOrName: string): Channel | undefined {
  return channels.find((channel) => channel.id === idOrName) ??
    channels.find((channel) => !isDirect(channel) && channel.name === idOrName);
}

/** How a channel stands in an address: by name, which people can read; by id when the name is not its alone. */
export function channelSlug(channels: readonly Channel[], channel: Channel): string {
  if (isDirect(channel)) return channel.id;
  return channels.filter((each) => !isDirect(each) && each.name === channel.name).length > 1
    ? channel.id
    : channel.name;
}

/** The address that leads to a message: in its channel, or in its thread; `slug` is the workspace, when it is not the first. */
export function messageLink(
  channels: readonly Channel[],
  channel: Channel,
  message: { id: string; threadId?: string; inChannel?: boolean },
  slug?: string,
): string {
  const workspace = slug === undefined ? "" : `~${slug}/`;
  const thread = message.threadId !== undefined && !message.inChannel ? `/thread/${message.threadId}` : "";
  return `/app/chat/${workspace}${encodeURIComponent(channelSlug(channels, channel))}${thread}#${message.id}`;
}
