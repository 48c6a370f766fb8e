import { Bell, BellOff } from "lucide-react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Button, ErrorState, PaneHeader, SkeletonRows } from "@bulkhead/kit";
import { FileDrop } from "../composer/file_drop.tsx";
import { Composer } from "../composer/composer.tsx";
import { titleOf } from "../state/channel_list.ts";
import { rowsOf } from "../state/rows.ts";
import type { Channel } from "../state/wire.ts";
import { attempt, useAuthor, useChat } from "../use_chat.ts";
import { ConversationProvider } from "./context.ts";
import { MessageScroller } from "./message_scroller.tsx";
import { Typing } from "./typing.tsx";
import { Whispers } from "./whispers.tsx";
import { t } from "../i18n/language.ts";
import { useChatRoute } from "../use_workspaces.ts";

export interface ThreadPanelProps {
  channel: Channel;
  rootId: string;
  onClose(): void;
}

/** A message and its answers, beside the channel. */
export function ThreadPanel({ channel, rootId, onClose }: ThreadPanelProps) {
  const chat = useChat();
  const { hash } = useChatRoute();
  const messages = chat.messages(channel.id, rootId);
  const list = useSyncExternalStore(messages.list.subscribe, messages.list.get);
  const status = useSyncExternalStore(messages.status.subscribe, messages.status.get);
  const state = useSyncExternalStore(messages.thread.subscribe, messages.thread.get);
  const [editing, setEditing] = useState<string>();
  const [readSeq, setReadSeq] = useState<number>();
  const me = useAuthor();
  const rows = useMemo(() => rowsOf(list, { me, readSeq }).filter((row) => row.kind !== "start"), [list, me, readSeq]);

  useEffect(() => {
    let left = false;
    void messages.load().then(() => {
      const now = messages.thread.get();
      // The line of what is new stays where it was as the thread was opened.
      if (!left && now && now.unread > 0 && now.lastReadSeq > 0) setReadSeq(now.lastReadSeq);
    });
    return () => void (left = true);
  }, [messages]);

  const conversation = useMemo(
    () => ({
      channel,
      messages,
      threadId: rootId,
      editing,
      onEdit: setEditing,
      openThread: () => {},
      markUnread: () => {},
    }),
    [channel, messages, rootId, editing],
  );
  const editLast = () => {
    const last = list.items.findLast((item) => item.author.id === me.id && !item.deletedAt);
    if (last) setEditing(last.id);
  };
  const following = state?.following ?? false;
  return (
    <ConversationProvider value={conversation}>
      <FileDrop words={t("Drop files to attach them to your answer")}>
        <PaneHeader
          title={
            <>
              {t("Thread")} <span className="font-normal text-ink-3" dir="auto">{titleOf(channel)}</span>
            </>
          }
          actions={state && channel.joined && (
            <Button
              size="sm"
              kind="ghost"
              aria-pressed={following}
              icon={following ? <Bell size={14} aria-hidden /> : <BellOff size={14} aria-hidden />}
              onClick={() => attempt(chat.follow(rootId, !following), t("It was not changed"))}
            >
              {following ? t("Following") : t("Follow")}
            </Button>
          )}
          onClose={onClose}
        />
        {status.phase === "failed"
          ? (
            <div className="flex flex-1 items-center justify-center">
              <ErrorState
                title={t("The thread could not be read")}
                message={status.problem!.message}
                hint={status.problem!.hint}
                traceId={status.problem!.traceId}
                onRetry={() => void messages.load()}
              />
            </div>
          )
          : list.items.length === 0
          ? (
            <div className="flex-1">
              <SkeletonRows count={4} label={t("Loading the thread")} />
            </div>
          )
          : (
            <MessageScroller
              label={t("Answers")}
              rows={rows}
              list={list}
              status={status}
              start={null}
              markedId={hash || undefined}
              onSeen={(seq) => {
                if (channel.joined && state && seq > state.lastReadSeq) void chat.markThreadRead(rootId, seq);
              }}
            />
          )}
        <Whispers channelId={channel.id} threadId={rootId} />
        {channel.joined && (
          <>
            <Composer
              channel={channel}
              threadId={rootId}
              onSend={(text, more) => void messages.send(text, more)}
              onEditLast={editLast}
            />
            <Typing channelId={channel.id} threadId={rootId} />
          </>
        )}
      </FileDrop>
    </ConversationProvider>
  );
}
