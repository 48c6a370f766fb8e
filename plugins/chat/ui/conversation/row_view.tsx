import type { ReactNode } from "react";
import { cx } from "@bulkhead/kit";
import { MessageView } from "../message/message_view.tsx";
import { PendingView } from "../message/pending_view.tsx";
import { dayName, type Row } from "../state/rows.ts";
import { useConversation } from "./context.ts";
import { t } from "../i18n/language.ts";

export interface RowViewProps {
  row: Row;
  start: ReactNode;
  markedId?: string;
}

/** One line of a list of messages. */
export function RowView({ row, start, markedId }: RowViewProps) {
  const { messages } = useConversation();
  switch (row.kind) {
    case "start":
      return start;
    case "day":
      return <Divider label={dayName(row.at, Date.now())} />;
    case "unread":
      return <Divider label={t("New")} fresh />;
    case "pending":
      return (
        <PendingView
          pending={row.pending}
          author={row.author}
          compact={row.compact}
          onRetry={() => void messages.retry(row.pending.clientId)}
          onDiscard={() => messages.discard(row.pending.clientId)}
        />
      );
    case "message":
      return <MessageView message={row.message} compact={row.compact} marked={markedId === row.message.id} />;
  }
}

function Divider({ label, fresh }: { label: string; fresh?: boolean }) {
  return (
    <div
      role="separator"
      aria-label={label}
      className={cx("flex items-center gap-3 px-4 md:px-6", fresh ? "py-1" : "py-2")}
    >
      <span className={cx("h-px flex-1", fresh ? "bg-accent" : "bg-line")} />
      <span className={cx("text-12 font-medium", fresh ? "text-accent-ink" : "text-ink-3")}>{label}</span>
      {!fresh && <span className="h-px flex-1 bg-line" />}
    </div>
  );
}
