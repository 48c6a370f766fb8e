import { Stat } from "@bulkhead/kit";
import type { PluginCommand } from "@bulkhead/ui";
import { channelSlug, isDirect, titleOf } from "./state/channel_list.ts";
import { useChannels, usePersonal } from "./use_chat.ts";
import { useElsewhere, useWorkspaces } from "./use_workspaces.ts";
import { t } from "./i18n/language.ts";
import { useLanguage } from "./i18n/use_language.ts";

/** How many messages this person has not read, in channels that they joined and did not mute, in all workspaces. */
export function useWaiting(): number {
  const threads = usePersonal((state) => state.threads.mentions);
  const { unread: elsewhere } = useElsewhere();
  return useChannels().items.reduce((sum, channel) => {
    if (!channel.joined) return sum;
    return sum + (channel.muted ? channel.mentions ?? 0 : channel.unread);
  }, threads + elsewhere);
}

export function TileNumber() {
  const unread = useWaiting();
  const { phase } = useChannels();
  if (phase !== "ready") return null;
  return <Stat value={unread > 999 ? "999+" : unread} label={t("unread")} />;
}

/** Each conversation of the first workspace, each other workspace and each inbox is a place in the palette. */
export function useCommands(): PluginCommand[] {
  const { items } = useChannels();
  const { items: workspaces } = useWorkspaces();
  useLanguage();
  return [
    ...items.map((channel) => ({
      id: channel.id,
      title: titleOf(channel),
      path: channelSlug(items, channel),
      icon: isDirect(channel) ? "message-square" : channel.private ? "lock" : "hash",
    })),
    ...workspaces.filter(({ member, first }) => member && !first).map(({ id, name, slug }) => ({
      id,
      title: name,
      path: `~${slug}`,
      icon: "boxes",
    })),
    { id: "threads", title: t("Threads"), path: "-threads", icon: "messages-square" },
    { id: "mentions", title: t("Mentions"), path: "-mentions", icon: "at-sign" },
    { id: "saved", title: t("Saved messages"), path: "-saved", icon: "bookmark" },
    { id: "drafts", title: t("Drafts and scheduled messages"), path: "-drafts", icon: "pen-line" },
    { id: "search", title: t("Search messages"), path: "-search", icon: "search" },
  ];
}
