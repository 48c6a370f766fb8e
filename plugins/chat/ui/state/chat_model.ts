import { type LiveEvent, type LivePort, type Me, RpcFailure, type RpcPort, Store } from "@bulkhead/ui";
import { ChannelMessages } from "./channel_messages.ts";
import { sortChannels, withArrived, withChannel, withRead } from "./channel_list.ts";
import type { Channel, Message, ReadChange } from "./wire.ts";

export interface ChannelsState {
  phase: "loading" | "ready" | "failed";
  items: readonly Channel[];
  problem?: RpcFailure;
}

/** Data of `host.plugin.changed`, as far as it matters here. */
interface PluginChange {
  plugin?: { id: string; state: string };
}

export interface ChatModelOptions {
  rpc: RpcPort;
  live: LivePort;
  me: Me;
}

/** Chat as one page knows it: the channels with their counts, and the messages of those that were looked at. */
export class ChatModel {
  readonly channels = new Store<ChannelsState>({ phase: "loading", items: [] });
  readonly me: Me;
  readonly #rpc: RpcPort;
  readonly #live: LivePort;
  readonly #messages = new Map<string, ChannelMessages>();
  readonly #marked = new Map<string, number>();
  #users = 0;
  #stop: (() => void) | undefined;
  #loading: Promise<void> | undefined;
  #again = false;

  constructor({ rpc, live, me }: ChatModelOptions) {
    this.#rpc = rpc;
    this.#live = live;
    this.me = me;
  }

  /** Keeps the model live until the answered function is called; the first to hold it reads everything. */
  hold(): () => void {
    if (this.#users++ === 0) {
      this.#stop = this.#live.subscribe(["chat.**", "host.plugin.changed"], {
        event: (event) => this.#onEvent(event),
        volatile: (_type, data) => this.#onPlugin(data as PluginChange),
        resync: () => this.#resync(),
      });
      this.#resync();
    }
    return () => {
      if (--this.#users > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  messages(channelId: string): ChannelMessages {
    let messages = this.#messages.get(channelId);
    if (!messages) {
      messages = new ChannelMessages({ rpc: this.#rpc, channelId, me: this.me.id, name: this.me.name });
      this.#messages.set(channelId, messages);
    }
    return messages;
  }

  /** Reads the channels; while that goes on, one more reading is remembered, not many. */
  loadChannels(): Promise<void> {
    if (this.#loading) {
      this.#again = true;
      return this.#loading;
    }
    this.#loading = this.#loadChannels().finally(() => {
      this.#loading = undefined;
      if (!this.#again) return;
      this.#again = false;
      void this.loadChannels();
    });
    return this.#loading;
  }

  async #loadChannels(): Promise<void> {
    try {
      const items: Channel[] = [];
      let cursor: string | undefined;
      do {
        const page = await this.#rpc.call<{ items: Channel[]; nextCursor?: string }>("chat.channel.list", {
          limit: 200,
          ...(cursor ? { cursor } : {}),
        });
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      this.channels.set({ phase: "ready", items: sortChannels(items) });
    } catch (error) {
      const problem = RpcFailure.wrap(error);
      // It is on its way up; as soon as it is there, the channels are read.
      if (problem.reason === "plugin_unavailable" && problem.hint === "starting") return;
      this.channels.update((state) => state.phase === "ready" ? state : { phase: "failed", items: [], problem });
    }
  }

  /** Tells the host how far this person has read; each position once. */
  async markRead(channelId: string, seq: number): Promise<void> {
    if (seq <= (this.#marked.get(channelId) ?? 0)) return;
    this.#marked.set(channelId, seq);
    this.#patch((items) => withRead(items, { channelId, userId: this.me.id, lastReadSeq: seq }) ?? items);
    try {
      this.#take(await this.#rpc.call<Channel>("chat.channel.mark_read", { channel: channelId, seq }));
    } catch {
      // The next look at the channel marks it again.
      this.#marked.delete(channelId);
      void this.loadChannels();
    }
  }

  async create(params: { name: string; private: boolean; members?: string[] }): Promise<Channel> {
    const created = await this.#rpc.call<{ id: string; name: string }>("chat.channel.create", params);
    const channel = await this.#rpc.call<Channel>("chat.channel.get", { channel: created.id });
    this.#take(channel);
    return channel;
  }

  async join(channelId: string): Promise<void> {
    await this.#rpc.call("chat.channel.join", { channel: channelId });
    await this.loadChannels();
  }

  async leave(channelId: string): Promise<void> {
    await this.#rpc.call("chat.channel.leave", { channel: channelId });
    await this.loadChannels();
  }

  /** Back after a restart: what was asked meanwhile was refused, and what happened was missed. */
  #onPlugin({ plugin }: PluginChange): void {
    if (plugin?.id === "chat" && plugin.state === "ready") this.#resync();
  }

  #resync(): void {
    void this.loadChannels();
    for (const messages of this.#messages.values()) if (messages.status.get().phase !== "idle") void messages.load();
  }

  #onEvent(event: LiveEvent): void {
    const { type } = event;
    const data = event.data as { channelId?: string };
    if (type === "chat.message.sent") this.#patch((items) => withArrived(items, data as Message, this.me.id));
    if (type.startsWith("chat.message.") || type.startsWith("chat.reaction.")) {
      this.#messages.get(data.channelId ?? "")?.onEvent(type, data);
    } else if (type === "chat.channel.read") this.#onRead(data as ReadChange);
    else if (type.startsWith("chat.channel.")) void this.loadChannels();
  }

  #onRead(change: ReadChange): void {
    if (change.userId !== this.me.id) return;
    const items = withRead(this.channels.get().items, change);
    if (items) this.#patch(() => items);
    else void this.loadChannels();
  }

  #take(channel: Channel): void {
    if (channel?.id) this.#patch((items) => sortChannels(withChannel(items, channel)));
  }

  #patch(change: (items: readonly Channel[]) => readonly Channel[]): void {
    this.channels.update((state) => state.phase === "ready" ? { ...state, items: change(state.items) } : state);
  }
}
