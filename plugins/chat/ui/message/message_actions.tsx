import {
  AlarmClock,
  Bookmark,
  BookmarkCheck,
  Copy,
  Ellipsis,
  Eye,
  Flag,
  Forward,
  Link2,
  MailOpen,
  MessageSquareReply,
  Pencil,
  Pin,
  PinOff,
  SmilePlus,
  Trash2,
  Volume2,
  VolumeX,
} from "lucide-react";
import { useState } from "react";
import { IconButton, Menu, MenuItem, MenuSeparator, MenuSub, toast } from "@bulkhead/kit";
import { useConversation } from "../conversation/context.ts";
import { QUICK_EMOJI } from "../emoji.ts";
import { laterTimes, timeWords } from "../state/later.ts";
import type { Message } from "../state/wire.ts";
import { attempt, useChat } from "../use_chat.ts";
import { EmojiButton } from "./emoji_button.tsx";
import type { AskedOfMessage } from "./message_dialogs.tsx";
import type { MessageActionSet } from "./use_message_actions.ts";
import { t } from "../i18n/language.ts";

export interface MessageActionsProps {
  message: Message;
  saved: boolean;
  actions: MessageActionSet;
  onOpenChange(open: boolean): void;
  onAsk(what: AskedOfMessage): void;
}

/** What can be done with a message; shows on hover and when the keyboard comes to it. */
export function MessageActions({ message, saved, actions, onOpenChange, onAsk }: MessageActionsProps) {
  const { channel, threadId } = useConversation();
  const SaveIcon = saved ? BookmarkCheck : Bookmark;
  const PinIcon = message.pinned ? PinOff : Pin;
  return (
    <div className="flex items-center rounded-control border border-line bg-raised p-0.5 shadow-float max-md:[&_button]:size-11">
      {channel.joined && QUICK_EMOJI.slice(0, 3).map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-label={t("React with {emoji}", { emoji })}
          onClick={() => actions.react(emoji)}
          className="inline-flex size-7 items-center justify-center rounded-sm font-emoji text-14 hover:bg-hover max-md:hidden"
        >
          {emoji}
        </button>
      ))}
      {channel.joined && <EmojiButton onPick={actions.react} onOpenChange={onOpenChange} />}
      {!threadId && (
        <IconButton
          size="sm"
          label={t("Reply in thread")}
          shortcut="T"
          icon={<MessageSquareReply size={15} aria-hidden />}
          onClick={actions.reply}
        />
      )}
      <IconButton
        size="sm"
        label={saved ? t("Take off the saved") : t("Save for later")}
        shortcut="S"
        icon={<SaveIcon size={15} aria-hidden />}
        onClick={actions.save}
      />
      {actions.mayEdit && (
        <IconButton
          size="sm"
          label={t("Edit")}
          shortcut="E"
          icon={<Pencil size={15} aria-hidden />}
          onClick={actions.edit}
        />
      )}
      <Menu
        onOpenChange={onOpenChange}
        trigger={<IconButton size="sm" label={t("More")} icon={<Ellipsis size={16} aria-hidden />} />}
      >
        {channel.joined && (
          <MenuItem icon={<PinIcon size={15} aria-hidden />} shortcut="P" onSelect={actions.pin}>
            {message.pinned ? t("Unpin") : t("Pin to the channel")}
          </MenuItem>
        )}
        {channel.joined && !threadId && (
          <MenuItem icon={<MailOpen size={15} aria-hidden />} shortcut="U" onSelect={actions.markUnread}>
            {t("Mark unread from here")}
          </MenuItem>
        )}
        {message.reactions.length > 0 && (
          <MenuItem
            icon={<SmilePlus size={15} aria-hidden />}
            onSelect={() => onAsk("reactions")}
          >
            {t("Who reacted")}
          </MenuItem>
        )}
        {channel.joined && (
          <MenuItem
            icon={<Eye size={15} aria-hidden />}
            onSelect={() => onAsk("read_by")}
          >
            {t("Seen by")}
          </MenuItem>
        )}
        <RemindItems message={message} onOther={() => onAsk("reminder")} />
        {message.text !== "" && (
          <MenuItem
            icon={<Forward size={15} aria-hidden />}
            onSelect={() => onAsk("forward")}
          >
            {t("Forward")}
          </MenuItem>
        )}
        <MenuItem icon={<Link2 size={15} aria-hidden />} shortcut="L" onSelect={actions.copyLink}>
          {t("Copy link")}
        </MenuItem>
        <MenuItem icon={<Copy size={15} aria-hidden />} onSelect={actions.copyText}>{t("Copy text")}</MenuItem>
        {(actions.mayReport || actions.mayDelete) && <MenuSeparator />}
        {actions.muted !== undefined && (
          <MenuItem
            icon={actions.muted ? <Volume2 size={15} aria-hidden /> : <VolumeX size={15} aria-hidden />}
            onSelect={actions.toggleMute}
          >
            {actions.muted
              ? t("Unmute {name}", { name: message.author.name })
              : t("Mute {name}", { name: message.author.name })}
          </MenuItem>
        )}
        {actions.mayReport && (
          <MenuItem
            icon={<Flag size={15} aria-hidden />}
            onSelect={() => onAsk("report")}
          >
            {t("Report")}
          </MenuItem>
        )}
        {actions.mayDelete && (
          <MenuItem danger icon={<Trash2 size={15} aria-hidden />} shortcut="Delete" onSelect={actions.remove}>
            {t("Delete")}
          </MenuItem>
        )}
      </Menu>
    </div>
  );
}

/** Times at which one can be reminded of a message. */
function RemindItems({ message, onOther }: { message: Message; onOther(): void }) {
  const { rpc } = useChat();
  // A menu that was opened once makes one reminder, however often its item is activated.
  const [clientId] = useState(() => crypto.randomUUID());
  const remind = (at: Date) =>
    attempt(
      rpc.call("chat.reminder.create", { messageId: message.id, at: at.toISOString(), clientId }).then(() =>
        toast({ tone: "ok", title: t("You will be reminded {time}", { time: timeWords(at) }) })
      ),
      t("The reminder was not made"),
    );
  return (
    <MenuSub icon={<AlarmClock size={15} aria-hidden />} label={t("Remind me")}>
      {laterTimes(new Date()).map((at) => (
        <MenuItem key={at.getTime()} onSelect={() => remind(at)}>{timeWords(at)}</MenuItem>
      ))}
      <MenuItem onSelect={onOther}>{t("Another time")}</MenuItem>
    </MenuSub>
  );
}
