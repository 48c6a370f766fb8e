import { type RpcPort, Store } from "@bulkhead/ui";
import type { Bookmark, Changes } from "./wire.ts";

/** The links at the top of channels, read once for each channel that is shown and then kept by what is told. */
export class BookmarkBoard {
  /** By channel. */
  readonly lists = new Store<ReadonlyMap<string, readonly Bookmark[]>>(new Map());
  readonly #rpc: RpcPort;
  readonly #asked = new Map<string, Promise<void>>();
  /** Grows with each list that was told, so that an older answer does not take its place. */
  #told = 0;

  constructor(rpc: RpcPort) {
    this.#rpc = rpc;
  }

  /** Reads those of a channel that is not known yet. One that cannot be read is asked for again when it is shown again. */
  load(channelId: string): Promise<void> {
    if (this.lists.get().has(channelId)) return Promise.resolve();
    const asked = this.#asked.get(channelId) ?? this.#read(channelId).finally(() => this.#asked.delete(channelId));
    this.#asked.set(channelId, asked);
    return asked;
  }

  async #read(channelId: string): Promise<void> {
    const told = this.#told;
    try {
      const { items } = await this.#rpc.call<{ items: Bookmark[] }>("chat.bookmark.list", { channel: channelId });
      if (told === this.#told || !this.lists.get().has(channelId)) this.#put(channelId, items);
    } catch {
      // The bar stays away; what the channel says matters more.
    }
  }

  /** Takes the lists that `chat.sync` tells. */
  sync({ bookmarks = [] }: Partial<Pick<Changes, "bookmarks">>): void {
    for (const { channelId, items } of bookmarks) this.take(channelId, items);
  }

  /** Takes an event that is about them. */
  event(type: string, data: unknown): void {
    if (type !== "chat.bookmark.changed") return;
    const { channelId, items } = data as { channelId: string; items: Bookmark[] };
    this.take(channelId, items);
  }

  /** Takes the whole list of a channel. */
  take(channelId: string, items: readonly Bookmark[]): void {
    this.#told++;
    this.#put(channelId, items);
  }

  /** Everything may be different: what is shown is read anew. */
  forget(): void {
    this.#told++;
    this.lists.set(new Map());
  }

  /** Puts a link elsewhere among those of its channel; it shows at once. Rejects with RpcFailure. */
  async move(channelId: string, id: string, index: number): Promise<void> {
    const before = this.lists.get().get(channelId) ?? [];
    const order = movedTo(before, id, index);
    if (order === before) return;
    this.#put(channelId, order);
    try {
      const ids = order.map((each) => each.id);
      const { items } = await this.#rpc.call<{ items: Bookmark[] }>("chat.bookmark.reorder", {
        channel: channelId,
        ids,
      });
      this.#put(channelId, items);
    } catch (error) {
      this.#put(channelId, before);
      throw error;
    }
  }

  #put(channelId: string, items: readonly Bookmark[]): void {
    this.lists.update((lists) => new Map([...lists, [channelId, items]]));
  }
}

/** The same things with one of them at another place; the list itself where it stands there already. */
export function movedTo<T extends { id: string }>(list: readonly T[], id: string, index: number): readonly T[] {
  const from = list.findIndex((each) => each.id === id);
  const to = Math.max(0, Math.min(index, list.length - 1));
  if (from < 0 || from === to) return list;
  const rest = list.filter((each) => each.id !== id);
  return [...rest.slice(0, to), list[from]!, ...rest.slice(to)];
}
