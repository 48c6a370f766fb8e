import { useEffect, useRef, useState } from "react";
import { toast } from "@bulkhead/kit";
import { RpcFailure, useCockpit } from "@bulkhead/ui";
import { t } from "../i18n/language.ts";
import type { Thumbnail } from "../state/wire.ts";
import { thumbnailOf } from "./thumbnail.ts";

/** Most files of one message. */
const MAX_FILES = 10;

export interface Upload {
  key: string;
  name: string;
  sizeBytes: number;
  /** How much of it is on the host, from 0 to 1. */
  share: number;
  /** Once the host has it. */
  id?: string;
  /** Small picture of it, where it is one. */
  thumbnail?: Thumbnail;
}

export interface Uploads {
  items: Upload[];
  /** Ids of those that the host has. */
  ready: string[];
  thumbnails: (Thumbnail & { file: string })[];
  busy: boolean;
  add(files: Iterable<File> | ArrayLike<File>): void;
  remove(key: string): void;
  clear(): void;
}

/** Files for the message that is being written: sent to the host at once, so that the message itself is quick. */
export function useUploads(): Uploads {
  const { files: port } = useCockpit();
  const [items, setItems] = useState<Upload[]>([]);
  const running = useRef(new Map<string, AbortController>());
  useEffect(() => () => running.current.forEach((abort) => abort.abort()), []);

  const remove = (key: string) => {
    running.current.get(key)?.abort();
    setItems((now) => now.filter((item) => item.key !== key));
  };
  const sendThumbnail = async (file: File, signal: AbortSignal): Promise<Thumbnail | undefined> => {
    const made = await thumbnailOf(file);
    if (!made) return undefined;
    const { id } = await port.upload("chat", made.file, { signal });
    return { id, width: made.width, height: made.height };
  };
  const send = async (key: string, file: File) => {
    const abort = new AbortController();
    running.current.set(key, abort);
    try {
      const onProgress = (share: number) =>
        setItems((now) => now.map((item) => item.key === key ? { ...item, share } : item));
      const [{ id }, thumbnail] = await Promise.all([
        port.upload("chat", file, { signal: abort.signal, onProgress }),
        // A message is not held up by a picture that cannot be made small.
        sendThumbnail(file, abort.signal).catch(() => undefined),
      ]);
      const done = thumbnail ? { id, thumbnail } : { id };
      setItems((now) => now.map((item) => item.key === key ? { ...item, ...done } : item));
    } catch (error) {
      if (abort.signal.aborted) return;
      toast({
        tone: "bad",
        title: t("{file} was not attached", { file: file.name }),
        description: RpcFailure.wrap(error).message,
      });
      remove(key);
    } finally {
      running.current.delete(key);
    }
  };
  const add = (files: Iterable<File> | ArrayLike<File>) => {
    const all = Array.from(files);
    const taken = all.slice(0, MAX_FILES - items.length);
    if (taken.length < all.length) toast({ title: t("A message has at most {count} files", { count: MAX_FILES }) });
    const added = taken.map((file) => ({ file, key: crypto.randomUUID() }));
    setItems((
      now,
    ) => [...now, ...added.map(({ file, key }) => ({ key, name: file.name, sizeBytes: file.size, share: 0 }))]);
    for (const { file, key } of added) void send(key, file);
  };
  return {
    items,
    ready: items.flatMap((item) => item.id ?? []),
    thumbnails: items.flatMap(({ id, thumbnail }) => id && thumbnail ? [{ file: id, ...thumbnail }] : []),
    busy: items.some((item) => item.id === undefined),
    add,
    remove,
    clear: () => setItems([]),
  };
}
