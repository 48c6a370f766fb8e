import { Bookmark, Check, X } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@bulkhead/kit";
import type { Message } from "../state/wire.ts";
import { attempt, useChat, usePersonal } from "../use_chat.ts";
import { InboxPage } from "./inbox_page.tsx";
import { MessageCard } from "./message_card.tsx";
import { usePages } from "./use_pages.ts";
import { t } from "../i18n/language.ts";

/** Messages that were put aside: to do, or done. */
export function SavedPage({ onBack }: { onBack(): void }) {
  const { rpc } = useChat();
  const saved = usePersonal((state) => state.saved);
  const [done, setDone] = useState(false);
  const pages = usePages<{ message: Message }>("chat.saved.list", { done }, `${done} ${[...saved].join()}`);
  const change = (what: "complete" | "remove", id: string) =>
    attempt(rpc.call(`chat.saved.${what}`, { id }).then(pages.again), t("It was not changed"));
  return (
    <InboxPage
      title={t("Saved")}
      icon={Bookmark}
      pages={pages}
      onBack={onBack}
      actions={
        <>
          <Button size="sm" kind={done ? "ghost" : "secondary"} aria-pressed={!done} onClick={() => setDone(false)}>
            {t("To do")}
          </Button>
          <Button size="sm" kind={done ? "secondary" : "ghost"} aria-pressed={done} onClick={() => setDone(true)}>
            {t("Done")}
          </Button>
        </>
      }
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
