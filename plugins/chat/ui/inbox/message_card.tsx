import type { ReactNode } from "react";
import { Avatar, RelativeTime } from "@bulkhead/kit";
import { RichText } from "../message/rich_text.tsx";
import { findChannel, titleOf } from "../state/channel_list.ts";
import type { Message } from "../state/wire.ts";
import { plural, t } from "../i18n/language.ts";
import { useChannels, useChat } from "../use_chat.ts";
import { PlaceLink } from "./place_link.tsx";
import { ChatLink } from "../chat_link.tsx";

export interface MessageCardProps {
  message: Message;
  /** Stands in the place of the text: a snippet with what was found. */
  body?: ReactNode;
  /** Beside the time: what is new, what can be done. */
  note?: ReactNode;
  actions?: ReactNode;
  /** It leads to the thread below the message. */
  thread?: boolean;
}

/** A message outside of its conversation: where it stands, who wrote it, what it says. Leads to it. */
export function MessageCard({ message, body, note, actions, thread }: MessageCardProps) {
  const { me } = useChat();
  const { items } = useChannels();
  const channel = findChannel(items, message.channelId);
  const { author } = message;
  return (
    <li className="group/card relative flex gap-2.5 border-b border-line px-4 py-3 hover:bg-hover md:px-6">
      <Avatar id={author.id} name={author.name} kind={author.kind === "human" ? "user" : author.kind} size={28} />
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-center gap-2 text-12 text-ink-3">
          <PlaceLink
            message={message}
            thread={thread}
            className="min-w-0 truncate text-13 font-semibold text-ink after:absolute after:inset-0"
          >
            <span dir="auto">{author.name}</span>
          </PlaceLink>
          <span className="min-w-0 truncate" dir="auto">{channel ? titleOf(channel) : t("in a channel")}</span>
          <RelativeTime at={message.createdAt} className="tabular shrink-0" />
          {note}
        </p>
        <div className="line-clamp-4 text-14">{body ?? <RichText text={message.text} me={me.handle} />}</div>
        {message.replies && message.replies.count > 0 && (
          <p className="mt-0.5 text-12 text-ink-3">
            {plural("{count} replies", message.replies.count)}
          </p>
        )}
      </div>
      {actions && <div className="relative flex shrink-0 items-start gap-1">{actions}</div>}
    </li>
  );
}

/** A link to a conversation by name, for lists of what is written there. */
export function ChannelLink({ slug, children }: { slug: string; children: ReactNode }) {
  return <ChatLink path={slug} className="text-13 font-medium hover:underline">{children}</ChatLink>;
}
