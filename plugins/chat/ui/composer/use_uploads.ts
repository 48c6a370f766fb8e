import { useSyncExternalStore } from "react";
import { toast } from "@bulkhead/kit";
import { MAX_FILES, type Upload } from "../state/draft_uploads.ts";
import { draftKey } from "../state/personal.ts";
import type { Thumbnail } from "../state/wire.ts";
import { useChat } from "../use_chat.ts";
import { t } from "../i18n/language.ts";

const NONE: readonly Upload[] = [];

/** The files of the message that is being written, and what can be done with them. */
export interface Uploads {
  items: readonly Upload[];
  /** Ids of those that the host has. */
  ready: string[];
  /** Small pictures of some of them. */
  thumbnails: (Thumbnail & { file: string })[];
  /** There is one that the host does not have. */
  busy: boolean;
  add(files: Iterable<File> | ArrayLike<File>): void;
  remove(key: string): void;
  retry(key: string): void;
  /** Gives the file of an upload again that an earlier page began. */
  choose(key: string, file: File): void;
  clear(): void;
}

export function useUploads(channelId: string, threadId?: string): Uploads {
  const { uploads } = useChat();
  const draft = draftKey(channelId, threadId);
  const items = useSyncExternalStore(uploads.items.subscribe, () => uploads.items.get().get(draft) ?? NONE);
  return {
    items,
    ready: items.flatMap((item) => item.id ?? []),
    thumbnails: items.flatMap(({ id, thumbnail }) => id && thumbnail ? [{ file: id, ...thumbnail }] : []),
    busy: items.some((item) => item.state !== "ready"),
    add: (files) => {
      const tooMany = uploads.add(draft, Array.from(files));
      if (tooMany > 0) toast({ title: t("A message has at most {count} files", { count: MAX_FILES }) });
    },
    remove: (key) => uploads.remove(key),
    retry: (key) => uploads.retry(key),
    choose: (key, file) => {
      if (uploads.choose(key, file)) return;
      toast({ tone: "bad", title: t("That is another file"), description: t("Choose the same one, unchanged.") });
    },
    clear: () => uploads.clear(draft),
  };
}
