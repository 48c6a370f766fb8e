import { Slash, TextQuote, Users } from "lucide-react";
import { Avatar, cx } from "@bulkhead/kit";
import { ChannelMark } from "../channel_mark.tsx";
import { EmojiView } from "../message/emoji_view.tsx";
import type { Suggestion } from "./suggestions.ts";
import { t } from "../i18n/language.ts";

export interface SuggestionListProps {
  id: string;
  items: Suggestion[];
  active: number;
  onPick(item: Suggestion): void;
  onActive(index: number): void;
}

/** What could be meant, above the field; the field keeps the focus. */
export function SuggestionList({ id, items, active, onPick, onActive }: SuggestionListProps) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label={t("Suggestions")}
      className="popup absolute inset-x-0 bottom-full z-20 mb-1 max-h-96 scroll-y rounded-card bg-raised p-1 shadow-float"
    >
      {items.map((item, index) => (
        <li
          key={item.key}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // The field would lose the focus before the click comes.
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => index !== active && onActive(index)}
          onClick={() => onPick(item)}
          className={cx(
            "flex h-8 cursor-default items-center gap-2 rounded-control px-2 text-13 max-md:h-11",
            index === active && "bg-active",
          )}
        >
          <span className="flex w-5 shrink-0 justify-center">
            <Mark item={item} />
          </span>
          <span className="shrink-0 truncate font-medium" dir="auto">{item.title}</span>
          {item.note && <span className="min-w-0 truncate text-ink-3" dir="auto">{item.note}</span>}
        </li>
      ))}
    </ul>
  );
}

function Mark({ item: { mark, title } }: { item: Suggestion }) {
  switch (mark.kind) {
    case "person":
      return <Avatar id={mark.id} name={title} size={20} />;
    case "channel":
      return <ChannelMark channel={mark.channel} />;
    case "emoji":
      return <EmojiView emoji={mark.emoji} className="text-16" />;
    case "command":
      return <Slash size={14} className="text-ink-3" aria-hidden />;
    case "snippet":
      return <TextQuote size={15} className="text-ink-3" aria-hidden />;
    default:
      return <Users size={15} className="text-ink-3" aria-hidden />;
  }
}
