import { useState } from "react";
import { Avatar, Badge, Button, clockTime, cx, exactTime, Textarea, toast } from "@bulkhead/kit";
import { RpcFailure, useIsAdmin } from "@bulkhead/ui";
import { ApprovalPanel } from "./approval_panel.tsx";
import { EmojiButton, MessageActions } from "./message_actions.tsx";
import { MessageButtons } from "./message_buttons.tsx";
import { RichText } from "./rich_text.tsx";
import type { ChannelMessages } from "./state/channel_messages.ts";
import type { PendingMessage } from "./state/message_list.ts";
import type { Author, AuthorKind, Message } from "./state/wire.ts";
import { useChat } from "./use_chat.ts";

const KIND_WORD: Partial<Record<AuthorKind, string>> = {
  workflow: "Workflow",
  agent: "Agent",
  plugin: "Plugin",
  system: "System",
};

/** Where avatar and text of a message stand. */
const GRID = "grid grid-cols-[36px_minmax(0,1fr)] gap-x-2.5 px-4 md:px-6";

export interface MessageViewProps {
  message: Message;
  compact: boolean;
  messages: ChannelMessages;
  editing: boolean;
  /** It was led to by a link. */
  marked: boolean;
  onEdit(id: string | undefined): void;
}

export function MessageView({ message, compact, messages, editing, marked, onEdit }: MessageViewProps) {
  const { me } = useChat();
  const isAdmin = useIsAdmin();
  // Actions are made only where somebody is: by pointer, by keyboard, or while one of their panes is open.
  const [near, setNear] = useState(false);
  const [held, setHeld] = useState(false);
  const own = message.author.id === me.id;
  const attempt = (action: Promise<void>, failed: string) =>
    void action.catch((error) => toast({ tone: "bad", title: failed, description: RpcFailure.wrap(error).message }));
  const react = (emoji: string) => attempt(messages.react(message, emoji), "The reaction did not get through");

  if (message.deletedAt) {
    return (
      <div className={cx(GRID, compact ? "py-0.5" : "pt-2 pb-0.5")}>
        <span />
        <p className="text-13 text-ink-3 italic">Message deleted</p>
      </div>
    );
  }
  return (
    <article
      aria-label={`${message.author.name}, ${clockTime(Date.parse(message.createdAt))}`}
      data-message={message.id}
      tabIndex={-1}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
      onFocus={() => setNear(true)}
      onBlur={(event) => setNear(event.currentTarget.contains(event.relatedTarget))}
      className={cx(
        GRID,
        "group relative",
        compact ? "py-0.5" : "pt-2 pb-0.5",
        marked ? "bg-accent-soft" : "hover:bg-hover",
      )}
    >
      {compact ? <Stamp at={message.createdAt} quiet /> : <AuthorMark author={message.author} />}
      <div className="min-w-0">
        {!compact && <Heading author={message.author} at={message.createdAt} />}
        {editing
          ? (
            <EditForm
              text={message.text}
              onCancel={() => onEdit(undefined)}
              onSave={(text) => {
                onEdit(undefined);
                if (text !== message.text) attempt(messages.edit(message, text), "The change was not saved");
              }}
            />
          )
          : (
            <div className="text-14">
              <RichText text={message.text} me={me.handle} />
              {message.editedAt && (
                <span title={`Edited ${exactTime(Date.parse(message.editedAt))}`} className="text-12 text-ink-3">
                  (edited)
                </span>
              )}
            </div>
          )}
        {message.approval
          ? <ApprovalPanel key={message.id} message={message} approval={message.approval} messages={messages} />
          : <MessageButtons message={message} messages={messages} />}
        <Reactions message={message} me={me.id} onReact={react} />
      </div>
      {(near || held) && !editing && (
        <div className="absolute -top-3.5 right-4 z-10 md:right-6">
          <MessageActions
            message={message}
            own={own && message.author.kind === "human"}
            mayDelete={own || isAdmin}
            onReact={react}
            onEdit={() => onEdit(message.id)}
            onDelete={() => attempt(messages.remove(message), "The message was not deleted")}
            onOpenChange={setHeld}
          />
        </div>
      )}
    </article>
  );
}

/** What is on its way, or did not get through. */
export function PendingView({ pending, author, compact, onRetry, onDiscard }: {
  pending: PendingMessage;
  author: Author;
  compact: boolean;
  onRetry(): void;
  onDiscard(): void;
}) {
  const { me } = useChat();
  const failed = pending.state === "failed";
  return (
    <article
      aria-label={`${author.name}, ${failed ? "not sent" : "being sent"}`}
      className={cx(GRID, compact ? "py-0.5" : "pt-2 pb-0.5", failed && "bg-bad-soft")}
    >
      {compact ? <span /> : <AuthorMark author={author} />}
      <div className="min-w-0">
        {!compact && <Heading author={author} at={pending.createdAt} />}
        <div className={cx("text-14", !failed && "text-ink-3")}>
          <RichText text={pending.text} me={me.handle} />
        </div>
        {failed && (
          <div role="alert" className="mt-1 flex flex-wrap items-center gap-2 pb-1 text-13 text-bad-ink">
            {pending.problem}
            <Button size="sm" onClick={onRetry}>Send again</Button>
            <Button size="sm" kind="ghost" onClick={onDiscard}>Discard</Button>
          </div>
        )}
      </div>
    </article>
  );
}

function AuthorMark({ author }: { author: Author }) {
  return (
    <Avatar
      id={author.id}
      name={author.name}
      kind={author.kind === "human" ? "user" : author.kind}
      size={36}
      className="mt-0.5"
    />
  );
}

function Heading({ author, at }: { author: Author; at: string }) {
  const kind = KIND_WORD[author.kind];
  return (
    <div className="flex items-center gap-2">
      <span className="truncate text-14 font-semibold" dir="auto">{author.name}</span>
      {kind && <Badge>{kind}</Badge>}
      <Stamp at={at} />
    </div>
  );
}

function Stamp({ at, quiet }: { at: string; quiet?: boolean }) {
  const time = Date.parse(at);
  return (
    <time
      dateTime={at}
      title={exactTime(time)}
      className={quiet
        ? "tabular self-start pt-[3px] text-right text-[11px] whitespace-nowrap text-ink-3 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100"
        : "tabular shrink-0 text-12 text-ink-3"}
    >
      {quiet ? clockTime(time).replace(/\s[AP]M$/i, "") : clockTime(time)}
    </time>
  );
}

function Reactions({ message, me, onReact }: { message: Message; me: string; onReact(emoji: string): void }) {
  if (message.reactions.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1 py-1">
      {message.reactions.map(({ emoji, users }) => {
        const mine = users.includes(me);
        return (
          <button
            key={emoji}
            type="button"
            aria-pressed={mine}
            aria-label={`${emoji}, ${users.length}${mine ? ", yours too" : ""}`}
            onClick={() => onReact(emoji)}
            className={cx(
              "tabular inline-flex h-6 items-center gap-1 rounded-pill border px-2 text-12 font-medium",
              mine
                ? "border-accent bg-accent-soft text-accent-ink"
                : "border-line bg-surface text-ink-2 hover:border-line-strong",
            )}
          >
            <span className="font-emoji text-14 leading-none">{emoji}</span>
            {users.length}
          </button>
        );
      })}
      <EmojiButton small onPick={onReact} />
    </div>
  );
}

function EditForm({ text, onSave, onCancel }: { text: string; onSave(text: string): void; onCancel(): void }) {
  const [draft, setDraft] = useState(text);
  return (
    <div className="flex flex-col gap-2 py-1">
      <Textarea
        autoFocus
        aria-label="Edit the message"
        className="field-sizing-content max-h-[33vh] min-h-9 resize-none"
        value={draft}
        onFocus={(event) => event.target.setSelectionRange(draft.length, draft.length)}
        onChange={(event) => setDraft(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") onCancel();
          if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            if (draft.trim()) onSave(draft.trim());
          }
        }}
      />
      <div className="flex items-center gap-2">
        <Button size="sm" kind="primary" disabled={!draft.trim()} onClick={() => onSave(draft.trim())}>Save</Button>
        <Button size="sm" kind="ghost" onClick={onCancel}>Cancel</Button>
        <span className="text-12 text-ink-3 max-md:hidden">Enter saves, Esc cancels</span>
      </div>
    </div>
  );
}
