import { AtSign } from "lucide-react";
import { Badge } from "@bulkhead/kit";
import type { Message } from "../state/wire.ts";
import { useChannels } from "../use_chat.ts";
import { InboxPage } from "./inbox_page.tsx";
import { MessageCard } from "./message_card.tsx";
import { usePages } from "./use_pages.ts";
import { t, type Text, text } from "../i18n/language.ts";

interface Mention {
  message: Message;
  kind: "person" | "group" | "channel" | "here" | "keyword";
  read: boolean;
}

const WORDS: Partial<Record<Mention["kind"], Text>> = {
  person: text("You"),
  group: text("Your group"),
  keyword: text("Keyword"),
};

/** `@channel` and `@here` are the same in each language. */
function wordOf(kind: Mention["kind"]): string {
  const word = WORDS[kind];
  return word ? t(word) : `@${kind}`;
}

/** What called this person, the newest first. */
export function MentionsPage({ onBack }: { onBack(): void }) {
  const { items } = useChannels();
  const calls = items.reduce((sum, channel) => sum + (channel.mentions ?? 0), 0);
  return (
    <InboxPage
      title={t("Mentions")}
      icon={AtSign}
      pages={usePages<Mention>("chat.mention.list", {}, String(calls))}
      onBack={onBack}
      empty={{
        title: t("Nobody has called you yet"),
        description: t("Messages with your @name, your groups or your keywords stand here."),
      }}
      row={({ message, kind, read }) => (
        <MessageCard
          key={message.id}
          message={message}
          note={
            <>
              <Badge>{wordOf(kind)}</Badge>
              {!read && <Badge tone="accent">{t("New")}</Badge>}
            </>
          }
        />
      )}
    />
  );
}
