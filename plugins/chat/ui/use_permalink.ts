import { useEffect } from "react";
import { useChatRoute } from "./use_workspaces.ts";

/** Takes addresses as `chat.message.permalink` answers them, `?channel=…&message=…&thread=…`, to where they lead. */
export function usePermalink(): void {
  const { go } = useChatRoute();
  useEffect(() => {
    const query = new URLSearchParams(location.search);
    const channel = query.get("channel"), message = query.get("message"), thread = query.get("thread");
    if (!channel) return;
    go(thread ? `${channel}/thread/${thread}` : channel, { replace: true, hash: message ?? undefined });
  }, []);
}
