import { Clock } from "lucide-react";
import { Button, cx } from "@bulkhead/kit";
import type { PendingMessage } from "../state/message_list.ts";
import type { Author } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { AuthorMark, Heading, MESSAGE_GRID } from "./author.tsx";
import { RichText } from "./rich_text.tsx";
import { plural, t } from "../i18n/language.ts";

export interface PendingViewProps {
  pending: PendingMessage;
  author: Author;
  compact: boolean;
  onRetry(): void;
  onDiscard(): void;
}

/** What is on its way, waits for a connection, or was refused. */
export function PendingView({ pending, author, compact, onRetry, onDiscard }: PendingViewProps) {
  const { me } = useChat();
  const failed = pending.state === "failed";
  const waiting = pending.state === "waiting" && pending.problem;
  return (
    <article
      aria-label={`${author.name}, ${failed ? t("not sent") : waiting ? t("waiting") : t("being sent")}`}
      data-pending={pending.state}
      className={cx(MESSAGE_GRID, compact ? "py-0.5" : "pt-2 pb-0.5", failed && "bg-bad-soft")}
    >
      {compact ? <span /> : <AuthorMark author={author} />}
      <div className="min-w-0">
        {!compact && <Heading author={author} at={pending.createdAt} />}
        <div className={cx("text-14", !failed && "text-ink-3")}>
          <RichText text={pending.text} me={me.handle} />
        </div>
        {pending.files && <p className="text-12 text-ink-3">{plural("{count} files", pending.files.length)}</p>}
        {waiting && (
          <p className="flex items-center gap-1.5 pb-1 text-12 text-ink-3">
            <Clock size={12} aria-hidden />
            {pending.problem}
          </p>
        )}
        {failed && (
          <div role="alert" className="mt-1 flex flex-wrap items-center gap-2 pb-1 text-13 text-bad-ink">
            {pending.problem}
            <Button size="sm" onClick={onRetry}>{t("Send again")}</Button>
            <Button size="sm" kind="ghost" onClick={onDiscard}>{t("Discard")}</Button>
          </div>
        )}
      </div>
    </article>
  );
}
