import type { ReactNode } from "react";
import { MessageView } from "../message/message_view.tsx";
import { PendingView } from "../message/pending_view.tsx";
import type { Row } from "../state/rows.ts";
import { useConversation } from "./context.ts";
import { DayDivider, Divider } from "./divider.tsx";
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
      return <DayDivider at={row.at} />;
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
