import { useEffect, useEffectEvent } from "react";
import { toast } from "@bulkhead/kit";
import { useCockpit, usePluginRoute } from "@bulkhead/ui";
import { excerpt } from "./state/rich_text.ts";
import type { Message, Reminder } from "./state/wire.ts";
import { playChime } from "./chime.ts";
import { t } from "./i18n/language.ts";
import { useChat, usePersonal } from "./use_chat.ts";

interface Notice {
  kind: string;
  quiet: boolean;
  message: Message;
  channelName: string;
}

/**
 * Tells of what calls this person: by the operating system while the page is in the background, by a sound unless its
 * conversation is open.
 */
export function useNotifier(open: string | undefined): void {
  const { live } = useCockpit();
  const { me } = useChat();
  const { go } = usePluginRoute();
  const shows = usePersonal((state) => state.preferences.desktop ?? true);
  const sounds = usePersonal((state) => state.preferences.sound ?? true);
  const onScreen = useEffectEvent((channelId: string) => document.visibilityState === "visible" && channelId === open);
  useEffect(() => {
    if (!shows && !sounds) return;
    return live.subscribe(["chat.notification.created"], {
      event: ({ data }) => {
        const { quiet, message, kind, channelName } = data as Notice;
        if (quiet) return;
        if (sounds && !onScreen(message.channelId)) playChime();
        if (!shows || document.visibilityState === "visible") return;
        if (!("Notification" in globalThis) || Notification.permission !== "granted") return;
        const title = kind === "direct"
          ? message.author.name
          : t("{name} in #{channel}", { name: message.author.name, channel: channelName });
        // A tag, so that two tabs of one browser show it once.
        const shown = new Notification(title, { body: excerpt(message.text, 140), tag: message.id });
        shown.onclick = () => {
          globalThis.focus();
          const thread = message.threadId && !message.inChannel ? `/thread/${message.threadId}` : "";
          go(`${message.channelId}${thread}`, { hash: message.id });
        };
      },
    });
  }, [live, me.id, shows, sounds]);
  useEffect(() =>
    live.subscribe(["chat.reminder.fired"], {
      event: ({ data }) => {
        const { reminder } = data as { reminder: Reminder };
        if (sounds) playChime();
        const body = reminder.text || t("Of a message");
        const open = () => go("-saved/reminders");
        toast({ title: t("Reminder"), description: body, action: { label: t("Open"), onClick: open } });
        if (!shows || document.visibilityState === "visible" || !("Notification" in globalThis)) return;
        if (Notification.permission !== "granted") return;
        const shown = new Notification(t("Reminder"), { body, tag: reminder.id });
        shown.onclick = () => {
          globalThis.focus();
          open();
        };
      },
    }), [live, shows, sounds]);
}
