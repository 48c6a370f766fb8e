import { AtSign } from "lucide-react";
import { Badge } from "@bulkhead/kit";
import type { Message } from "../state/wire.ts";
import { useChannels } from "../use_chat.ts";
import { InboxPage } from "./inbox_page.tsx";
import { MessageCard } from "./message_card.tsx";
import { usePages } from "./use_pages.ts";

interface Mention {
  message: Message;
  kind: "person" | "group" | "channel" | "here" | "keyword";
  read: boolean;
}

const WORDS: Record<Mention["kind"], string> = {
  person: "You",
  group: "Your group",
  channel: "@channel",
  here: "@here",
  keyword: "Keyword",
};

/** What called this person, the newest first. */
export function MentionsPage({ onBack }: { onBack(): void }) {
  const { items } = useChannels();
  const calls = items.reduce((sum, channel) => sum + (channel.mentions ?? 0), 0);
  return (
    <InboxPage
      title="Mentions"
      icon={AtSign}
      pages={usePages<Mention>("chat.mention.list", {}, String(calls))}
      onBack={onBack}
      empty={{
        title: "Nobody has called you yet",
        description: "Messages with your @name, your groups or your keywords stand here.",
      }}
      row={({ message, kind, read }) => (
        <MessageCard
          key={message.id}
          message={message}
          note={
            <>
              <Badge>{WORDS[kind]}</Badge>
              {!read && <Badge tone="accent">New</Badge>}
            </>
          }
        />
      )}
    />
  );
}
