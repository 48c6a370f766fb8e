import { useState } from "react";
import { Avatar, Badge, Button, PaneHeader, Select, SkeletonRows, Textarea } from "@bulkhead/kit";
import { usePages } from "../inbox/use_pages.ts";
import { PresenceDot } from "../presence_dot.tsx";
import { ProfileCard } from "../profile_card.tsx";
import { isDirect, titleOf } from "../state/channel_list.ts";
import type { Channel, Person } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";
import { plural, t } from "../i18n/language.ts";
import { EmojiView } from "../message/emoji_view.tsx";
import { ChannelEnd } from "./channel_end.tsx";
import { ChannelExport } from "./channel_export.tsx";
import { notifyLevels } from "./notify_levels.ts";

/** What a conversation is about, what one hears of it, and who is in it. */
export function AboutPanel({ channel, onClose }: { channel: Channel; onClose(): void }) {
  const chat = useChat();
  const members = usePages<{ user: Person; role: string }>(
    "chat.channel.members",
    { channel: channel.id },
    `${channel.id} ${channel.memberCount}`,
  );
  return (
    <>
      <PaneHeader title={<span dir="auto">{t("About {name}", { name: titleOf(channel) })}</span>} onClose={onClose} />
      <div
        className="ring-in scroll-y flex min-h-0 flex-1 flex-col gap-5 p-4"
        tabIndex={0}
        role="region"
        aria-label={t("About")}
      >
        {!isDirect(channel) && (
          <>
            <Line channel={channel} name="topic" label={t("Topic")} empty={t("What is talked about just now")} />
            <Line channel={channel} name="purpose" label={t("Purpose")} empty={t("What this channel is for")} />
          </>
        )}
        {channel.joined && (
          <section className="flex flex-col gap-1.5">
            <h3 className="text-13 font-medium text-ink-2">{t("You hear of")}</h3>
            <Select
              label={t("You hear of")}
              value={channel.notify ?? "default"}
              options={notifyLevels()}
              onChange={(value) =>
                attempt(
                  chat.arranger.arrange(channel, { notify: value === "default" ? undefined : value }),
                  t("It was not changed"),
                )}
            />
          </section>
        )}
        <section>
          <h3 className="pb-1 text-13 font-medium text-ink-2">{plural("{count} members", channel.memberCount)}</h3>
          {members.phase === "loading" && <SkeletonRows count={4} label={t("Loading members")} />}
          <ul>
            {members.items.map(({ user, role }) => (
              <li key={user.id} className="flex h-10 items-center gap-2.5">
                <span className="relative">
                  <Avatar id={user.id} name={user.name} kind={user.role === "agent" ? "agent" : "user"} size={28} />
                  <PresenceDot id={user.id} className="absolute -right-1 -bottom-1" />
                </span>
                <ProfileCard id={user.id} name={user.name} />
                {role === "manager" && <Badge>{t("Manager")}</Badge>}
                {user.status?.emoji && (
                  <span className="text-13" title={user.status.text}>
                    <EmojiView emoji={user.status.emoji} />
                  </span>
                )}
              </li>
            ))}
          </ul>
          {members.hasMore && <Button size="sm" onClick={members.more}>{t("Show more")}</Button>}
        </section>
        <ChannelExport channel={channel} />
        <ChannelEnd channel={channel} />
      </div>
    </>
  );
}

interface LineProps {
  channel: Channel;
  name: "topic" | "purpose";
  label: string;
  empty: string;
}

/** A text about the channel that its members change in place. */
function Line({ channel, name, label, empty }: LineProps) {
  const { rpc, me } = useChat();
  const text = channel[name] ?? "";
  const [draft, setDraft] = useState<string>();
  const save = () => {
    if (draft !== undefined && draft.trim() !== text) {
      attempt(
        rpc.call("chat.channel.update", { channel: channel.id, [name]: draft.trim() }),
        name === "topic" ? t("The topic was not changed") : t("The purpose was not changed"),
      );
    }
    setDraft(undefined);
  };
  const may = channel.joined && !channel.archivedAt && me.role !== "guest";
  return (
    <section className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between">
        <h3 className="text-13 font-medium text-ink-2">{label}</h3>
        {may && draft === undefined && (
          <Button
            size="sm"
            kind="ghost"
            aria-label={name === "topic" ? t("Edit the topic") : t("Edit the purpose")}
            onClick={() => setDraft(text)}
          >
            {t("Edit")}
          </Button>
        )}
      </div>
      {draft === undefined
        ? <p className={text ? "text-13 wrap-anywhere" : "text-13 text-ink-3"} dir="auto">{text || empty}</p>
        : (
          <>
            <Textarea
              autoFocus
              aria-label={label}
              className="field-sizing-content min-h-9 resize-none"
              maxLength={name === "topic" ? 250 : 1_000}
              value={draft}
              onChange={(event) => setDraft(event.target.value)}
            />
            <div className="flex gap-2">
              <Button size="sm" kind="primary" onClick={save}>{t("Save")}</Button>
              <Button size="sm" kind="ghost" onClick={() => setDraft(undefined)}>{t("Cancel")}</Button>
            </div>
          </>
        )}
    </section>
  );
}
