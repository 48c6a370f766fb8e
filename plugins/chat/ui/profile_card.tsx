import { Clock, MessageSquare, Volume2, VolumeX } from "lucide-react";
import { Avatar, Badge, Button } from "@bulkhead/kit";
import { LazyPopover } from "./lazy_popover.tsx";
import { PresenceDot } from "./presence_dot.tsx";
import { EmojiView } from "./message/emoji_view.tsx";
import { timeWords } from "./state/later.ts";
import { attempt, useChat, usePerson } from "./use_chat.ts";
import { locale, t } from "./i18n/language.ts";
import { useMute } from "./use_mute.ts";
import { useChatRoute } from "./use_workspaces.ts";

/** A name that opens what its person says of themselves. */
export function ProfileCard({ id, name }: { id: string; name: string }) {
  return (
    <LazyPopover
      label={t("About {name}", { name })}
      align="start"
      trigger={
        <button
          type="button"
          dir="auto"
          className="min-w-0 truncate rounded-sm text-14 font-semibold underline-offset-2 hover:underline"
        >
          {name}
        </button>
      }
    >
      {(close) => <Profile id={id} name={name} onDone={close} />}
    </LazyPopover>
  );
}

function Profile({ id, name, onDone }: { id: string; name: string; onDone(): void }) {
  const chat = useChat();
  const { go } = useChatRoute();
  const [muted, setMuted] = useMute(id, name);
  const person = usePerson(id);
  const { title, pronouns, about, timezone } = person?.profile ?? {};
  const write = () =>
    attempt(
      chat.openDirect(id === chat.me.id ? [] : [id]).then((channel) => {
        onDone();
        go(channel.id);
      }),
      t("The conversation could not be opened"),
    );
  return (
    <div className="flex w-64 flex-col gap-3 p-2">
      <div className="flex items-center gap-3">
        <span className="relative">
          <Avatar id={id} name={name} size={36} />
          <PresenceDot id={id} className="absolute -right-1 -bottom-1" />
        </span>
        <div className="min-w-0">
          <p className="flex items-center gap-1.5 text-14 font-semibold">
            <span className="truncate" dir="auto">{name}</span>
            {person?.role === "guest" && <Badge>{t("Guest")}</Badge>}
          </p>
          <p className="truncate text-12 text-ink-3">
            {person?.handle ? `@${person.handle}` : ""}
            {pronouns ? ` · ${pronouns}` : ""}
          </p>
        </div>
      </div>
      {title && <p className="text-13 text-ink-2" dir="auto">{title}</p>}
      {person?.status && (
        <p className="text-13 wrap-anywhere" dir="auto">
          {person.status.emoji && <EmojiView emoji={person.status.emoji} />} {person.status.text}
          {person.status.until && (
            <span className="text-ink-3">
              · {t("until {time}", { time: timeWords(new Date(person.status.until)) })}
            </span>
          )}
        </p>
      )}
      {about && <p className="line-clamp-4 text-13 text-ink-2 wrap-anywhere" dir="auto">{about}</p>}
      {timezone && (
        <p className="flex items-center gap-1.5 text-12 text-ink-3">
          <Clock size={13} aria-hidden />
          {new Intl.DateTimeFormat(locale(), { timeZone: timezone, hour: "2-digit", minute: "2-digit" }).format()}{" "}
          {t("for them")}
        </p>
      )}
      {muted && (
        <p className="flex items-center gap-1.5 text-12 text-ink-3">
          <VolumeX size={13} className="shrink-0" aria-hidden />
          {t("Muted: what they write does not call you.")}
        </p>
      )}
      <div className="flex gap-2">
        <Button size="sm" className="flex-1" icon={<MessageSquare size={14} aria-hidden />} onClick={write}>
          {id === chat.me.id ? t("Your notes") : t("Message")}
        </Button>
        {id !== chat.me.id && (
          <Button
            size="sm"
            className="flex-1"
            icon={muted ? <Volume2 size={14} aria-hidden /> : <VolumeX size={14} aria-hidden />}
            onClick={() => setMuted(!muted)}
          >
            {muted ? t("Unmute") : t("Mute")}
          </Button>
        )}
      </div>
    </div>
  );
}
