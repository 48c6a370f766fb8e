import { RpcFailure, type RpcPort, Store } from "@bulkhead/ui";
import {
  EMPTY_LIST,
  type MessageList,
  withChangedMessage,
  withMessage,
  withNewestPage,
  withOlderPage,
  withoutPending,
  withPending,
  withPress,
  withReaction,
} from "./message_list.ts";
import type { Message, Press, ReactionChange } from "./wire.ts";

const PAGE = 50;

export interface ChannelStatus {
  /** `idle` before the first look. */
  phase: "idle" | "loading" | "ready" | "failed";
  loadingOlder: boolean;
  problem?: RpcFailure;
}

interface Page {
  items: Message[];
  hasMore: boolean;
}

export interface ChannelMessagesOptions {
  rpc: RpcPort;
  channelId: string;
  /** Who sends from here. */
  me: string;
  /** Their name. */
  name?: string;
  /** Makes the id by which a message is known before the host knows it. */
  newId?: () => string;
  now?: () => number;
}

/** The messages of one channel as this page knows them, and what it does with them. */
export class ChannelMessages {
  readonly list = new Store<MessageList>(EMPTY_LIST);
  readonly status = new Store<ChannelStatus>({ phase: "idle", loadingOlder: false });
  readonly #options: ChannelMessagesOptions;
  #loading: Promise<void> | undefined;

  constructor(options: ChannelMessagesOptions) {
    this.#options = options;
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
      const page = await this.#options.rpc.call<Page>("chat.message.list", {
        channel: this.#options.channelId,
        limit: PAGE,
      });
      this.list.update((list) => withNewestPage(list, page));
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
      const params = { channel: this.#options.channelId, before: items[0]!.seq, limit: PAGE };
      const page = await this.#options.rpc.call<Page>("chat.message.list", params);
      this.list.update((list) => withOlderPage(list, page));
      this.status.update((now) => ({ ...now, loadingOlder: false }));
    } catch (error) {
      this.status.update((now) => ({ ...now, loadingOlder: false, problem: RpcFailure.wrap(error) }));
    }
  }

  /** Shows a message at once and sends it; a failure stays beside it until it is retried or discarded. */
  async send(text: string): Promise<void> {
    await this.#send((this.#options.newId ?? (() => crypto.randomUUID()))(), text);
  }

  /** Sends a failed one again, under the same id: the host takes it once, even if it did arrive before. */
  async retry(clientId: string): Promise<void> {
    const pending = this.list.get().pending.find((each) => each.clientId === clientId);
    if (pending?.state === "failed") await this.#send(clientId, pending.text, pending.createdAt);
  }

  discard(clientId: string): void {
    this.list.update((list) => withoutPending(list, clientId));
  }

  async #send(clientId: string, text: string, createdAt?: string): Promise<void> {
    const at = createdAt ?? new Date((this.#options.now ?? Date.now)()).toISOString();
    this.list.update((list) => withPending(list, { clientId, text, createdAt: at, state: "sending" }));
    try {
      const message = await this.#options.rpc.call<Message>("chat.message.send", {
        channel: this.#options.channelId,
        text,
        clientId,
      });
      this.list.update((list) => withMessage(withoutPending(list, clientId), { clientId, ...message }));
    } catch (error) {
      // The live connection may have brought it although the answer was lost.
      if (this.list.get().items.some((item) => item.clientId === clientId)) return;
      const failure = RpcFailure.wrap(error);
      const problem = failure.offline ? "Not sent: no connection" : `Not sent: ${failure.message}`;
      this.list.update((list) => withPending(list, { clientId, text, createdAt: at, state: "failed", problem }));
    }
  }

  /** Changes a text; it shows at once and goes back when the host refuses. Rejects with RpcFailure. */
  async edit(message: Message, text: string): Promise<void> {
    await this.#optimistic(message, { ...message, text, editedAt: new Date().toISOString() }, async () => {
      return await this.#options.rpc.call<Message | undefined>("chat.message.edit", { id: message.id, text });
    });
  }

  async remove(message: Message): Promise<void> {
    const gone = { ...message, text: "", reactions: [], deletedAt: new Date().toISOString() };
    await this.#optimistic(message, gone, () => this.#options.rpc.call("chat.message.delete", { id: message.id }));
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

  /** Takes a live event of this channel. */
  onEvent(type: string, data: unknown): void {
    if (this.status.get().phase === "idle") return;
    if (type === "chat.message.sent") this.list.update((list) => withMessage(list, data as Message));
    else if (type === "chat.message.edited" || type === "chat.message.deleted") {
      this.list.update((list) => withChangedMessage(list, data as Message));
    } else if (type === "chat.message.acted") this.list.update((list) => withPress(list, data as Press));
    else if (type === "chat.reaction.added" || type === "chat.reaction.removed") {
      this.list.update((list) => withReaction(list, data as ReactionChange, type === "chat.reaction.added"));
    }
  }
}
