import { Store } from "@bulkhead/ui";
import { draftKey } from "./personal.ts";
import type { Message } from "./wire.ts";

/** So long after the last word of it somebody counts as writing. */
const SHOWN_MS = 6_000;

export interface Typist {
  id: string;
  name: string;
}

/** Who is writing where, as far as the page was told in the last seconds. */
export class TypingBoard {
  readonly #stores = new Map<string, Store<readonly Typist[]>>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** Those who write in a channel, or in a thread of it. */
  in(channelId: string, threadId?: string): Store<readonly Typist[]> {
    const key = draftKey(channelId, threadId);
    let store = this.#stores.get(key);
    if (!store) this.#stores.set(key, store = new Store<readonly Typist[]>([]));
    return store;
  }

  heard(news: { channelId: string; threadId?: string; userId: string; name: string }, me: string): void {
    if (news.userId === me) return;
    const { channelId, threadId, userId, name } = news;
    const store = this.in(channelId, threadId);
    if (!store.get().some((each) => each.id === userId)) {
      store.update((known) => [...known, { id: userId, name }].slice(-10));
    }
    const key = `${draftKey(channelId, threadId)} ${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.set(key, setTimeout(() => this.#gone(channelId, threadId, userId), SHOWN_MS));
  }

  /** Who has sent something does not write any more. */
  wrote({ channelId, threadId, author }: Message): void {
    this.#gone(channelId, threadId, author.id);
  }

  #gone(channelId: string, threadId: string | undefined, userId: string): void {
    const key = `${draftKey(channelId, threadId)} ${userId}`;
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    const store = this.#stores.get(draftKey(channelId, threadId));
    if (store?.get().some((each) => each.id === userId)) {
      store.update((known) => known.filter((each) => each.id !== userId));
    }
  }
}
