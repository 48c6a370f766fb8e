import { DoorOpen, Ellipsis, Hash, Lock, Users } from "lucide-react";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Button, ErrorState, IconButton, Menu, MenuItem, PageHeader, SkeletonRows, toast } from "@bulkhead/kit";
import { RpcFailure, usePluginRoute } from "@bulkhead/ui";
import { Composer } from "./composer.tsx";
import { MessageScroller } from "./message_scroller.tsx";
import { rowsOf } from "./state/rows.ts";
import type { Channel } from "./state/wire.ts";
import { authorOf, useChat } from "./use_chat.ts";

/** One channel: title, messages, composer. */
export function ChannelView({ channel, onBack }: { channel: Channel; onBack(): void }) {
  const chat = useChat();
  const { hash } = usePluginRoute();
  const messages = chat.messages(channel.id);
  const list = useSyncExternalStore(messages.list.subscribe, messages.list.get);
  const status = useSyncExternalStore(messages.status.subscribe, messages.status.get);
  const [editing, setEditing] = useState<string>();
  // The line above what is new stays where it was when one came, until one comes again.
  const [readSeq] = useState(channel.joined && channel.unread > 0 ? channel.lastReadSeq : undefined);
  const me = useMemo(() => authorOf(chat.me), [chat.me]);
  const rows = useMemo(() => rowsOf(list, { me, readSeq }), [list, me, readSeq]);

  useEffect(() => void messages.load(), [messages]);

  const editLast = () => {
    const last = list.items.findLast((item) => item.author.id === me.id && !item.deletedAt);
    if (last) setEditing(last.id);
  };

  return (
    <>
      <ChannelHeader channel={channel} onBack={onBack} />
      {status.phase === "failed"
        ? (
          <div className="flex flex-1 items-center justify-center">
            <ErrorState
              title="The messages could not be read"
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
            <SkeletonRows count={8} label="Loading messages" />
          </div>
        )
        : (
          <MessageScroller
            channel={channel}
            messages={messages}
            rows={rows}
            hasMore={list.hasMore}
            loadingOlder={status.loadingOlder}
            problem={status.problem}
            newestSeq={list.items.at(-1)?.seq ?? 0}
            markedId={hash || undefined}
            editing={editing}
            onEdit={setEditing}
          />
        )}
      {channel.joined
        ? (
          <Composer
            person={me.id}
            channelId={channel.id}
            channelName={channel.name}
            onSend={(text) => void messages.send(text)}
            onEditLast={editLast}
          />
        )
        : <JoinBar channel={channel} />}
    </>
  );
}

function ChannelHeader({ channel, onBack }: { channel: Channel; onBack(): void }) {
  const chat = useChat();
  const Icon = channel.private ? Lock : Hash;
  const leave = () =>
    void chat.leave(channel.id).catch((error) =>
      toast({ tone: "bad", title: `You are still in #${channel.name}`, description: RpcFailure.wrap(error).message })
    );
  return (
    <PageHeader
      onBack={onBack}
      icon={<Icon size={16} aria-label={channel.private ? "Private channel" : "Channel"} />}
      title={channel.name}
      tab={`#${channel.name}`}
      note={channel.topic && <span className="truncate max-md:hidden" dir="auto">{channel.topic}</span>}
      actions={
        <>
          <span className="tabular inline-flex items-center gap-1.5 px-1 text-13 text-ink-3">
            <Users size={15} aria-hidden />
            {channel.memberCount}
            <span className="sr-only">members</span>
          </span>
          {channel.joined && (
            <Menu trigger={<IconButton label="Channel menu" icon={<Ellipsis size={16} aria-hidden />} />}>
              <MenuItem icon={<DoorOpen size={15} aria-hidden />} onSelect={leave}>Leave #{channel.name}</MenuItem>
            </Menu>
          )}
        </>
      }
    />
  );
}

function JoinBar({ channel }: { channel: Channel }) {
  const chat = useChat();
  const [busy, setBusy] = useState(false);
  const join = () => {
    setBusy(true);
    chat.join(channel.id)
      .catch((error) =>
        toast({
          tone: "bad",
          title: `You could not join #${channel.name}`,
          description: RpcFailure.wrap(error).message,
        })
      )
      .finally(() => setBusy(false));
  };
  return (
    <div className="flex shrink-0 items-center justify-between gap-3 border-t border-line bg-canvas px-4 py-3 md:px-6">
      <span className="text-13 text-ink-2">You can read #{channel.name}. Join to write, and to see what is new.</span>
      <Button kind="primary" busy={busy} onClick={join}>Join</Button>
    </div>
  );
}
