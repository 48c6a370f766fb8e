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
