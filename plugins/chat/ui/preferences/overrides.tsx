import { BellOff } from "lucide-react";
import { Button, ErrorState, IconButton, Section, Select, SkeletonRows, Switch } from "@bulkhead/kit";
import { ChannelMark } from "../channel_mark.tsx";
import { notifyLevels } from "../details/notify_levels.ts";
import { t } from "../i18n/language.ts";
import { PlaceLink } from "../inbox/place_link.tsx";
import { usePages } from "../inbox/use_pages.ts";
import { titleOf } from "../state/channel_list.ts";
import { excerpt } from "../../domain/rich_text.ts";
import type { Message, ThreadState } from "../state/wire.ts";
import { attempt, useChannels, useChat, usePersonal } from "../use_chat.ts";

/** Channels for which something else was chosen than for all. */
export function ChannelOverrides() {
  const chat = useChat();
  const { items } = useChannels();
  const differing = items.filter((channel) => channel.joined && (channel.muted || channel.notify !== undefined));
  return (
    <Section title={t("Channels with a choice of their own")}>
      {differing.length === 0 && (
        <p className="text-13 text-ink-3">{t("None. A channel's details and its menu make one.")}</p>
      )}
      <ul className="divide-y divide-line">
        {differing.map((channel) => (
          <li key={channel.id} className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 py-2">
            <span className="flex min-w-0 flex-1 items-center gap-2 text-14 max-md:basis-full">
              <ChannelMark channel={channel} />
              <span className="min-w-0 truncate" dir="auto">{channel.name}</span>
            </span>
            <span className="flex items-center gap-2 text-13 text-ink-2">
              {t("Muted")}
              <Switch
                label={t("{name} is muted", { name: titleOf(channel) })}
                checked={channel.muted ?? false}
                onChange={(muted) =>
                  attempt(chat.arrange(channel, { muted }), t("It was not changed"))}
              />
            </span>
            <Select
              label={t("What you hear of {name}", { name: titleOf(channel) })}
              className="w-56"
              value={channel.notify ?? "default"}
              options={notifyLevels()}
              onChange={(value) =>
                attempt(
                  chat.arrange(channel, { notify: value === "default" ? undefined : value }),
                  t("It was not changed"),
                )}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Threads that this person hears of because they follow them. */
export function ThreadOverrides() {
  const chat = useChat();
  const { unread } = usePersonal((state) => state.threads);
  const pages = usePages<{ root: Message; state: ThreadState }>("chat.thread.list", { limit: 10 }, String(unread));
  return (
    <Section title={t("Threads that you follow")}>
      {pages.phase === "loading" && <SkeletonRows count={3} label={t("Loading")} />}
      {pages.phase === "failed" && (
        <ErrorState
          inline
          title={t("The list could not be read")}
          message={pages.problem!.message}
          onRetry={pages.again}
        />
      )}
      {pages.phase === "ready" && pages.items.length === 0 && <p className="text-13 text-ink-3">{t("None.")}</p>}
      <ul className="divide-y divide-line">
        {pages.items.map(({ root }) => (
          <li key={root.id} className="flex min-h-11 items-center gap-3 py-1.5 text-13">
            <PlaceLink message={root} thread className="min-w-0 flex-1 truncate hover:underline">
              <span className="font-medium" dir="auto">{root.author.name}</span>{" "}
              <span className="text-ink-2" dir="auto">
                {root.deletedAt ? t("Message deleted") : excerpt(root.text, 80)}
              </span>
            </PlaceLink>
            <IconButton
              size="sm"
              label={t("Stop following")}
              icon={<BellOff size={15} aria-hidden />}
              onClick={() => attempt(chat.follow(root.id, false).then(pages.again), t("You still follow it"))}
            />
          </li>
        ))}
      </ul>
      {pages.hasMore && <Button size="sm" className="self-start" onClick={pages.more}>{t("Show more")}</Button>}
    </Section>
  );
}
