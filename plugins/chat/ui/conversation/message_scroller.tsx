import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from "react";
import { Button, ErrorState } from "@bulkhead/kit";
import type { ChannelStatus } from "../state/channel_messages.ts";
import type { MessageList } from "../state/message_list.ts";
import type { Row } from "../state/rows.ts";
import { useConversation } from "./context.ts";
import { RowView } from "./row_view.tsx";
import { walkMessages } from "./walk_messages.ts";
import { t } from "../i18n/language.ts";

/** Within this distance of its end the list follows what comes. */
const END_PX = 40;
/** Older messages are read when less than this is left above. */
const OLDER_PX = 600;

const ESTIMATE: Record<Row["kind"], number> = { start: 120, day: 36, unread: 28, message: 48, pending: 48 };

export interface MessageScrollerProps {
  label: string;
  rows: Row[];
  list: MessageList;
  status: ChannelStatus;
  /** Stands above the first message. */
  start: ReactNode;
  /** Id of the message that the address names. */
  markedId?: string;
  /** Grows when somebody comes again and there is something new: it is gone to. */
  visit?: number;
  /** How many there are that were not read, and whether they begin above what is known. */
  missed?: number;
  unreadAbove?: boolean;
  /** The newest message was seen. */
  onSeen?(seq: number): void;
  onJumpToUnread?(): void;
}

/** The messages as a virtual list that stands still: at its end it follows, elsewhere nothing moves it. */
export function MessageScroller(props: MessageScrollerProps) {
  const {
    label,
    rows,
    visit = 0,
    list: known,
    status,
    start,
    markedId,
    missed = 0,
    unreadAbove,
    onSeen,
    onJumpToUnread,
  } = props;
  const { messages, editing } = useConversation();
  const { hasMore, hasNewer = false } = known;
  const { loadingOlder, problem } = status;
  const newestSeq = known.items.at(-1)?.seq ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ESTIMATE[rows[index]!.kind],
    getItemKey: (index) => rows[index]!.key,
    overscan: 5,
    // Drawn from its end on: the rows at its beginning are not made only to be thrown away.
    initialOffset: () => rows.reduce((sum, row) => sum + ESTIMATE[row.kind], 0),
    anchorTo: "end",
    followOnAppend: !hasNewer,
    scrollEndThreshold: END_PX,
    paddingEnd: 12,
  });

  // Where one begins: at a message that was linked, at what is new, or at the end.
  const begun = useRef(false);
  const led = useRef<string>(undefined);
  // What is hidden and shown again begins anew.
  useLayoutEffect(() => () => {
    begun.current = false;
    led.current = undefined;
  }, []);
  const visited = useRef(visit);
  useLayoutEffect(() => {
    if (visited.current !== visit) begun.current = false;
    visited.current = visit;
    if (rows.length === 0) return;
    // The same message may be led to again.
    if (markedId === undefined) led.current = undefined;
    const marked = markedId === undefined || led.current === markedId
      ? -1
      : rows.findIndex((row) => row.kind === "message" && row.message.id === markedId);
    if (marked >= 0) {
      led.current = markedId;
      begun.current = true;
      return list.scrollToIndex(marked, { align: "center" });
    }
    if (begun.current) return;
    begun.current = true;
    const unread = rows.findIndex((row) => row.kind === "unread");
    if (unread >= 0) list.scrollToIndex(unread, { align: "start" });
    else list.scrollToEnd();
  }, [rows, markedId, visit, list]);

  const markSeen = useEffectEvent(() => {
    const element = scroller.current;
    if (!element || hasNewer || newestSeq === 0 || document.visibilityState !== "visible") return;
    if (distanceToEnd(element) <= END_PX) onSeen?.(newestSeq);
  });
  useEffect(() => {
    const timer = setTimeout(() => markSeen(), 250);
    return () => clearTimeout(timer);
  }, [newestSeq, atEnd, hasNewer]);
  useEffect(() => {
    const look = () => markSeen();
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
    if (atEnd && !hasNewer) list.scrollToEnd();
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
    if (hasNewer && distanceToEnd(element) < OLDER_PX) void messages.loadNewer();
  };
  // A page that does not fill the screen has nothing to scroll.
  useEffect(() => {
    const element = scroller.current;
    if (element && begun.current && element.scrollTop < OLDER_PX && hasMore && !loadingOlder && !problem) {
      void messages.loadOlder();
    }
  }, [rows.length, hasMore, loadingOlder, problem, messages]);

  const toPresent = () => {
    if (!hasNewer) return list.scrollToEnd({ behavior: "auto" });
    void messages.load().then(() => requestAnimationFrame(() => list.scrollToEnd({ behavior: "auto" })));
  };
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        onScroll={onScroll}
        onKeyDown={walkMessages}
        role="log"
        aria-label={label}
        tabIndex={0}
        className="ring-in scroll-y h-full [overflow-anchor:none]"
      >
        {problem && (
          <div className="p-4">
            <ErrorState
              inline
              title={t("Older messages could not be read")}
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
                <RowView row={rows[item.index]!} start={start} markedId={markedId} />
              </div>
            ))}
          </div>
        </div>
      </div>
      {unreadAbove && onJumpToUnread && (
        <div className="pointer-events-none absolute inset-x-0 top-3 flex justify-center">
          <Button
            size="sm"
            className="pointer-events-auto rounded-pill shadow-float"
            icon={<ArrowUp size={14} aria-hidden />}
            onClick={onJumpToUnread}
          >
            {missed > 0 ? t("{count} new, jump to the first", { count: missed }) : t("Jump to what is new")}
          </Button>
        </div>
      )}
      {(!atEnd || hasNewer) && (
        <div className="pointer-events-none absolute inset-x-0 bottom-3 flex justify-center">
          <Button
            size="sm"
            className="pointer-events-auto rounded-pill shadow-float"
            icon={<ArrowDown size={14} aria-hidden />}
            onClick={toPresent}
          >
            {missed > 0 && !unreadAbove ? t("{count} new, jump to present", { count: missed }) : t("Jump to present")}
          </Button>
        </div>
      )}
    </div>
  );
}

function distanceToEnd(element: HTMLElement): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight;
}
