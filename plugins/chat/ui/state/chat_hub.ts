import type { FilesPort, LivePort, Me, RpcPort } from "@bulkhead/ui";
import { ChatModel } from "./chat_model.ts";
import { outboxStoreFor } from "./outbox_store.ts";
import { uploadStoreFor } from "./upload_store.ts";
import { WorkspaceBoard } from "./workspace_board.ts";

export interface ChatHubOptions {
  rpc: RpcPort;
  live: LivePort;
  files: FilesPort;
  me: Me;
}

/** Chat in each workspace of one page, over one connection: each with its own copy, outbox and uploads. */
export class ChatHub {
  /** The first workspace, which is there before anything is known of others. */
  readonly first: ChatModel;
  readonly board: WorkspaceBoard;
  /** What the page shows. */
  shown: ChatModel;
  readonly #options: ChatHubOptions;
  readonly #models = new Map<string, ChatModel>();

  constructor(options: ChatHubOptions) {
    this.#options = options;
    const { id } = options.me;
    this.first = new ChatModel({ ...options, outboxStore: outboxStoreFor(id), uploadStore: uploadStoreFor(id) });
    this.shown = this.first;
    const { rpc, live } = options;
    this.board = new WorkspaceBoard({ rpc, live, isShown: (channelId) => this.shown.has(channelId) });
    // What was written in a workspace goes out although another one is shown, also after a reload.
    this.board.state.subscribe(() => this.#startOutboxes());
    live.onState(() => {
      if (live.state === "online") { for (const { outbox } of this.#models.values()) void outbox.flush(); }
    });
  }

  #startOutboxes(): void {
    for (const { id, member, first } of this.board.state.get().items) {
      if (first || !member || this.#models.has(id)) continue;
      void this.model(id).outbox.start();
    }
  }

  /** Chat in a workspace, by its id. */
  model(workspaceId: string): ChatModel {
    const first = this.board.state.get().items.find(({ first }) => first)?.id ?? this.first.workspaceId;
    if (workspaceId === first) return this.first;
    let model = this.#models.get(workspaceId);
    if (!model) {
      const kept = `${this.#options.me.id}.${workspaceId}`;
      const stores = { outboxStore: outboxStoreFor(kept), uploadStore: uploadStoreFor(kept) };
      model = new ChatModel({ ...this.#options, ...stores, workspaceId });
      this.#models.set(workspaceId, model);
    }
    return model;
  }
}
