import { useEffect, useEffectEvent } from "react";
import { toast } from "@bulkhead/kit";
import { pluginPath, useCockpit } from "@bulkhead/ui";
import { excerpt } from "../domain/rich_text.ts";
import type { Message, Reminder } from "./state/wire.ts";
import { playChime } from "./chime.ts";
import { t } from "./i18n/language.ts";
import { useChat, usePersonal } from "./use_chat.ts";
import { useChatRoute, useHub } from "./use_workspaces.ts";

interface Notice {
  kind: string;
  quiet: boolean;
  message: Message;
  channelName: string;
  workspaceId: string;
}

/**
 * Tells of what calls this person: by the operating system while the page is in the background, by a sound unless its
 * conversation is open.
 */
export function useNotifier(open: string | undefined): void {
  const { live, push } = useCockpit();
  const { me } = useChat();
  const { go } = useChatRoute();
  const { board } = useHub();
  const shows = usePersonal((state) => state.preferences.desktop ?? true);
  const sounds = usePersonal((state) => state.preferences.sound ?? true);
  const onScreen = useEffectEvent((channelId: string) => document.visibilityState === "visible" && channelId === open);
  useEffect(() => {
    if (!shows && !sounds) return;
    return live.subscribe(["chat.notification.created"], {
      event: ({ data }) => {
        const { quiet, message, kind, channelName, workspaceId } = data as Notice;
        if (quiet) return;
        if (sounds && !onScreen(message.channelId)) playChime();
        if (!shows || document.visibilityState === "visible") return;
        const workspaces = board.state.get().items.filter(({ member }) => member);
        const workspace = workspaces.length > 1 ? workspaces.find(({ id }) => id === workspaceId)?.name : undefined;
        const who = kind === "direct"
          ? message.author.name
          : t("{name} in #{channel}", { name: message.author.name, channel: channelName });
        // Who is in several has to know in which one they are called.
        const title = workspace === undefined ? who : `${who} · ${workspace}`;
        const inThread = message.threadId !== undefined && !message.inChannel;
        const path = inThread ? `${message.channelId}/thread/${message.threadId}` : message.channelId;
        void push.show({
          plugin: "chat",
          title,
          body: excerpt(message.text, 140),
          url: `${pluginPath("chat", path)}#${message.id}`,
          // Two tabs of one browser, and the push of the same message, show it once.
          tag: message.id,
          group: inThread ? message.threadId! : message.channelId,
          order: message.seq,
        });
      },
    });
  }, [live, board, me.id, push, shows, sounds]);
  useEffect(() =>
    live.subscribe(["chat.reminder.fired"], {
      event: ({ data }) => {
        const { reminder } = data as { reminder: Reminder };
        if (sounds) playChime();
        const body = reminder.text || t("Of a message");
        const open = () => go("-saved/reminders");
        toast({ title: t("Reminder"), description: body, action: { label: t("Open"), onClick: open } });
        if (!shows || document.visibilityState === "visible") return;
        const url = pluginPath("chat", "-saved/reminders");
        void push.show({ plugin: "chat", title: t("Reminder"), body, url, tag: reminder.id });
      },
    }), [live, push, shows, sounds]);
}
