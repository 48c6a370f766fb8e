import { Bookmark, Check, X } from "lucide-react";
import { IconButton, PageHeader } from "@bulkhead/kit";
import type { Message } from "../state/wire.ts";
import { attempt, useChat, usePersonal } from "../use_chat.ts";
import { InboxPage } from "./inbox_page.tsx";
import { ViewButtons } from "./view_buttons.tsx";
import { MessageCard } from "./message_card.tsx";
import { ReminderList } from "./reminder_list.tsx";
import { usePages } from "./use_pages.ts";
import { t } from "../i18n/language.ts";

/** Messages that were put aside, to do or done, and what one wants to be reminded of. */
export function SavedPage({ view, onBack }: { view: string; onBack(): void }) {
  const { rpc } = useChat();
  const saved = usePersonal((state) => state.saved);
  const done = view === "done";
  const pages = usePages<{ message: Message }>("chat.saved.list", { done }, `${done} ${[...saved].join()}`);
  const change = (what: "complete" | "remove", id: string) =>
    attempt(rpc.call(`chat.saved.${what}`, { id }).then(pages.again), t("It was not changed"));
  const views = [
    { path: "-saved", label: t("To do"), chosen: view !== "done" && view !== "reminders" },
    { path: "-saved/done", label: t("Done"), chosen: done },
    { path: "-saved/reminders", label: t("Reminders"), chosen: view === "reminders" },
  ];
  if (view === "reminders") {
    return (
      <>
        <PageHeader
          onBack={onBack}
          icon={<Bookmark size={16} aria-hidden />}
          title={t("Saved")}
          actions={<ViewButtons views={views} />}
        />
        <ReminderList />
      </>
    );
  }
  return (
    <InboxPage
      title={t("Saved")}
      icon={Bookmark}
      pages={pages}
      onBack={onBack}
      actions={<ViewButtons views={views} />}
      empty={done
        ? { title: t("Nothing is done yet"), description: t("What you tick off under “To do” stands here.") }
        : {
          title: t("Nothing saved"),
          description: t("Save a message to come back to it: S on a message, or its bookmark."),
        }}
      row={({ message }) => (
        <MessageCard
          key={message.id}
          message={message}
          actions={
            <>
              {!done && (
                <IconButton
                  size="sm"
                  label={t("Done")}
                  icon={<Check size={15} aria-hidden />}
                  onClick={() => change("complete", message.id)}
                />
              )}
              <IconButton
                size="sm"
                label={t("Remove")}
                icon={<X size={15} aria-hidden />}
                onClick={() => change("remove", message.id)}
              />
            </>
          }
        />
      )}
    />
  );
}
