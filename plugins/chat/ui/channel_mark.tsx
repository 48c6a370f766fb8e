import { Hash, Lock, Users } from "lucide-react";
import { Avatar } from "@bulkhead/kit";
import { PresenceDot } from "./presence_dot.tsx";
import type { Channel } from "./state/wire.ts";
import { useChat } from "./use_chat.ts";

/** The sign before a conversation's name: `#`, a lock, a person with their presence, a group. */
export function ChannelMark({ channel, size = 15 }: { channel: Channel; size?: number }) {
  const { me } = useChat();
  if (channel.kind === "dm") {
    const other = channel.people?.find((id) => id !== me.id) ?? me.id;
    return (
      <span className="relative inline-flex shrink-0">
        <Avatar id={other} name={channel.name} size={20} />
        <PresenceDot id={other} className="absolute -right-1 -bottom-1" />
      </span>
    );
  }
  const Icon = channel.kind === "group" ? Users : channel.private ? Lock : Hash;
  return <Icon size={size} className="shrink-0 text-ink-3" aria-hidden />;
}
