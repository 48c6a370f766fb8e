import { Ellipsis, Paperclip, Pin, Search, Users } from "lucide-react";
import { useState } from "react";
import { IconButton, PageHeader } from "@bulkhead/kit";
import { ChannelMark } from "../channel_mark.tsx";
import { BookmarkDialog } from "../dialogs/bookmark_dialog.tsx";
import { ChannelMenu } from "../sidebar/channel_menu.tsx";
import { channelSlug, isDirect } from "../state/channel_list.ts";
import type { Channel } from "../state/wire.ts";
import { useChannels, useChat, usePerson } from "../use_chat.ts";
import { t } from "../i18n/language.ts";
import { useChatRoute } from "../use_workspaces.ts";

/** Title, topic, who is in, what is pinned, search in this conversation. */
export function ChannelHeader({ channel, onBack }: { channel: Channel; onBack(): void }) {
  const { me } = useChat();
  const { items } = useChannels();
  const { go, segments } = useChatRoute();
  const slug = channelSlug(items, channel);
  const open = segments[1];
  const [linking, setLinking] = useState(false);
  const toggle = (pane: string) => go(open === pane ? slug : `${slug}/${pane}`);
  const other = usePerson(channel.kind === "dm" ? channel.people?.find((id) => id !== me.id) ?? me.id : undefined);
  const place = other?.handle ? `in:@${other.handle} ` : isDirect(channel) ? "" : `in:#${channel.name} `;
  return (
    <PageHeader
      onBack={onBack}
      icon={<ChannelMark channel={channel} size={16} />}
      title={<>{channel.name}</>}
      note={channel.topic && <span className="truncate max-md:hidden" dir="auto">{channel.topic}</span>}
      actions={
        <>
          {channel.kind !== "dm" && (
            <button
              type="button"
              aria-pressed={open === "about"}
              aria-label={t("{count} members and more about {name}", {
                count: channel.memberCount,
                name: channel.name,
              })}
              onClick={() => toggle("about")}
              className="tabular inline-flex h-8 items-center gap-1.5 rounded-control px-2 text-13 text-ink-3 hover:bg-hover hover:text-ink aria-pressed:bg-active aria-pressed:text-ink"
            >
              <Users size={15} aria-hidden />
              {channel.memberCount}
            </button>
          )}
          <IconButton
            label={t("Pinned messages")}
            aria-pressed={open === "pins"}
            icon={<Pin size={16} aria-hidden />}
            onClick={() => toggle("pins")}
            className="max-md:hidden"
          />
          <IconButton
            label={t("Files")}
            aria-pressed={open === "files"}
            icon={<Paperclip size={16} aria-hidden />}
            onClick={() => toggle("files")}
            className="max-md:hidden"
          />
          <IconButton
            label={t("Search here")}
            icon={<Search size={16} aria-hidden />}
            onClick={() => go(`-search/${place}`)}
          />
          {channel.joined && (
            <ChannelMenu
              channel={channel}
              onAddLink={channel.archivedAt ? undefined : () => setLinking(true)}
              trigger={<IconButton label={t("Channel menu")} icon={<Ellipsis size={16} aria-hidden />} />}
            />
          )}
          {linking && <BookmarkDialog channel={channel} onClose={() => setLinking(false)} />}
        </>
      }
    />
  );
}
