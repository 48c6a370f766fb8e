import { Bookmark, Pin } from "lucide-react";
import { type KeyboardEvent, memo, useState } from "react";
import { clockTime, cx, exactTime } from "@bulkhead/kit";
import { useConversation } from "../conversation/context.ts";
import type { Message } from "../state/wire.ts";
import { attempt, useChat, usePerson, usePersonal } from "../use_chat.ts";
import { ApprovalPanel } from "./approval_panel.tsx";
import { Attachments } from "./attachments.tsx";
import { AuthorMark, Heading, MESSAGE_GRID, Stamp } from "./author.tsx";
import { EditForm } from "./edit_form.tsx";
import { Folded } from "./folded.tsx";
import { HistoryDialog } from "./history_dialog.tsx";
import { LinkPreview } from "./link_preview.tsx";
import { MessageActions } from "./message_actions.tsx";
import { type AskedOfMessage, MessageDialogs } from "./message_dialogs.tsx";
import { MessageButtons } from "./message_buttons.tsx";
import { Tombstone } from "./tombstone.tsx";
import { Reactions } from "./reactions.tsx";
import { RepliesBar } from "./replies_bar.tsx";
import { RichText } from "./rich_text.tsx";
import { useMessageActions } from "./use_message_actions.ts";
import { locale, t } from "../i18n/language.ts";

export interface MessageViewProps {
  message: Message;
  compact: boolean;
  /** It was led to by a link. */
  marked: boolean;
}

/** One message, with all that hangs on it. */
export const MessageView = memo(function MessageView({ message, compact, marked }: MessageViewProps) {
  const { me } = useChat();
  const { messages, threadId, editing, onEdit } = useConversation();
  const saved = usePersonal((state) => state.saved.has(message.id));
  const dense = usePersonal((state) => state.preferences.compact ?? false);
  const actions = useMessageActions(message);
  // Actions are made only where somebody is: by pointer, by keyboard, or while one of their panes is open.
  const [near, setNear] = useState(false);
  const [held, setHeld] = useState(false);
  const [asked, setAsked] = useState<AskedOfMessage>();
  if (message.deletedAt) return <Tombstone message={message} compact={compact} />;

  const changing = editing === message.id;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const { currentTarget, key } = event;
    if (key === "r") currentTarget.querySelector<HTMLElement>("[data-react]")?.click();
    if (key === "r" || actions.byKey(key)) event.preventDefault();
  };
  return (
    <article
      aria-label={`${message.author.name}, ${clockTime(Date.parse(message.createdAt), locale())}`}
      data-message={message.id}
      tabIndex={-1}
      onKeyDown={onKeyDown}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={(event) => setNear(event.currentTarget.contains(event.relatedTarget))}
      className={cx(
        MESSAGE_GRID,
        "ring-in group relative",
        compact ? dense ? "py-0" : "py-0.5" : dense ? "pt-1" : "pt-2 pb-0.5",
        marked ? "bg-accent-soft" : message.pinned ? "bg-warn-soft/50" : near || held ? "bg-hover" : undefined,
      )}
    >
      <Notes message={message} saved={saved} />
      {compact ? <Stamp at={message.createdAt} quiet /> : <AuthorMark author={message.author} />}
      <div className="min-w-0">
        {!compact && <Heading author={message.author} at={message.createdAt} />}
        {!threadId && message.threadId && (
          <button
            type="button"
            onClick={actions.reply}
            className="text-12 text-ink-3 underline-offset-2 hover:text-accent-ink hover:underline"
          >
            {t("Answered a thread")}
          </button>
        )}
        {changing
          ? (
            <EditForm
              text={message.text}
              onCancel={() => onEdit(undefined)}
              onSave={(text) => {
                onEdit(undefined);
                if (text !== message.text) attempt(messages.edit(message, text), t("The change was not saved"));
              }}
            />
          )
          : (
            <div className="text-14" aria-live={message.streaming ? "off" : undefined}>
              {message.streaming
                ? <RichText text={message.text} me={me.handle} />
                : (
                  <Folded id={message.id} text={message.text}>
                    <RichText text={message.text} me={me.handle} />
                  </Folded>
                )}
              {message.streaming && (
                <span className="inline-flex items-center gap-1.5 text-12 text-ink-3" role="status">
                  <span className="size-1.5 animate-pulse rounded-pill bg-accent" aria-hidden />
                  {t("is writing")}
                </span>
              )}
              {message.editedAt && !message.streaming && <Edited message={message} at={message.editedAt} />}
            </div>
          )}
        <Attachments message={message} />
        {!changing && <LinkPreview text={message.text} />}
        {message.approval
          ? <ApprovalPanel key={message.id} message={message} approval={message.approval} messages={messages} />
          : <MessageButtons message={message} messages={messages} />}
        <Reactions message={message} me={me.id} onReact={actions.react} />
        {message.replies && message.replies.count > 0 && message.id !== threadId && (
          <RepliesBar replies={message.replies} onOpen={actions.reply} />
        )}
      </div>
      {(near || held) && !changing && (
        <div className="absolute -top-3.5 right-4 z-10 md:right-6">
          <MessageActions message={message} saved={saved} actions={actions} onOpenChange={setHeld} onAsk={setAsked} />
        </div>
      )}
      <MessageDialogs message={message} asked={asked} onClose={() => setAsked(undefined)} />
    </article>
  );
});

/** When it was changed last; leads to what it said before. */
function Edited({ message, at }: { message: Message; at: string }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <button
        type="button"
        title={t("Edited {time}", { time: exactTime(Date.parse(at), locale()) })}
        onClick={() => setShown(true)}
        className="ring-in rounded-sm text-12 text-ink-3 underline-offset-2 hover:text-ink hover:underline"
      >
        {t("(edited)")}
      </button>
      {shown && <HistoryDialog message={message} onClose={() => setShown(false)} />}
    </>
  );
}

/** Above a message: who pinned it, that it is saved. */
function Notes({ message, saved }: { message: Message; saved: boolean }) {
  const pinner = usePerson(message.pinned?.by);
  if (!message.pinned && !saved) return null;
  return (
    <p className="col-start-2 flex items-center gap-3 text-12 text-ink-3">
      {message.pinned && (
        <span className="inline-flex items-center gap-1">
          <Pin size={12} className="text-warn-ink" aria-hidden />
          {pinner ? t("Pinned by {name}", { name: pinner.name }) : t("Pinned")}
        </span>
      )}
      {saved && (
        <span className="inline-flex items-center gap-1">
          <Bookmark size={12} className="text-accent-ink" aria-hidden />
          {t("Saved")}
        </span>
      )}
    </p>
  );
}
