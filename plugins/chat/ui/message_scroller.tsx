import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, Hash } from "lucide-react";
import { type KeyboardEvent, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { Button, cx, ErrorState } from "@bulkhead/kit";
import type { RpcFailure } from "@bulkhead/ui";
import { MessageView, PendingView } from "./message_view.tsx";
import type { ChannelMessages } from "./state/channel_messages.ts";
import { dayName, type Row } from "./state/rows.ts";
import type { Channel } from "./state/wire.ts";
import { useChat } from "./use_chat.ts";

/** Within this distance of its end the list follows what comes. */
const END_PX = 40;
/** Older messages are read when less than this is left above. */
const OLDER_PX = 600;

const ESTIMATE: Record<Row["kind"], number> = { start: 120, day: 36, unread: 28, message: 48, pending: 48 };

export interface MessageScrollerProps {
  channel: Channel;
  messages: ChannelMessages;
  rows: Row[];
  hasMore: boolean;
  loadingOlder: boolean;
  problem?: RpcFailure;
  newestSeq: number;
  /** Id of the message that the address names. */
  markedId?: string;
  editing?: string;
  onEdit(id: string | undefined): void;
}

/** The messages as a virtual list that stands still: at its end it follows, elsewhere nothing moves it. */
export function MessageScroller(props: MessageScrollerProps) {
  const { channel, messages, rows, hasMore, loadingOlder, problem, newestSeq, markedId, editing, onEdit } = props;
  const chat = useChat();
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ESTIMATE[rows[index]!.kind],
    getItemKey: (index) => rows[index]!.key,
    overscan: 12,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: END_PX,
    paddingEnd: 12,
  });

  // Where one begins: at a message that was linked, at what is new, or at the end.
  const begun = useRef(false);
  useLayoutEffect(() => {
    if (begun.current || rows.length === 0) return;
    begun.current = true;
    const marked = rows.findIndex((row) => row.kind === "message" && row.message.id === markedId);
    const unread = rows.findIndex((row) => row.kind === "unread");
    if (marked >= 0) list.scrollToIndex(marked, { align: "center" });
    else if (unread >= 0) list.scrollToIndex(unread, { align: "start" });
    else list.scrollToEnd();
  }, [rows, markedId, list]);

  const markRead = useEffectEvent(() => {
    const element = scroller.current;
    if (!element || !channel.joined || document.visibilityState !== "visible" || newestSeq <= channel.lastReadSeq) {
      return;
    }
    if (distanceToEnd(element) <= END_PX) void chat.markRead(channel.id, newestSeq);
  });
  useEffect(() => {
    const timer = setTimeout(() => markRead(), 250);
    return () => clearTimeout(timer);
  }, [newestSeq, atEnd]);
  useEffect(() => {
    const look = () => markRead();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);

  // A change at the last message should be seen where it is made.
  useEffect(() => {
    if (!editing) return;
    const index = rows.findIndex((row) => row.kind === "message" && row.message.id === editing);
    if (index >= 0) list.scrollToIndex(index, { align: "auto" });
  }, [editing]);

  // When the composer grows or the window shrinks, who is at the end stays there.
  const resized = useEffectEvent(() => {
    if (atEnd) list.scrollToEnd();
  });
  useEffect(() => {
    const observer = new ResizeObserver(() => resized());
    observer.observe(scroller.current!);
    return () => observer.disconnect();
  }, []);

  const onScroll = () => {
    const element = scroller.current!;
    setAtEnd(distanceToEnd(element) <= END_PX);
    if (element.scrollTop < OLDER_PX && hasMore && !loadingOlder && !problem) void messages.loadOlder();
  };
  // A page that does not fill the screen has nothing to scroll.
  useEffect(() => {
    const element = scroller.current;
    if (element && begun.current && element.scrollTop < OLDER_PX && hasMore && !loadingOlder && !problem) {
      void messages.loadOlder();
    }
  }, [rows.length, hasMore, loadingOlder, problem, messages]);

  const missed = channel.joined ? channel.unread : 0;
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={walkMessages}
        role="log"
        aria-label={`Messages in #${channel.name}`}
        tabIndex={0}
        className="ring-in scroll-y h-full [overflow-anchor:none]"
      >
        {problem && (
          <div className="p-4">
            <ErrorState
              inline
              title="Older messages could not be read"
              message={problem.message}
              hint={problem.hint}
              onRetry={() => void messages.loadOlder()}
            />
          </div>
        )}
        {/* Few messages stand at the bottom, beside the composer. */}
        <div className="flex min-h-full flex-col justify-end">
          <div className="relative" style={{ height: list.getTotalSize() }}>
            {list.getVirtualItems().map((item) => (
              <div
                key={item.key}
                ref={list.measureElement}
                data-index={item.index}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <RowView
                  row={rows[item.index]!}
                  channel={channel}
                  messages={messages}
                  editing={editing}
                  markedId={markedId}
                  onEdit={onEdit}
                />
              </div>
            ))}
          </div>
        </div>
      </div>
      {!atEnd && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            className="pointer-events-auto rounded-pill shadow-float"
            icon={<ArrowDown size={14} aria-hidden />}
            onClick={() => list.scrollToEnd({ behavior: "auto" })}
          >
            {missed > 0 ? `${missed} new, jump to present` : "Jump to present"}
          </Button>
        </div>
      )}
    </div>
  );
}

interface RowViewProps {
  row: Row;
  channel: Channel;
  messages: ChannelMessages;
  editing?: string;
  markedId?: string;
  onEdit(id: string | undefined): void;
}

function RowView({ row, channel, messages, editing, markedId, onEdit }: RowViewProps) {
  switch (row.kind) {
    case "start":
      return <ChannelStart channel={channel} />;
    case "day":
      return <Divider label={dayName(row.at, Date.now())} />;
    case "unread":
      return <Divider label="New" fresh />;
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
      return (
        <MessageView
          message={row.message}
          compact={row.compact}
          messages={messages}
          editing={editing === row.message.id}
          marked={markedId === row.message.id}
          onEdit={onEdit}
        />
      );
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

function ChannelStart({ channel }: { channel: Channel }) {
  return (
    <div className="px-4 pt-8 pb-4 md:px-6">
      <span className="inline-flex size-10 items-center justify-center rounded-card border border-line bg-canvas text-ink-3">
        <Hash size={20} aria-hidden />
      </span>
      <h2 className="mt-3 text-20 font-semibold">#{channel.name}</h2>
      <p className="mt-1 text-13 text-ink-2">
        {channel.topic ||
          `This is where #${channel.name} begins. ${
            channel.private ? "Only its members see it." : "Everybody on this server can read it."
          }`}
      </p>
    </div>
  );
}

/** Arrows go from message to message; from the list itself, up goes to the last one in sight. */
function walkMessages(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  const from = event.target as HTMLElement;
  if (step === 0 || (from !== event.currentTarget && !from.matches("article"))) return;
  const articles = [...event.currentTarget.querySelectorAll<HTMLElement>("article[data-message]")].sort((left, right) =>
    left.getBoundingClientRect().top - right.getBoundingClientRect().top
  );
  const at = articles.indexOf(from);
  const view = event.currentTarget.getBoundingClientRect();
  const next = at >= 0
    ? articles[at + step]
    : articles.findLast((article) => article.getBoundingClientRect().bottom <= view.bottom);
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function distanceToEnd(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight;
}
