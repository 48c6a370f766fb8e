import { Avatar, Badge, clockTime, exactTime } from "@bulkhead/kit";
import { ProfileCard } from "../profile_card.tsx";
import type { Author, AuthorKind } from "../state/wire.ts";
import { usePersonal } from "../use_chat.ts";
import { EmojiView } from "./emoji_view.tsx";
import { locale, t, type Text, text } from "../i18n/language.ts";

const KIND_WORD: Partial<Record<AuthorKind, Text>> = {
  workflow: text("Workflow"),
  agent: text("Agent"),
  plugin: text("Plugin"),
  system: text("System"),
};

/** Where avatar and text of a message stand. */
export const MESSAGE_GRID = "grid grid-cols-[36px_minmax(0,1fr)] gap-x-2.5 px-4 md:px-6";

/** The picture at the left of an author's first message in a row. */
export function AuthorMark({ author }: { author: Author }) {
  const dense = usePersonal((state) => state.preferences.compact ?? false);
  return (
    <Avatar
      id={author.id}
      name={author.name}
      kind={author.kind === "human" ? "user" : author.kind}
      size={dense ? 20 : 36}
      className={dense ? "mt-px justify-self-end" : "mt-0.5"}
    />
  );
}

/** Who and when, above the first message of a group. */
export function Heading({ author, at }: { author: Author; at: string }) {
  const word = KIND_WORD[author.kind];
  const status = usePersonal((state) => state.people.get(author.id)?.status);
  return (
    <div className="flex min-w-0 items-center gap-2">
      {author.kind === "human"
        ? <ProfileCard id={author.id} name={author.name} />
        : <span className="min-w-0 truncate text-14 font-semibold" dir="auto">{author.name}</span>}
      {word && <Badge>{t(word)}</Badge>}
      {status?.emoji && (
        <span className="text-13" role="img" aria-label={status.text || t("Status")} title={status.text}>
          <EmojiView emoji={status.emoji} />
        </span>
      )}
      <Stamp at={at} />
    </div>
  );
}

/** When a message was written; `quiet` shows only while one is at it. */
export function Stamp({ at, quiet }: { at: string; quiet?: boolean }) {
  const time = Date.parse(at);
  return (
    <time
      dateTime={at}
      title={exactTime(time, locale())}
      className={quiet
        ? "tabular self-start pt-[3px] text-right text-[11px] whitespace-nowrap text-ink-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        : "tabular shrink-0 text-12 text-ink-3"}
    >
      {quiet ? clockTime(time, locale()).replace(/\s[AP]M$/i, "") : clockTime(time, locale())}
    </time>
  );
}
