import { RpcFailure, type RpcFailure as Failure, type RpcPort, Store } from "@bulkhead/ui";
import type { Message, Thumbnail } from "./wire.ts";
import { t } from "../i18n/language.ts";

/** A message that was written here and that the host has not confirmed. */
export interface OutboxEntry {
  /** The host takes one message for it, however often it is sent. */
  clientId: string;
  channelId: string;
  threadId?: string;
  /** An answer that the channel shows as well. */
  inChannel?: boolean;
  /** Ids of uploaded files. */
  files?: string[];
  /** Small pictures of some of them. */
  thumbnails?: (Thumbnail & { file: string })[];
  text: string;
  /** ISO 8601, by this browser's clock. */
  createdAt: string;
  state: "sending" | "waiting" | "failed";
  /** Why it waits or failed, for people. */
  problem?: string;
}

/** Where entries outlive the page. */
export interface OutboxStore {
  all(): Promise<OutboxEntry[]>;
  put(entry: OutboxEntry): Promise<void>;
  remove(clientId: string): Promise<void>;
}

export interface OutboxOptions {
  rpc: RpcPort;
  store: OutboxStore;
  /** A message that the host took. */
  onSent(message: Message): void;
  newId?(): string;
  now?(): number;
  /** Calls back once; answers a function that takes it back. Default setTimeout. */
  timer?(delayMs: number, callback: () => void): () => void;
  random?(): number;
}

export type NewEntry = Pick<OutboxEntry, "channelId" | "threadId" | "inChannel" | "files" | "thumbnails" | "text">;

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * Messages on their way: kept in the browser until the host has answered, sent one after the other in the order in which they
 * were written. Without a connection they wait; what the host refuses stays beside its reason and does not hold up the rest.
 */
export class Outbox {
  readonly entries = new Store<readonly OutboxEntry[]>([]);
  readonly #options: OutboxOptions;
  #sending: Promise<void> | undefined;
  #pause = FIRST_PAUSE_MS;
  #cancelTimer: (() => void) | undefined;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Takes up what an earlier page left. */
  async start(): Promise<void> {
    const kept = await this.#options.store.all().catch(() => []);
    const known = new Set(this.entries.get().map((entry) => entry.clientId));
    const earlier = kept.filter((entry) => !known.has(entry.clientId))
      .map((entry) => entry.state === "failed" ? entry : { ...entry, state: "waiting" as const });
    if (earlier.length > 0) this.entries.update((now) => [...earlier, ...now]);
    await this.flush();
  }

  /** Takes a new message; resolves when it was tried. */
  async add(entry: NewEntry): Promise<void> {
    const { newId = () => crypto.randomUUID(), now = Date.now, store } = this.#options;
    const added: OutboxEntry = {
      ...entry,
      clientId: newId(),
      createdAt: new Date(now()).toISOString(),
      state: "sending",
    };
    this.entries.update((known) => [...known, added]);
    // Kept before it is sent: a page that ends in between has not lost it.
    await store.put(added).catch(() => {});
    await this.flush();
  }

  /** Tries a refused one again, under the same id. */
  async retry(clientId: string): Promise<void> {
    this.#change(clientId, { state: "waiting", problem: undefined });
    await this.flush();
  }

  discard(clientId: string): void {
    this.entries.update((known) => known.filter((entry) => entry.clientId !== clientId));
    void this.#options.store.remove(clientId).catch(() => {});
  }

  /** The live connection brought it, whatever became of the answer. */
  arrived(message: Message): void {
    const { clientId } = message;
    if (clientId && this.entries.get().some((entry) => entry.clientId === clientId)) this.discard(clientId);
  }

  /** Sends what waits, now. */
  flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#sending ??= this.#flush().finally(() => {
      this.#sending = undefined;
    });
    return this.#sending;
  }

  async #flush(): Promise<void> {
    for (;;) {
      const next = this.entries.get().find((entry) => entry.state !== "failed");
      if (!next) return;
      this.#change(next.clientId, { state: "sending", problem: undefined });
      try {
        const message = await this.#send(next);
        this.#options.onSent({ clientId: next.clientId, ...message });
        this.discard(next.clientId);
        this.#pause = FIRST_PAUSE_MS;
      } catch (error) {
        const failure = RpcFailure.wrap(error);
        // The live connection may have brought it although the answer was lost.
        if (!this.entries.get().some((entry) => entry.clientId === next.clientId)) continue;
        if (failure.retryable) return this.#wait(failure);
        this.#change(next.clientId, { state: "failed", problem: t("Not sent: {reason}", { reason: failure.message }) });
      }
    }
  }

  #send({ clientId, channelId, threadId, inChannel, files, thumbnails, text }: OutboxEntry): Promise<Message> {
    return this.#options.rpc.call<Message>("chat.message.send", {
      channel: channelId,
      text,
      clientId,
      ...(threadId ? { threadId } : {}),
      ...(inChannel ? { inChannel } : {}),
      ...(files?.length ? { files } : {}),
      ...(thumbnails?.length ? { thumbnails } : {}),
    });
  }

  #wait(failure: Failure): void {
    const problem = failure.offline ? t("Waits for a connection") : t("Waits: {reason}", { reason: failure.message });
    this.entries.update((known) =>
      known.map((entry) => entry.state === "failed" ? entry : { ...entry, state: "waiting" as const, problem })
    );
    const { timer = browserTimer, random = Math.random } = this.#options;
    // With some chance in it, so that pages do not all come back in the same moment.
    const delay = Math.max(failure.retryAfterMs ?? 0, this.#pause * (0.5 + random()));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS);
    this.#cancelTimer = timer(delay, () => void this.flush());
  }

  #change(clientId: string, change: Partial<OutboxEntry>): void {
    this.entries.update((known) =>
      known.map((entry) => {
        if (entry.clientId !== clientId) return entry;
        const next = { ...entry, ...change };
        if (next.state === "failed") void this.#options.store.put(next).catch(() => {});
        return next;
      })
    );
  }
}

function browserTimer(delayMs: number, callback: () => void): () => void {
  const id = setTimeout(callback, delayMs);
  return () => clearTimeout(id);
}
