import { Hash, Lock, Plus } from "lucide-react";
import { Count, cx, IconButton, ListHeading, PaneHeader, rowClass, SkeletonRows } from "@bulkhead/kit";
import { PluginLink } from "@bulkhead/ui";
import { channelSlug } from "./state/channel_list.ts";
import type { Channel } from "./state/wire.ts";
import { useChannels } from "./use_chat.ts";

/** The channels: those that this person is in, with what is unread, then the other public ones. */
export function ChannelSidebar({ current, onCreate }: { current?: string; onCreate(): void }) {
  const { phase, items } = useChannels();
  const joined = items.filter((channel) => channel.joined);
  const others = items.filter((channel) => !channel.joined);
  return (
    <>
      <PaneHeader title="Chat" />
      <nav aria-label="Channels" className="scroll-y min-h-0 flex-1 px-2 pt-2 pb-4">
        <ListHeading
          action={
            <IconButton size="sm" label="Create a channel" icon={<Plus size={16} aria-hidden />} onClick={onCreate} />
          }
        >
          Channels
        </ListHeading>
        {phase === "loading" && <SkeletonRows count={5} label="Loading channels" />}
        {joined.map((channel) => <ChannelRow key={channel.id} channel={channel} items={items} current={current} />)}
        {others.length > 0 && <ListHeading>Not joined</ListHeading>}
        {others.map((channel) => <ChannelRow key={channel.id} channel={channel} items={items} current={current} />)}
      </nav>
    </>
  );
}

function ChannelRow({ channel, items, current }: { channel: Channel; items: readonly Channel[]; current?: string }) {
  const selected = channel.id === current;
  const unread = channel.joined && channel.unread > 0 && !selected;
  const Icon = channel.private ? Lock : Hash;
  return (
    <PluginLink
      plugin="chat"
      path={channelSlug(items, channel)}
      aria-current={selected ? "page" : undefined}
      data-channel={channel.name}
      className={cx(
        rowClass({ selected, dense: true }),
        unread && "font-semibold text-ink",
        !channel.joined && "text-ink-3",
      )}
    >
      <Icon size={15} className="shrink-0 text-ink-3" aria-hidden />
      <span className="min-w-0 flex-1 truncate" dir="auto">{channel.name}</span>
      {unread && <Count value={channel.unread} label="unread" />}
    </PluginLink>
  );
}
