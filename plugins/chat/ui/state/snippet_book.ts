import { type RpcPort, Store } from "@bulkhead/ui";
import type { Changes, TextSnippet } from "./wire.ts";

/** What became of a snippet. */
export type SnippetChange = { id: string; snippet?: TextSnippet };

/** The texts that a person keeps to write them again: read when they are first wanted, then kept by what is told. */
export class SnippetBook {
  /** By name; undefined until they are read. */
  readonly list = new Store<readonly TextSnippet[] | undefined>(undefined);
  readonly #rpc: RpcPort;
  #reading: Promise<void> | undefined;
  /** What was told while they were read: the answer may be older. */
  #meanwhile: SnippetChange[] = [];

  constructor(rpc: RpcPort) {
    this.#rpc = rpc;
  }

  /** Reads them unless they are known. Rejects with RpcFailure. */
  load(): Promise<void> {
    if (this.list.get() !== undefined) return Promise.resolve();
    return this.#reading ??= this.#read().finally(() => this.#reading = undefined);
  }

  async #read(): Promise<void> {
    this.#meanwhile = [];
    const { items } = await this.#rpc.call<{ items: TextSnippet[] }>("chat.snippet.list", {});
    this.list.set(this.#meanwhile.reduce<readonly TextSnippet[]>(withSnippet, items));
  }

  /** Takes what `chat.sync` tells. */
  sync({ snippets = [], snippetsGone = [] }: Partial<Pick<Changes, "snippets" | "snippetsGone">>): void {
    for (const snippet of snippets) this.take({ id: snippet.id, snippet });
    for (const id of snippetsGone) this.take({ id });
  }

  /** Takes an event that is about them. */
  event(type: string, data: unknown): void {
    if (type === "chat.snippet.changed") this.take(data as SnippetChange);
  }

  /** Takes one that was kept, changed or deleted. */
  take(change: SnippetChange): void {
    if (this.#reading) this.#meanwhile.push(change);
    this.list.update((list) => list && withSnippet(list, change));
  }

  /** Everything may be different: they are read anew when they are wanted. */
  forget(): void {
    this.list.set(undefined);
  }
}

/** The list with a change taken in, by name. */
export function withSnippet(list: readonly TextSnippet[], { id, snippet }: SnippetChange): readonly TextSnippet[] {
  const others = list.filter((each) => each.id !== id);
  return snippet ? [...others, snippet].sort((a, b) => a.name < b.name ? -1 : 1) : others;
}

/** Those whose name begins with what was typed, then those that hold it. */
export function snippetsLike(list: readonly TextSnippet[], prefix: string): readonly TextSnippet[] {
  const begin = list.filter(({ name }) => name.startsWith(prefix));
  return [...begin, ...list.filter(({ name }) => name.includes(prefix) && !name.startsWith(prefix))];
}
