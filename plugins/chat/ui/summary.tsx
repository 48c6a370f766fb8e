import { Stat } from "@bulkhead/kit";
import type { PluginCommand } from "@bulkhead/ui";
import { channelSlug } from "./state/channel_list.ts";
import { useChannels } from "./use_chat.ts";

/** How many messages this person has not read, in channels that they joined. */
export function useWaiting(): number {
  return useChannels().items.reduce((sum, channel) => sum + (channel.joined ? channel.unread : 0), 0);
}

export function TileNumber() {
  const unread = useWaiting();
  const { phase } = useChannels();
  if (phase !== "ready") return null;
  return <Stat value={unread > 999 ? "999+" : unread} label="unread" />;
}

/** Each channel is a place in the palette. */
export function useCommands(): PluginCommand[] {
  const { items } = useChannels();
  return items.map((channel) => ({
    id: channel.id,
    title: `#${channel.name}`,
    path: channelSlug(items, channel),
    icon: channel.private ? "lock" : "hash",
  }));
}
