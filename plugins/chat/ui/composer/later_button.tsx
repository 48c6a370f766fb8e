import { CalendarClock } from "lucide-react";
import { IconButton, Menu, MenuHeading, MenuItem, toast } from "@bulkhead/kit";
import { titleOf } from "../state/channel_list.ts";
import { laterTimes, timeWords } from "../state/later.ts";
import type { Channel } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

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
      toast({
        tone: "ok",
        title: t("Will be sent to {channel}, {time}", { channel: titleOf(channel), time: timeWords(at) }),
      });
    });
    attempt(sending, t("It was not scheduled"));
  };
  if (!trimmed || trimmed.startsWith("/")) return null;
  return (
    <Menu
      side="top"
      trigger={
        <IconButton
          size="sm"
          label={t("Send later")}
          className="text-ink-3"
          icon={<CalendarClock size={16} aria-hidden />}
        />
      }
    >
      <MenuHeading>{t("Send later")}</MenuHeading>
      {laterTimes(new Date()).map((at) => (
        <MenuItem key={at.getTime()} onSelect={() => schedule(at)}>{timeWords(at)}</MenuItem>
      ))}
    </Menu>
  );
}
