import { type LiveEvent, type LivePort, RpcFailure, type RpcPort, Store } from "@bulkhead/ui";
import type { WorkspaceItem } from "./wire.ts";

/** What may change a count, or which workspaces there are. */
const COUNTS = new Set([
  "chat.message.sent",
  "chat.message.deleted",
  "chat.mention.created",
  "chat.channel.read",
  "chat.channel.joined",
  "chat.channel.left",
]);
/** After an event the counts are asked for once, however many follow; later for what the page itself shows. */
const SOON_MS = 800, LATER_MS = 5_000;

export interface BoardState {
  phase: "loading" | "ready" | "failed";
  items: readonly WorkspaceItem[];
  problem?: RpcFailure;
}

export interface WorkspaceBoardOptions {
  rpc: RpcPort;
  live: LivePort;
  /** Is a channel of the workspace that the page shows? Its counts stand there. */
  isShown(channelId: string): boolean;
}

/** The workspaces of this person, and those that they may join, with what is unread in each. */
export class WorkspaceBoard {
  readonly state = new Store<BoardState>({ phase: "loading", items: [] });
  readonly #rpc: RpcPort;
  readonly #live: LivePort;
  readonly #isShown: (channelId: string) => boolean;
  #users = 0;
  #stop = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = Infinity;
  #asking = 0;

  constructor({ rpc, live, isShown }: WorkspaceBoardOptions) {
    this.#rpc = rpc;
    this.#live = live;
    this.#isShown = isShown;
  }

  /** Keeps the board live until the answered function is called. */
  hold(): () => void {
    if (this.#users++ === 0) {
      this.#stop = this.#live.subscribe(["chat.**", "host.plugin.changed"], {
        event: (event) => this.#onEvent(event),
        volatile: (_, data) => {
          const { plugin } = data as { plugin?: { id: string; state: string } };
          if (plugin?.id === "chat" && plugin.state === "ready") void this.load();
        },
        resync: () => void this.load(),
      });
      void this.load();
    }
    return () => {
      if (--this.#users > 0) return;
      this.#stop();
      clearTimeout(this.#timer);
      this.#due = Infinity;
    };
  }

  async load(): Promise<void> {
    clearTimeout(this.#timer);
    this.#due = Infinity;
    this.#asking++;
    try {
      const { items } = await this.#rpc.call<{ items: WorkspaceItem[] }>("chat.workspace.list", {});
      this.state.set({ phase: "ready", items });
    } catch (error) {
      const problem = RpcFailure.wrap(error);
      // It is on its way up, and tells when it is there.
      if (problem.reason === "plugin_unavailable" && problem.hint === "starting") return;
      this.state.update((state) => state.phase === "ready" ? state : { phase: "failed", items: [], problem });
    } finally {
      this.#asking--;
    }
  }

  #onEvent({ type, data }: LiveEvent): void {
    if (type.startsWith("chat.workspace.")) return this.#plan(0);
    // With one workspace there is nothing to mark; an answer that is on its way may bring another, and does not know of this.
    const alone = this.#asking === 0 && this.state.get().items.filter(({ member }) => member).length < 2;
    if (!COUNTS.has(type) || alone) return;
    const { channelId, message } = data as { channelId?: string; message?: { channelId: string } };
    const channel = channelId ?? message?.channelId;
    this.#plan(channel !== undefined && this.#isShown(channel) ? LATER_MS : SOON_MS);
  }

  #plan(ms: number): void {
    const due = Date.now() + ms;
    if (due >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.load(), ms);
  }
}
