import { BellOff, MessagesSquare } from "lucide-react";
import { Badge, IconButton } from "@bulkhead/kit";
import type { Message, ThreadState } from "../state/wire.ts";
import { attempt, useChat, usePersonal } from "../use_chat.ts";
import { InboxPage } from "./inbox_page.tsx";
import { MessageCard } from "./message_card.tsx";
import { usePages } from "./use_pages.ts";
import { t } from "../i18n/language.ts";

/** The threads that this person follows, the newest answer first. */
export function ThreadsPage({ onBack }: { onBack(): void }) {
  const chat = useChat();
  const { unread, mentions } = usePersonal((state) => state.threads);
  const pages = usePages<{ root: Message; state: ThreadState }>("chat.thread.list", {}, `${unread} ${mentions}`);
  return (
    <InboxPage
      title={t("Threads")}
      icon={MessagesSquare}
      pages={pages}
      onBack={onBack}
      empty={{
        title: t("No thread yet"),
        description: t("Threads that you begin, answer or follow stand here, those with something new first."),
      }}
      row={({ root, state }) => (
        <MessageCard
          key={root.id}
          message={root}
          thread
          note={state.unread > 0 && (
            <Badge tone={state.mentions > 0 ? "warn" : "accent"}>{t("{count} new", { count: state.unread })}</Badge>
          )}
          actions={
            <IconButton
              size="sm"
              label={t("Stop following")}
              icon={<BellOff size={15} aria-hidden />}
              onClick={() => attempt(chat.follow(root.id, false).then(pages.again), t("You still follow it"))}
            />
          }
        />
      )}
    />
  );
}
