import { RpcFailure, type RpcPort, Store } from "@bulkhead/ui";
import {
  EMPTY_LIST,
  type MessageList,
  withChangedMessage,
  withDelta,
  withMessage,
  withNewerPage,
  withNewestPage,
  withOlderPage,
  withPress,
  withReaction,
  withReplies,
} from "./message_list.ts";
import type { NewEntry, Outbox } from "./outbox.ts";
import type { Delta, Message, Press, ReactionChange, Replies, ThreadState } from "./wire.ts";

const PAGE = 50;

export interface ChannelStatus {
  /** `idle` before the first look. */
  phase: "idle" | "loading" | "ready" | "failed";
  loadingOlder: boolean;
  loadingNewer?: boolean;
  problem?: RpcFailure;
}

interface Page {
  items: Message[];
  hasMore: boolean;
  /** Of a page about a position. */
  hasNewer?: boolean;
}

interface ThreadPage extends Page {
  root: Message;
  state: ThreadState;
}

export interface ChannelMessagesOptions {
  rpc: RpcPort;
  channelId: string;
  /** The first message of a thread: then these are it and its answers. */
  threadId?: string;
  /** What was written here and is on its way. */
  outbox: Outbox;
  /** Who sends from here. */
  me: string;
  /** Their name. */
  name?: string;
}

/** The messages of one channel, or of one thread, as this page knows them, and what it does with them. */
export class ChannelMessages {
  readonly list = new Store<MessageList>(EMPTY_LIST);
  readonly status = new Store<ChannelStatus>({ phase: "idle", loadingOlder: false });
  /** Where this person is in the thread, when these are a thread's. */
  readonly thread = new Store<ThreadState | undefined>(undefined);
  readonly #options: ChannelMessagesOptions;
  #loading: Promise<void> | undefined;

  constructor(options: ChannelMessagesOptions) {
    this.#options = options;
    const { outbox } = options;
    const mirror = () => this.#mirror();
    outbox.entries.subscribe(mirror);
    mirror();
  }

  /** What is on its way stands at the end, in the order in which it was written. */
  #mirror(): void {
    const { outbox, channelId, threadId } = this.#options;
    const pending = outbox.entries.get().filter((entry) =>
      entry.channelId === channelId && entry.threadId === threadId
    );
    this.list.update((list) => list.pending.length === 0 && pending.length === 0 ? list : { ...list, pending });
  }

  /** Reads the newest page, the first time or anew. */
  load(): Promise<void> {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #load(): Promise<void> {
    const first = this.status.get().phase !== "ready";
    if (first) this.status.update((status) => ({ ...status, phase: "loading", problem: undefined }));
    try {
      if (this.#options.threadId) await this.#loadThread();
      else {
        const page = await this.#page({});
        this.list.update((list) => ({ ...withNewestPage(list, page), hasNewer: false }));
      }
      this.status.update((status) => ({ ...status, phase: "ready", problem: undefined }));
    } catch (error) {
      // What is on the screen stays there; only a first look has nothing to show.
      if (first) this.status.update((status) => ({ ...status, phase: "failed", problem: RpcFailure.wrap(error) }));
    }
  }

  /** Reads the page before the oldest known message; nothing when there is none, or when one is on its way. */
  async loadOlder(): Promise<void> {
    const { items, hasMore } = this.list.get();
    const status = this.status.get();
    if (!hasMore || status.phase !== "ready" || status.loadingOlder || items.length === 0) return;
    this.status.set({ ...status, loadingOlder: true, problem: undefined });
    try {
      const page = await this.#page({ before: items[0]!.seq });
      this.list.update((list) => withOlderPage(list, page));
      this.status.update((now) => ({ ...now, loadingOlder: false }));
    } catch (error) {
      this.status.update((now) => ({ ...now, loadingOlder: false, problem: RpcFailure.wrap(error) }));
    }
  }

  /** Reads the page that follows, when the known stretch does not reach the channel's end. */
  async loadNewer(): Promise<void> {
    const { items, hasNewer } = this.list.get();
    const status = this.status.get();
    if (!hasNewer || status.phase !== "ready" || status.loadingNewer || items.length === 0) return;
    this.status.set({ ...status, loadingNewer: true });
    try {
      const page = await this.#page({ after: items.at(-1)!.seq });
      this.list.update((list) => withNewerPage(list, page));
    } catch {
      // Asked for again as one scrolls on.
    } finally {
      this.status.update((now) => ({ ...now, loadingNewer: false }));
    }
  }

  /** The first message at or after a time, wherever in the channel it stands. Rejects with RpcFailure. */
  async at(time: Date): Promise<Pick<Message, "id" | "seq"> | undefined> {
    const { rpc, channelId } = this.#options;
    const { message } = await rpc.call<{ message: Pick<Message, "id" | "seq"> | null }>("chat.message.at", {
      channel: channelId,
      time: time.toISOString(),
    });
    return message ?? undefined;
  }

  /** Shows the stretch about a position, such as a message that a link names. Rejects with RpcFailure. */
  async loadAround(seq: number): Promise<void> {
    await this.#loading;
    const { items } = this.list.get();
    if (items.length > 0 && items[0]!.seq <= seq && items.at(-1)!.seq >= seq) return;
    const page = await this.#page({ around: seq });
    this.list.update((list) => ({
      ...list,
      items: page.items,
      hasMore: page.hasMore,
      hasNewer: page.hasNewer ?? false,
    }));
    this.status.set({ phase: "ready", loadingOlder: false });
  }

  #page(place: { before?: number; after?: number; around?: number }): Promise<Page> {
    const { rpc, channelId } = this.#options;
    return rpc.call<Page>("chat.message.list", { channel: channelId, threads: "roots", limit: PAGE, ...place });
  }

  /** A thread is read whole, from its first message on. */
  async #loadThread(): Promise<void> {
    const { rpc, threadId } = this.#options;
    const items: Message[] = [];
    let after = 0;
    for (;;) {
      const page = await rpc.call<ThreadPage>("chat.thread.get", { id: threadId, after, limit: 200 });
      if (after === 0) items.push(page.root);
      items.push(...page.items);
      this.thread.set(page.state);
      if (!page.hasMore || page.items.length === 0) break;
      after = page.items.at(-1)!.seq;
    }
    this.list.update((list) => withNewestPage(list, { items, hasMore: false }));
  }

  /** Shows a message at once and sends it; without a connection it waits, refused it stays beside the reason. */
  async send(text: string, more: Pick<NewEntry, "inChannel" | "files" | "thumbnails"> = {}): Promise<void> {
    const { outbox, channelId, threadId } = this.#options;
    await outbox.add({ channelId, text, ...(threadId ? { threadId } : {}), ...more });
  }

  /** Sends a refused one again, under the same id. */
  async retry(clientId: string): Promise<void> {
    await this.#options.outbox.retry(clientId);
  }

  discard(clientId: string): void {
    this.#options.outbox.discard(clientId);
  }

  /** Changes a text; it shows at once and goes back when the host refuses. Rejects with RpcFailure. */
  async edit(message: Message, text: string): Promise<void> {
    await this.#optimistic(message, { ...message, text, editedAt: new Date().toISOString() }, async () => {
      return await this.#options.rpc.call<Message | undefined>("chat.message.edit", { id: message.id, text });
    });
  }

  /** Takes a message down: its place shows that at once, and that it can be taken back. Rejects with RpcFailure. */
  async remove(message: Message): Promise<void> {
    const gone = { ...message, text: "", reactions: [], deletedAt: new Date().toISOString() };
    delete gone.files;
    delete gone.pinned;
    await this.#optimistic(message, gone, async () => {
      this.#take(await this.#options.rpc.call<Message>("chat.message.delete", { id: message.id }));
    });
  }

  /** Takes a deletion back. Rejects with RpcFailure. */
  async restore({ id }: Message): Promise<void> {
    this.#take(await this.#options.rpc.call<Message>("chat.message.restore", { id }));
  }

  #take(message: Message): void {
    this.list.update((list) => withChangedMessage(list, message));
  }

  async #optimistic(before: Message, after: Message, call: () => Promise<unknown>): Promise<void> {
    this.#replace(after);
    try {
      await call();
    } catch (error) {
      this.#replace(before);
      throw RpcFailure.wrap(error);
    }
  }

  #replace(message: Message): void {
    this.list.update((list) => ({
      ...list,
      items: list.items.map((item) => (item.id === message.id ? message : item)),
    }));
  }

  /** Holds a message up for all, or takes it down. Rejects with RpcFailure. */
  async pin(message: Message, pinned: boolean): Promise<void> {
    const { rpc } = this.#options;
    const changed = await rpc.call<Message>(`chat.message.${pinned ? "pin" : "unpin"}`, { id: message.id });
    this.list.update((list) => withChangedMessage(list, changed));
  }

  /** Sets or takes back this person's reaction. Rejects with RpcFailure. */
  async react(message: Message, emoji: string): Promise<void> {
    const { me, channelId, rpc } = this.#options;
    const had = message.reactions.some((reaction) => reaction.emoji === emoji && reaction.users.includes(me));
    const change = { messageId: message.id, channelId, emoji, user: me };
    this.list.update((list) => withReaction(list, change, !had));
    try {
      const { action } = await rpc.call<{ action: "added" | "removed" }>("chat.message.toggle_react", {
        id: message.id,
        emoji,
      });
      this.list.update((list) => withReaction(list, change, action === "added"));
    } catch (error) {
      this.list.update((list) => withReaction(list, change, had));
      throw RpcFailure.wrap(error);
    }
  }

  /** Presses a button of a message; the first press counts for all. Rejects with RpcFailure. */
  async act(message: Message, action: string, comment?: string): Promise<void> {
    const pressed = await this.#options.rpc.call<Message>("chat.message.act", {
      id: message.id,
      action,
      // A press whose answer is lost on the way is the same press when it is tried again.
      clientId: action,
      ...(comment ? { comment } : {}),
    });
    this.list.update((list) => withChangedMessage(list, pressed));
  }

  /**
   * Decides an approval: the host is told by this very page, as the person who looks, and chat has no part in it. What
   * came of it comes back as a change of the message. Rejects with RpcFailure.
   */
  async decide(message: Message, approved: boolean, comment?: string): Promise<void> {
    const { run, step } = message.approval!;
    await this.#options.rpc.call(`host.workflow.${approved ? "approve" : "reject"}`, {
      id: run,
      step,
      ...(comment ? { comment } : {}),
    });
    const by = this.#options.name ? { by: this.#options.name } : {};
    const approval = { ...message.approval!, state: approved ? "approved" as const : "rejected" as const };
    this.list.update((list) => ({
      ...list,
      items: list.items.map((item) =>
        item.id === message.id && item.approval?.state === "open"
          ? { ...item, approval: { ...approval, ...by, ...(comment ? { comment } : {}) } }
          : item
      ),
    }));
  }

  /** Is a message shown here? Answers belong into their thread, unless the channel shows them as well. */
  #belongs(message: Message): boolean {
    const { threadId } = this.#options;
    if (threadId) return message.id === threadId || message.threadId === threadId;
    return message.threadId === undefined || message.inChannel === true;
  }

  /** Takes a message as it is now: one that came live, or that changed while the page was away. */
  take(message: Message): void {
    if (this.status.get().phase === "idle" || !this.#belongs(message)) return;
    this.list.update((list) => withMessage(list, message));
  }

  /** Takes a live event of this channel. */
  onEvent(type: string, data: unknown): void {
    if (this.status.get().phase === "idle") return;
    if (type === "chat.message.sent") this.take(data as Message);
    else if (type === "chat.message.acted") this.list.update((list) => withPress(list, data as Press));
    else if (type.startsWith("chat.message.")) this.list.update((list) => withChangedMessage(list, data as Message));
    else if (type === "chat.thread.updated") {
      const { rootId, replies } = data as { rootId: string; replies?: Replies };
      this.list.update((list) => withReplies(list, rootId, replies));
    } else if (type === "chat.reaction.added" || type === "chat.reaction.removed") {
      this.list.update((list) => withReaction(list, data as ReactionChange, type === "chat.reaction.added"));
    }
  }

  /** Takes a piece of a message that somebody is writing; when one before it was missed, reads the message. */
  onDelta(delta: Delta): void {
    const next = withDelta(this.list.get(), delta);
    if (next) return this.list.set(next);
    void this.#options.rpc.call<Message>("chat.message.get", { id: delta.messageId })
      .then((message) => this.list.update((list) => withChangedMessage(list, message)), () => {});
  }
}
