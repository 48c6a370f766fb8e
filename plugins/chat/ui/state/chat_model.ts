import { type FilesPort, type LiveEvent, type LivePort, type Me, RpcFailure, type RpcPort, Store } from "@bulkhead/ui";
import { ChannelMessages } from "./channel_messages.ts";
import { sortChannels, withChannel } from "./channel_list.ts";
import { BookmarkBoard } from "./bookmark_board.ts";
import { DraftKeeper } from "./draft_keeper.ts";
import { Outbox, type OutboxStore } from "./outbox.ts";
import { isOfWorkspace } from "./event_scope.ts";
import { MemoryOutboxStore } from "./outbox_store.ts";
import { draftKey, NOTHING, ofSnapshot, type Personal, withChanges, withDraft, withEvent } from "./personal.ts";
import { thumbnailOf } from "../composer/thumbnail.ts";
import { DraftUploads } from "./draft_uploads.ts";
import { PresenceBoard } from "./presence_board.ts";
import { Replica } from "./replica.ts";
import type { MovePlan } from "./sidebar_order.ts";
import { SnippetBook } from "./snippet_book.ts";
import { TypingBoard } from "./typing_board.ts";
import { inWorkspace } from "./workspace_rpc.ts";
import { MemoryUploadStore, type UploadStore } from "./upload_store.ts";
import type { Changes, Channel, Delta, Message, Person, Presence, Snapshot, ThreadState, Whisper } from "./wire.ts";

export interface ChannelsState {
  phase: "loading" | "ready" | "failed";
  /** Those that this person is in, and others that they look at. */
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
  outboxStore?: OutboxStore;
  files: FilesPort;
  uploadStore?: UploadStore;
  /** Default: the first workspace. */
  workspaceId?: string;
}

const VOLATILE = ["host.plugin.changed", "chat.typing", "chat.presence", "chat.message.delta"];

/**
 * Chat in one workspace as one page knows it. It begins with `chat.snapshot`, takes events as they come, and asks `chat.sync` for what changed
 * after being away or where an event does not tell enough, so that counts are the host's and none drifts.
 */
export class ChatModel {
  readonly channels = new Store<ChannelsState>({ phase: "loading", items: [] });
  readonly personal = new Store<Personal>(NOTHING);
  /** Answers of commands, the newest last. */
  readonly whispers = new Store<readonly Whisper[]>([]);
  readonly typing = new TypingBoard();
  readonly presence: PresenceBoard;
  readonly outbox: Outbox;
  readonly drafts: DraftKeeper;
  readonly bookmarks: BookmarkBoard;
  readonly snippets: SnippetBook;
  readonly uploads: DraftUploads;
  readonly me: Me;
  readonly rpc: RpcPort;
  readonly #live: LivePort;
  readonly #replica: Replica;
  readonly #visited = new Map<string, Channel>();
  readonly #feeds = new Map<string, ChannelMessages>();
  readonly #marked = new Map<string, number>();
  /** Threads that this person is known to follow. */
  readonly #followed = new Set<string>();
  #users = 0;
  #stops: (() => void)[] = [];
  #work: Promise<void> = Promise.resolve();
  #since: number | undefined;

  constructor(options: ChatModelOptions) {
    const { live, me, files, workspaceId } = options;
    const rpc = inWorkspace(options.rpc, workspaceId);
    const { outboxStore = new MemoryOutboxStore(), uploadStore = new MemoryUploadStore() } = options;
    this.rpc = rpc;
    this.#live = live;
    this.me = me;
    this.#replica = new Replica(me.id);
    this.presence = new PresenceBoard({ rpc });
    this.bookmarks = new BookmarkBoard(rpc);
    this.snippets = new SnippetBook(rpc);
    this.outbox = new Outbox({ rpc, store: outboxStore, onSent: (message) => this.#deliver(message) });
    this.uploads = new DraftUploads({
      files,
      store: uploadStore,
      refused: () => this.personal.get().refusedFiles,
      thumbnailOf,
    });
    this.drafts = new DraftKeeper({
      rpc,
      person: me.id,
      kept: (channelId, threadId) => this.personal.get().drafts.get(draftKey(channelId, threadId)),
      onSaved: (draft) => this.personal.update((state) => withDraft(state, draft)),
    });
  }

  /** Its id; of the first one it is known when the snapshot is there. */
  get workspaceId(): string | undefined {
    return this.personal.get().workspace?.id;
  }

  readonly #knows = (channelId: string) => this.has(channelId) || this.#visited.has(channelId);

  /** Is this one of its channels, and is the person in it? */
  has(channelId: string): boolean {
    return this.#replica.channels.has(channelId);
  }

  /** Keeps the model live until the answered function is called; the first to hold it reads what is missing. */
  hold(): () => void {
    if (this.#users++ === 0) {
      this.#stops = [
        this.#live.subscribe(["chat.**", ...VOLATILE], {
          event: (event) => this.#onEvent(event),
          volatile: (type, data) => this.#onVolatile(type, data),
          resync: () => this.#resume(),
        }),
        this.#live.onState(() => this.#live.state === "online" && void this.outbox.flush()),
      ];
      void this.refresh();
      void this.outbox.start();
      void this.uploads.start();
    }
    return () => {
      if (--this.#users > 0) return;
      for (const stop of this.#stops.splice(0)) stop();
    };
  }

  /** The messages of a channel, or of a thread in it. */
  messages(channelId: string, threadId?: string): ChannelMessages {
    const key = draftKey(channelId, threadId);
    let feed = this.#feeds.get(key);
    if (!feed) {
      const { rpc, outbox, me } = this;
      feed = new ChannelMessages({ rpc, outbox, channelId, threadId, me: me.id, name: me.name });
      this.#feeds.set(key, feed);
    }
    return feed;
  }

  /** Begins, or reads what happened since the last position; one after the other. */
  refresh(): Promise<void> {
    if (this.channels.get().phase === "ready") return this.#sync(this.#replica.seq);
    return this.#queue(() => this.#begin());
  }

  #queue(work: () => Promise<void>): Promise<void> {
    return this.#work = this.#work.then(work, work);
  }

  async #begin(): Promise<void> {
    try {
      const snapshot = await this.rpc.call<Snapshot>("chat.snapshot", {});
      this.#replica.begin(snapshot);
      this.personal.update((state) => ofSnapshot(snapshot, state));
      for (const channel of snapshot.channels) this.#visited.delete(channel.id);
      this.channels.set({ phase: "ready", items: this.#listed() });
    } catch (error) {
      const problem = RpcFailure.wrap(error);
      // It is on its way up; as soon as it is there, the channels are read.
      if (problem.reason === "plugin_unavailable" && problem.hint === "starting") return;
      this.channels.update((state) => state.phase === "ready" ? state : { phase: "failed", items: [], problem });
    }
  }

  /** Asks what is different since a position. Many wishes in one moment are one question, from the earliest position. */
  #sync(since: number): Promise<void> {
    const planned = this.#since !== undefined;
    this.#since = Math.min(this.#since ?? since, since);
    if (planned) return this.#work;
    return this.#queue(async () => {
      let from = this.#since!;
      this.#since = undefined;
      try {
        for (let more = true; more;) {
          const changes = await this.rpc.call<Changes>("chat.sync", { since: from });
          this.#apply(changes);
          more = changes.hasMore;
          from = changes.seq;
        }
      } catch (error) {
        // Too much happened: everything anew. Anything else is asked for at the next reconnection.
        if (RpcFailure.wrap(error).reason === "resync_required") await this.#beginAgain();
      }
    });
  }

  async #beginAgain(): Promise<void> {
    await this.#begin();
    this.bookmarks.forget();
    this.snippets.forget();
    await this.#reload(() => true);
  }

  async #reload(which: (channelId: string) => boolean): Promise<void> {
    const open = [...this.#feeds].filter(([key, feed]) =>
      feed.status.get().phase !== "idle" && which(key.split("/")[0]!)
    );
    await Promise.all(open.map(([, feed]) => feed.load()));
  }

  #apply(changes: Changes): void {
    this.#replica.sync(changes);
    this.personal.update((state) => withChanges(state, changes));
    for (const message of changes.messages) this.#deliver(message);
    for (const state of changes.threads) this.#takeThread(state);
    this.bookmarks.sync(changes);
    this.snippets.sync(changes);
    if (changes.threads.length > 0) void this.countThreads();
    this.#show();
  }

  #deliver(message: Message): void {
    for (const [key, feed] of this.#feeds) if (key.startsWith(`${message.channelId}/`)) feed.take(message);
    if (message.author.id === this.me.id) this.outbox.arrived(message);
  }

  /** Tells the host how far this person has read; each position once. */
  async markRead(channelId: string, seq: number): Promise<void> {
    if (seq <= (this.#marked.get(channelId) ?? 0)) return;
    this.#marked.set(channelId, seq);
    this.#replica.read(channelId, seq);
    this.#show();
    try {
      await this.rpc.call("chat.channel.mark_read", { channel: channelId, seq });
    } catch {
      // The next look at the channel marks it again; until then the host's counts stand.
      this.#marked.delete(channelId);
      await this.#recount(channelId);
    }
  }

  /** Takes the read marker back to before a message. Rejects with RpcFailure. */
  async markUnread(message: Message): Promise<void> {
    await this.rpc.call("chat.channel.mark_unread", { id: message.id });
    this.#marked.delete(message.channelId);
  }

  async markThreadRead(rootId: string, seq: number): Promise<void> {
    if (seq <= (this.#marked.get(rootId) ?? 0)) return;
    this.#marked.set(rootId, seq);
    try {
      this.#takeThread(await this.rpc.call<ThreadState>("chat.thread.mark_read", { id: rootId, seq }));
    } catch {
      this.#marked.delete(rootId);
    }
  }

  async #recount(channelId: string): Promise<void> {
    try {
      this.#replica.count(await this.rpc.call("chat.channel.counts", { channels: [channelId] }));
      this.#show();
    } catch {
      // Without an answer the next reconnection counts.
    }
  }

  /** Looks a channel up that this person is not in; undefined when there is none for them. Rejects with RpcFailure. */
  async visit(ref: string): Promise<Channel | undefined> {
    try {
      const channel = await this.rpc.call<Channel>("chat.channel.get", { channel: ref });
      // One of another workspace is not shown here: whoever asked goes there.
      if (channel.workspaceId !== undefined && channel.workspaceId !== (this.workspaceId ?? channel.workspaceId)) {
        return channel;
      }
      this.#visited.set(channel.id, channel);
      this.#show();
      return channel;
    } catch (error) {
      const failure = RpcFailure.wrap(error);
      if (failure.reason === "not_found" || failure.reason === "invalid_params") return undefined;
      throw failure;
    }
  }

  async create(params: { name: string; private: boolean; members?: string[] }): Promise<Channel> {
    return this.#entered(await this.rpc.call<{ id: string }>("chat.channel.create", params));
  }

  /** Opens the conversation with these people; nobody: one's own notes. */
  async openDirect(users: string[]): Promise<Channel> {
    return this.#entered(await this.rpc.call<{ id: string }>("chat.dm.open", { users }));
  }

  async #entered({ id }: { id: string }): Promise<Channel> {
    const channel = await this.rpc.call<Channel>("chat.channel.get", { channel: id });
    this.#visited.set(id, channel);
    this.#show();
    return channel;
  }

  async join(channelId: string): Promise<void> {
    await this.rpc.call("chat.channel.join", { channel: channelId });
    await this.#entered({ id: channelId });
  }

  async leave(channelId: string): Promise<void> {
    await this.rpc.call("chat.channel.leave", { channel: channelId });
    this.#visited.delete(channelId);
    await this.#sync(this.#replica.seq);
  }

  /** Changes how the person's sidebar shows a channel; it shows at once. Rejects with RpcFailure. */
  async arrange(channel: Channel, change: Pick<Channel, "muted" | "starred" | "notify">): Promise<void> {
    this.#replica.patch(channel.id, change);
    this.#show();
    const [key] = Object.keys(change) as (keyof typeof change)[];
    try {
      await this.rpc.call(`chat.channel.set_${key}`, { channel: channel.id, [key!]: change[key!] ?? null });
    } catch (error) {
      this.#replica.patch(channel.id, { [key!]: channel[key!] });
      this.#show();
      throw error;
    }
  }

  /** Puts conversations of the person's sidebar elsewhere; it shows at once. Rejects with RpcFailure. */
  async place({ id, starred, assigned }: MovePlan): Promise<void> {
    if (starred !== undefined) this.#replica.patch(id, { starred });
    for (const { id, sectionId, place } of assigned) {
      this.#replica.patch(id, { sectionId: sectionId ?? undefined, place });
    }
    this.#show();
    try {
      if (starred !== undefined) await this.rpc.call("chat.channel.set_starred", { channel: id, starred });
      for (const { id, sectionId, place } of assigned) {
        await this.rpc.call("chat.section.assign", { channel: id, section: sectionId, place });
      }
    } catch (error) {
      await this.#beginAgain();
      throw error;
    }
  }

  /** Gives sections of the person's own other places; it shows at once. Rejects with RpcFailure. */
  async placeSections(places: ReadonlyMap<string, number>): Promise<void> {
    const before = this.personal.get().sections;
    const sections = before.map((section) => ({ ...section, place: places.get(section.id) ?? section.place }));
    this.personal.update((state) => ({ ...state, sections }));
    try {
      for (const [id, place] of places) await this.rpc.call("chat.section.update", { id, place });
    } catch (error) {
      this.personal.update((state) => ({ ...state, sections: before }));
      throw error;
    }
  }

  /** Saves a message for later, or takes it off the list. Rejects with RpcFailure. */
  async save(message: Message, saved: boolean): Promise<void> {
    await this.rpc.call(`chat.saved.${saved ? "add" : "remove"}`, { id: message.id });
  }

  async follow(rootId: string, following: boolean): Promise<void> {
    this.#takeThread(
      await this.rpc.call<ThreadState>(`chat.thread.${following ? "follow" : "unfollow"}`, { id: rootId }),
    );
  }

  /** Runs what begins with a slash; the answer that is for this person alone stands under the messages. */
  async run(text: string, channelId: string, threadId?: string): Promise<void> {
    const answer = await this.rpc.call<{ ephemeral?: string; message?: Message }>("chat.command.run", {
      channel: channelId,
      text,
      clientId: crypto.randomUUID(),
      ...(threadId ? { threadId } : {}),
    });
    if (answer.message) this.#deliver(answer.message);
    if (answer.ephemeral) {
      this.#whisper({ channelId, threadId, from: text.split(/\s/)[0]!, text: answer.ephemeral });
    }
  }

  #whisper(whisper: Omit<Whisper, "id" | "at">): void {
    const added = { ...whisper, id: crypto.randomUUID(), at: new Date().toISOString() };
    // Nobody scrolls back to what was whispered long ago.
    this.whispers.update((known) => [...known.slice(-19), added]);
  }

  dismiss(id: string): void {
    this.whispers.update((known) => known.filter((whisper) => whisper.id !== id));
  }

  async countThreads(): Promise<void> {
    try {
      const threads = await this.rpc.call<Personal["threads"]>("chat.thread.counts", {});
      this.personal.update((state) => ({ ...state, threads }));
    } catch {
      // Counted again with the next change.
    }
  }

  /** Names of people that messages mention by id. */
  learn(people: Person[]): void {
    this.personal.update((state) => ({
      ...state,
      people: new Map([...state.people, ...people.map((each) => [each.id, each] as const)]),
    }));
  }

  #takeThread(state: ThreadState): void {
    if (state.following) this.#followed.add(state.rootId);
    else this.#followed.delete(state.rootId);
    this.#feeds.get(draftKey(state.channelId, state.rootId))?.thread.set(state);
  }

  #onVolatile(type: string, data: unknown): void {
    if (type === "chat.typing") return this.typing.heard(data as Parameters<TypingBoard["heard"]>[0], this.me.id);
    if (type === "chat.presence") {
      return this.presence.take((data as { items: { id: string; presence: Presence }[] }).items);
    }
    if (type === "chat.message.delta") {
      const delta = data as Delta;
      for (const [key, feed] of this.#feeds) if (key.startsWith(`${delta.channelId}/`)) feed.onDelta(delta);
      return;
    }
    // Back after a restart: what was asked meanwhile was refused, and what happened was missed.
    const { plugin } = data as PluginChange;
    if (plugin?.id !== "chat" || plugin.state !== "ready") return;
    this.#resume();
  }

  /** What changed meanwhile is asked for; of channels that this person is not in, the open ones are read anew. */
  #resume(): void {
    void this.refresh();
    void this.#reload((channelId) => this.#visited.has(channelId));
    void this.outbox.flush();
  }

  #onEvent(event: LiveEvent): void {
    const { type } = event;
    const data = event.data as { channelId?: string; userId?: string; rev?: number };
    if (this.channels.get().phase !== "ready" || !isOfWorkspace(event, this.workspaceId, this.#knows)) return;
    const known = this.#replica.seq;
    this.#replica.event(type, data);
    if (type.startsWith("chat.message.") || type.startsWith("chat.reaction.") || type === "chat.thread.updated") {
      this.#toFeeds(type, data);
    } else this.personal.update((state) => withEvent(state, type, data));
    this.bookmarks.event(type, data);
    this.snippets.event(type, data);
    if (type === "chat.message.sent") this.typing.wrote(data as Message);
    // One follows a thread as soon as one begins or answers it: of the first answer nothing else tells.
    if (type === "chat.notification.created" && (data as { message?: Message }).message?.threadId) {
      void this.countThreads();
    }
    if (type.startsWith("chat.thread.")) this.#onThread(type, data as ThreadState & { rootId: string });
    if (type === "chat.command.answered") {
      const { channelId, threadId, from, text } = data as Whisper;
      this.#whisper({ channelId, threadId, from, text });
    }
    if (type === "chat.channel.arranged") {
      const { muted, starred, hidden, notify, sectionId, place } = data as Channel;
      this.#replica.patch(data.channelId!, { muted, starred, hidden, notify, sectionId, place });
    } else if (type === "chat.channel.read") this.#marked.delete(data.channelId!);
    const role = type === "chat.workspace.role_changed" && data.userId === this.me.id;
    const untold = role || /^chat\.channel\.(updated|archived|unarchived|joined|left|role_changed)$/.test(type) &&
        (this.#replica.channels.has(data.channelId!) || data.userId === this.me.id);
    // What an event does not tell is asked for from just before it; one that was known already asks nothing.
    if (untold && (data.rev ?? 0) > known) void this.#sync(data.rev! - 1);
    else if (this.#replica.stale.length > 0) void this.#sync(Math.min(known, (data.rev ?? known) - 1));
    this.#show();
  }

  #toFeeds(type: string, data: { channelId?: string }): void {
    for (const [key, feed] of this.#feeds) if (key.startsWith(`${data.channelId}/`)) feed.onEvent(type, data);
    const message = data as Message;
    if (type === "chat.message.sent" && message.author.id === this.me.id) this.outbox.arrived(message);
  }

  #onThread(type: string, state: ThreadState): void {
    if (type !== "chat.thread.updated") this.#takeThread(state);
    if (type !== "chat.thread.updated" || this.#followed.has(state.rootId)) void this.countThreads();
  }

  #show(): void {
    this.channels.update((state) => state.phase === "ready" ? { ...state, items: this.#listed() } : state);
  }

  #listed(): readonly Channel[] {
    for (const id of this.#replica.channels.keys()) this.#visited.delete(id);
    let items: Channel[] = [...this.#replica.channels.values()];
    for (const channel of this.#visited.values()) items = withChannel(items, channel);
    return sortChannels(items);
  }
}
