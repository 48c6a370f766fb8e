import { Check } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, Dialog, SearchField, SkeletonRows } from "@bulkhead/kit";
import { ChannelMark } from "../channel_mark.tsx";
import { usePages } from "../inbox/use_pages.ts";
import type { Channel } from "../state/wire.ts";
import { t } from "../i18n/language.ts";

export interface BrowseDialogProps {
  onClose(): void;
  onOpen(channel: Channel): void;
  onCreate(name: string): void;
}

/** All channels that one may see, to look into or to join; a name that is free can be made. */
export function BrowseDialog({ onClose, onOpen, onCreate }: BrowseDialogProps) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [query, setQuery] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setQuery(text.trim().toLowerCase()), 150);
    return () => clearTimeout(timer);
  }, [text]);
  const { phase, items, hasMore, more } = usePages<Channel>("chat.channel.list", { query }, query);
  return (
    <Dialog
      open
      onClose={onClose}
      initialFocus={input}
      title={t("Channels")}
      footer={
        <>
          <Button kind="ghost" onClick={onClose}>{t("Close")}</Button>
          <Button kind="primary" onClick={() => onCreate(text.trim())}>{t("Create a channel")}</Button>
        </>
      }
    >
      <SearchField
        ref={input}
        aria-label={t("Find a channel")}
        placeholder={t("Find a channel")}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <ul className="mt-2 min-h-40" aria-label={t("Channels")}>
        {phase === "loading" && <SkeletonRows count={4} label={t("Loading channels")} />}
        {items.map((channel) => (
          <li key={channel.id}>
            <button
              type="button"
              onClick={() => onOpen(channel)}
              className="ring-in flex min-h-10 w-full min-w-0 items-center gap-2 rounded-control px-2 text-left text-13 hover:bg-hover"
            >
              <ChannelMark channel={channel} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium" dir="auto">{channel.name}</span>
                {channel.topic && <span className="block truncate text-12 text-ink-3" dir="auto">{channel.topic}</span>}
              </span>
              {channel.joined && (
                <span className="flex shrink-0 items-center gap-1 text-12 text-ok-ink">
                  <Check size={13} aria-hidden />
                  {t("Joined")}
                </span>
              )}
              <span className="tabular shrink-0 text-12 text-ink-3">{channel.memberCount}</span>
            </button>
          </li>
        ))}
        {phase === "ready" && items.length === 0 && (
          <li className="px-2 py-3 text-13 text-ink-3">{t("No channel is called that. You can create it.")}</li>
        )}
      </ul>
      {hasMore && <Button size="sm" onClick={more}>{t("Show more")}</Button>}
    </Dialog>
  );
}
