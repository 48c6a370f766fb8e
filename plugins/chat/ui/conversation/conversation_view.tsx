import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { ErrorState, SkeletonRows, toast } from "@bulkhead/kit";
import { BookmarksBar } from "./bookmarks_bar.tsx";
import { ChannelHeader } from "./channel_header.tsx";
import { ChannelStart } from "./channel_start.tsx";
import { FileDrop } from "../composer/file_drop.tsx";
import { Composer } from "../composer/composer.tsx";
import { channelSlug, titleOf } from "../state/channel_list.ts";
import { rowsOf } from "../state/rows.ts";
import type { Channel, Message } from "../state/wire.ts";
import { attempt, useAuthor, useChannels, useChat } from "../use_chat.ts";
import { ConversationProvider } from "./context.ts";
import { JoinBar } from "./join_bar.tsx";
import { MessageScroller } from "./message_scroller.tsx";
import { Typing } from "./typing.tsx";
import { useLinked } from "./use_linked.ts";
import { Whispers } from "./whispers.tsx";
import { t } from "../i18n/language.ts";
import { useChatRoute } from "../use_workspaces.ts";

/** One conversation: title, messages, composer. */
export function ConversationView({ channel, onBack }: { channel: Channel; onBack(): void }) {
  const chat = useChat();
  const { items } = useChannels();
  const { hash, go, segments } = useChatRoute();
  const messages = chat.messages(channel.id);
  const list = useSyncExternalStore(messages.list.subscribe, messages.list.get);
  const status = useSyncExternalStore(messages.status.subscribe, messages.status.get);
  const [editing, setEditing] = useState<string>();
  // The line above what is new stays where it was when one came, until one comes again or puts it elsewhere.
  const [readSeq, setReadSeq] = useState(channel.joined && channel.unread > 0 ? channel.lastReadSeq : undefined);
  const [held, setHeld] = useState(false);
  const [visit, setVisit] = useState(0);
  const left = useRef(false);
  const come = useEffectEvent(() => {
    const next = channel.joined && channel.unread > 0 ? channel.lastReadSeq : undefined;
    if (!left.current || (next === readSeq && !held)) return;
    setHeld(false);
    setReadSeq(next);
    if (next !== undefined) setVisit((count) => count + 1);
  });
  // Runs each time it is shown again, not only when it is made.
  useLayoutEffect(() => {
    come();
    return () => void (left.current = true);
  }, []);
  const me = useAuthor();
  const rows = useMemo(() => rowsOf(list, { me, readSeq }), [list, me, readSeq]);
  const slug = channelSlug(items, channel);

  useEffect(() => void messages.load(), [messages]);
  const marked = segments[1] === "thread" ? undefined : hash || undefined;
  useLinked({
    messages,
    id: marked,
    onAnswer: (root, id) => go(`${slug}/thread/${root}`, { replace: true, hash: id }),
  });

  const conversation = useMemo(() => ({
    channel,
    messages,
    editing,
    onEdit: setEditing,
    openThread: (rootId: string) => go(`${slug}/thread/${rootId}`),
    jumpTo: (time: Date) =>
      attempt(
        messages.at(time).then((found) => {
          if (found) go(slug, { hash: found.id });
          else toast({ title: t("Nothing was written since then") });
        }),
        t("The messages could not be read"),
      ),
    markUnread: (message: Message) => {
      // What was put back stays unread until one comes again.
      setHeld(true);
      setReadSeq(message.seq - 1);
      attempt(chat.markUnread(message), t("It was not marked"));
    },
  }), [channel, messages, editing, slug]);

  const editLast = () => {
    const last = list.items.findLast((item) => item.author.id === me.id && !item.deletedAt);
    if (last) setEditing(last.id);
  };
  const unreadAbove = readSeq !== undefined && list.hasMore && (list.items[0]?.seq ?? 0) > readSeq;

  return (
    <ConversationProvider value={conversation}>
      <FileDrop words={t("Drop files to attach them in {channel}", { channel: titleOf(channel) })}>
        <ChannelHeader channel={channel} onBack={onBack} />
        <BookmarksBar channel={channel} />
        {status.phase === "failed"
          ? (
            <div className="flex flex-1 items-center justify-center">
              <ErrorState
                title={t("The messages could not be read")}
                message={status.problem!.message}
                hint={status.problem!.hint}
                traceId={status.problem!.traceId}
                onRetry={() => void messages.load()}
              />
            </div>
          )
          : status.phase !== "ready" && list.items.length === 0
          ? (
            <div className="flex-1">
              <SkeletonRows count={8} label={t("Loading messages")} />
            </div>
          )
          : (
            <MessageScroller
              label={t("Messages in {channel}", { channel: titleOf(channel) })}
              rows={rows}
              visit={visit}
              list={list}
              status={status}
              start={<ChannelStart channel={channel} />}
              markedId={marked}
              missed={channel.joined ? channel.unread : 0}
              unreadAbove={unreadAbove}
              onJumpToUnread={() => attempt(messages.loadAround(readSeq! + 1), t("The messages could not be read"))}
              onSeen={(seq) => {
                if (channel.joined && !held && seq > channel.lastReadSeq) void chat.markRead(channel.id, seq);
              }}
            />
          )}
        <Whispers channelId={channel.id} />
        {channel.joined
          ? (
            <>
              <Composer
                channel={channel}
                onSend={(text, more) => {
                  setHeld(false);
                  void messages.send(text, more);
                }}
                onEditLast={editLast}
              />
              <Typing channelId={channel.id} />
            </>
          )
          : <JoinBar channel={channel} />}
      </FileDrop>
    </ConversationProvider>
  );
}
