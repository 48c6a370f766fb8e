import { Undo2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button, cx } from "@bulkhead/kit";
import { useConversation } from "../conversation/context.ts";
import { undoLeftMs, wasRemovedHere } from "../state/undo.ts";
import type { Message } from "../state/wire.ts";
import { attempt } from "../use_chat.ts";
import { MESSAGE_GRID } from "./author.tsx";
import { RepliesBar } from "./replies_bar.tsx";
import { t } from "../i18n/language.ts";

/** The place of a message that was deleted; whoever did that can take it back here for a while. */
export function Tombstone({ message, compact }: { message: Message; compact: boolean }) {
  const { threadId, openThread } = useConversation();
  return (
    <div data-tombstone={message.id} className={cx(MESSAGE_GRID, compact ? "py-0.5" : "pt-2 pb-0.5")}>
      <span />
      <div>
        <p className="flex min-h-6 items-center gap-2 text-13 text-ink-3">
          <span className="italic">{t("Message deleted")}</span>
          <UndoButton message={message} />
        </p>
        {message.replies && message.replies.count > 0 && !threadId && (
          <RepliesBar
            replies={message.replies}
            onOpen={() => openThread(message.id)}
          />
        )}
      </div>
    </div>
  );
}

function UndoButton({ message }: { message: Message }) {
  const { messages } = useConversation();
  const button = useRef<HTMLButtonElement>(null);
  const leftMs = undoLeftMs(message);
  const [over, setOver] = useState<Message>();
  useEffect(() => {
    if (leftMs === 0) return;
    const timer = setTimeout(() => setOver(message), leftMs);
    return () => clearTimeout(timer);
  }, [message]);
  const shown = leftMs > 0 && over !== message;
  // Where the message was that had the focus, the keyboard finds the way back.
  useEffect(() => {
    if (!shown || !wasRemovedHere(message.id)) return;
    const { activeElement } = document;
    if (activeElement === null || activeElement === document.body) button.current?.focus({ preventScroll: true });
  }, [shown, message.id]);
  if (!shown) return null;
  const undo = () =>
    attempt(
      messages.restore(message).then(() =>
        requestAnimationFrame(() =>
          document.querySelector<HTMLElement>(`article[data-message="${CSS.escape(message.id)}"]`)?.focus({
            preventScroll: true,
          })
        )
      ),
      t("The message was not brought back"),
    );
  return (
    <Button ref={button} size="sm" kind="ghost" icon={<Undo2 size={13} aria-hidden />} onClick={undo}>
      {t("Undo")}
    </Button>
  );
}
