import { BellOff, PenLine } from "lucide-react";
import { Count, cx, rowClass } from "@bulkhead/kit";
import { ChannelMark } from "../channel_mark.tsx";
import { channelSlug } from "../state/channel_list.ts";
import { draftKey } from "../state/personal.ts";
import type { Channel } from "../state/wire.ts";
import { useChannels, usePersonal } from "../use_chat.ts";
import { ChannelMenu } from "./channel_menu.tsx";
import { useArranging } from "./use_arranging.ts";
import { plural, t } from "../i18n/language.ts";
import { ChatLink } from "../chat_link.tsx";

export interface ChannelRowProps {
  channel: Channel;
  current?: string;
  /** What is carried by pointer would be put down above it, or below as the last. */
  drop?: "above" | "below";
}

/** A conversation in the sidebar: bold while there is something new, with a number when it calls this person. */
export function ChannelRow({ channel, current, drop }: ChannelRowProps) {
  const arranging = useArranging();
  const { items } = useChannels();
  const drafted = usePersonal((state) => state.drafts.has(draftKey(channel.id)));
  const selected = channel.id === current;
  const unread = channel.joined && channel.unread > 0 && !channel.muted && !selected;
  const calls = channel.mentions ?? 0;
  return (
    <div className="group/row relative" data-channel-id={channel.id}>
      {drop && <DropLine at={drop} />}
      <ChatLink
        path={channelSlug(items, channel)}
        aria-current={selected ? "page" : undefined}
        data-row
        data-channel={channel.name}
        draggable
        onKeyDown={(event) => {
          const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : undefined;
          if (!step || !event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          event.stopPropagation();
          arranging.step(channel.id, step);
        }}
        className={cx(
          rowClass({ selected, dense: true }),
          unread && "font-semibold text-ink",
          channel.muted && "text-ink-3",
        )}
      >
        <span className="flex w-5 shrink-0 justify-center">
          <ChannelMark channel={channel} />
        </span>
        <span className="min-w-0 flex-1 truncate" dir="auto">{channel.name}</span>
        {unread && <span className="sr-only">{t("{count} unread", { count: channel.unread })}</span>}
        <span className="flex items-center gap-1.5 md:group-focus-within/row:invisible md:group-hover/row:invisible">
          {drafted && !selected && <PenLine size={13} className="text-ink-3" aria-label={t("Draft")} />}
          {channel.muted && <BellOff size={13} className="text-ink-3" aria-label={t("Muted")} />}
          {!selected && <Count value={calls} label={plural("mentions", calls)} />}
        </span>
      </ChatLink>
      <span className="absolute inset-y-0 right-1 flex items-center opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100 has-data-popup-open:opacity-100 max-md:hidden">
        <ChannelMenu channel={channel} />
      </span>
    </div>
  );
}

/** Where what is carried would be put down. */
export function DropLine({ at }: { at: "above" | "below" }) {
  return (
    <span
      aria-hidden
      data-drop={at}
      className={cx(
        "pointer-events-none absolute inset-x-1 z-10 h-0.5 rounded-pill bg-accent",
        at === "above" ? "-top-px" : "-bottom-px",
      )}
    />
  );
}
