import { findChannel } from "../state/channel_list.ts";
import { useChannels, useChat } from "../use_chat.ts";
import { useModerates } from "../use_moderates.ts";

/** Says whose files of a channel this person may delete: their own, and all where they manage it. */
export function useMayDeleteFile(channelId: string | undefined): (owner: string) => boolean {
  const { me } = useChat();
  const { items } = useChannels();
  const moderates = useModerates();
  const channel = channelId === undefined ? undefined : findChannel(items, channelId);
  const manages = moderates || channel?.role === "manager" || channel?.createdBy === me.id;
  return (owner) => manages || (owner === me.id && channel?.joined === true && !channel.archivedAt);
}
