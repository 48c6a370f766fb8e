import { useEffect } from "react";
import { useCockpit, usePluginRoute } from "@bulkhead/ui";
import { excerpt } from "./state/rich_text.ts";
import type { Message } from "./state/wire.ts";
import { t } from "./i18n/language.ts";
import { useChat, usePersonal } from "./use_chat.ts";

interface Notice {
  kind: string;
  quiet: boolean;
  message: Message;
  channelName: string;
}

/** Shows what calls this person by the operating system while the page is in the background. */
export function useNotifier(): void {
  const { live } = useCockpit();
  const { me } = useChat();
  const { go } = usePluginRoute();
  const wanted = usePersonal((state) => state.preferences.desktop ?? true);
  useEffect(() => {
    if (!wanted || !("Notification" in globalThis)) return;
    return live.subscribe(["chat.notification.created"], {
      event: ({ data }) => {
        const { quiet, message, kind, channelName } = data as Notice;
        if (quiet || document.visibilityState === "visible" || Notification.permission !== "granted") return;
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
  }, [live, me.id, wanted]);
}
