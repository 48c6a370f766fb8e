import { Stat } from "@bulkhead/kit";
import { type KeptLanguage, type LanguageChoice, type PluginCommand, useLanguage } from "@bulkhead/ui";
import { channelSlug, isDirect, titleOf } from "./state/channel_list.ts";
import { changePreferences } from "./state/preferences.ts";
import { useChannels, useChat, usePersonal } from "./use_chat.ts";
import { useElsewhere, useWorkspaces } from "./use_workspaces.ts";
import { t } from "./i18n/language.ts";

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
  useLanguage();
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

/** The language that this person chose in chat's preferences, where it is kept for all their devices. */
export function useLanguageChoice(): KeptLanguage | undefined {
  const chat = useChat();
  const chosen = usePersonal((state) => state.preferences.language);
  const { phase } = useChannels();
  // Until the preferences are there it would be a guess that is taken back.
  if (phase !== "ready") return undefined;
  return {
    choice: (chosen ?? "auto") as LanguageChoice,
    choose: (language) => changePreferences(chat, { language }),
  };
}
