import { CalendarClock } from "lucide-react";
import { IconButton, Menu, MenuHeading, MenuItem, toast } from "@bulkhead/kit";
import { titleOf } from "../state/channel_list.ts";
import { laterTimes, timeWords } from "../state/later.ts";
import type { Channel } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";

export interface LaterButtonProps {
  channel: Channel;
  threadId?: string;
  text: string;
  onDone(): void;
}

/** Sends what is written at a time that one chooses. */
export function LaterButton({ channel, threadId, text, onDone }: LaterButtonProps) {
  const chat = useChat();
  const trimmed = text.trim();
  const schedule = (at: Date) => {
    const params = { channel: channel.id, text: trimmed, sendAt: at.toISOString(), ...(threadId ? { threadId } : {}) };
    const sending = chat.rpc.call("chat.message.schedule", params).then(() => {
      onDone();
      toast({ tone: "ok", title: `Will be sent to ${titleOf(channel)} ${timeWords(at)}` });
    });
    attempt(sending, "It was not scheduled");
  };
  if (!trimmed || trimmed.startsWith("/")) return null;
  return (
    <Menu
      side="top"
      trigger={
        <IconButton
          size="sm"
          label="Send later"
          className="text-ink-3"
          icon={<CalendarClock size={16} aria-hidden />}
        />
      }
    >
      <MenuHeading>Send later</MenuHeading>
      {laterTimes(new Date()).map((at) => (
        <MenuItem key={at.getTime()} onSelect={() => schedule(at)}>{timeWords(at)}</MenuItem>
      ))}
    </Menu>
  );
}
