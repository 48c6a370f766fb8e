import { useEffect, useSyncExternalStore } from "react";
import type { Bookmark } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";

/** The links at the top of a channel; undefined until they are read. */
export function useBookmarks(channelId: string): readonly Bookmark[] | undefined {
  const { bookmarks } = useChat();
  const list = useSyncExternalStore(bookmarks.lists.subscribe, () => bookmarks.lists.get().get(channelId));
  const missing = list === undefined;
  useEffect(() => {
    if (missing) void bookmarks.load(channelId);
  }, [bookmarks, channelId, missing]);
  return list;
}
