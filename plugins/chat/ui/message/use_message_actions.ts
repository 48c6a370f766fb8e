import { toast } from "@bulkhead/kit";
import { useConversation } from "../conversation/context.ts";
import { messageLink } from "../state/channel_list.ts";
import { removedHere } from "../state/undo.ts";
import type { Message } from "../state/wire.ts";
import { attempt, useChannels, useChat, usePersonal } from "../use_chat.ts";
import { t } from "../i18n/language.ts";
import { useMute } from "../use_mute.ts";
import { useModerates } from "../use_moderates.ts";
import { useChatRoute } from "../use_workspaces.ts";

/** What this person may do with a message, by button as by key. */
export interface MessageActionSet {
  mayEdit: boolean;
  mayDelete: boolean;
  mayReport: boolean;
  /** Whether the author is muted; undefined where one cannot be. */
  muted: boolean | undefined;
  toggleMute(): void;
  react(emoji: string): void;
  reply(): void;
  edit(): void;
  remove(): void;
  pin(): void;
  save(): void;
  markUnread(): void;
  copyLink(): void;
  copyText(): void;
  /** Does what a key stands for; false when it stands for nothing. */
  byKey(key: string): boolean;
}

export function useMessageActions(message: Message): MessageActionSet {
  const chat = useChat();
  const { items } = useChannels();
  const { channel, messages, onEdit, openThread, markUnread } = useConversation();
  const saved = usePersonal((state) => state.saved.has(message.id));
  const { slug } = useChatRoute();
  const isAdmin = useModerates();
  const own = message.author.id === chat.me.id;
  const [muted, setMuted] = useMute(message.author.id, message.author.name);
  const copy = (text: string, done: string) =>
    attempt(navigator.clipboard.writeText(text).then(() => toast({ title: done, tone: "ok" })), t("It was not copied"));
  const actions = {
    mayEdit: own && message.author.kind === "human",
    mayDelete: own || isAdmin,
    mayReport: !own,
    muted: own || (message.author.kind !== "human" && message.author.kind !== "agent") ? undefined : muted,
    toggleMute: () => setMuted(!muted),
    react: (emoji: string) => attempt(messages.react(message, emoji), t("The reaction did not get through")),
    reply: () => openThread(message.threadId ?? message.id),
    edit: () => onEdit(message.id),
    remove: () => {
      removedHere(message.id);
      const undo = () => attempt(messages.restore(message), t("The message was not brought back"));
      attempt(
        messages.remove(message).then(() =>
          toast({ title: t("Message deleted"), action: { label: t("Undo"), onClick: undo } })
        ),
        t("The message was not deleted"),
      );
    },
    pin: () => attempt(messages.pin(message, !message.pinned), t("The pin was not changed")),
    save: () => attempt(chat.save(message, !saved), t("It was not saved")),
    markUnread: () => markUnread(message),
    copyLink: () => copy(`${location.origin}${messageLink(items, channel, message, slug)}`, t("Link copied")),
    copyText: () => copy(message.text, t("Text copied")),
  };
  const keys: Record<string, (() => void) | undefined> = {
    e: actions.mayEdit ? actions.edit : undefined,
    t: actions.reply,
    p: channel.joined ? actions.pin : undefined,
    s: actions.save,
    u: actions.markUnread,
    l: actions.copyLink,
    Delete: actions.mayDelete ? actions.remove : undefined,
  };
  const byKey = (key: string) => {
    const action = keys[key];
    action?.();
    return action !== undefined;
  };
  return { ...actions, byKey };
}
