import { VolumeX } from "lucide-react";
import { Button, cx } from "@bulkhead/kit";
import { useConversation } from "../conversation/context.ts";
import { t } from "../i18n/language.ts";
import type { Message } from "../state/wire.ts";
import { MESSAGE_GRID } from "./author.tsx";
import { RepliesBar } from "./replies_bar.tsx";

/** Messages of muted people that were shown: a row that comes back to the screen is as it was left. */
const shown = new Set<string>();

export function wasShown(id: string): boolean {
  return shown.has(id);
}

export function keepShown(id: string): true {
  shown.add(id);
  return true;
}

export interface MutedMessageProps {
  message: Message;
  compact: boolean;
  onShow(): void;
}

/** The place of a message whose author this person has muted: it is there, and says nothing until they want it. */
export function MutedMessage({ message, compact, onShow }: MutedMessageProps) {
  const { threadId, openThread } = useConversation();
  const { author, replies } = message;
  return (
    <article
      data-message={message.id}
      data-muted
      tabIndex={-1}
      aria-label={t("Message of {name}, who is muted", { name: author.name })}
      className={cx(MESSAGE_GRID, "ring-in", compact ? "py-0.5" : "pt-2 pb-0.5")}
    >
      <VolumeX size={14} className="mt-1.5 justify-self-end text-ink-3" aria-hidden />
      <div className="min-w-0">
        <p className="flex min-h-7 items-center gap-1 text-13 text-ink-3">
          <span className="min-w-0 truncate" dir="auto">{t("Muted message of {name}", { name: author.name })}</span>
          <Button
            size="sm"
            kind="ghost"
            aria-label={`${t("Show")}: ${t("Message of {name}, who is muted", { name: author.name })}`}
            onClick={onShow}
          >
            {t("Show")}
          </Button>
        </p>
        {replies && replies.count > 0 && !threadId && (
          <RepliesBar
            replies={replies}
            onOpen={() => openThread(message.id)}
          />
        )}
      </div>
    </article>
  );
}
