import type { RpcPort } from "@bulkhead/ui";
import { readDraft, writeDraft } from "./drafts.ts";
import type { Draft } from "./wire.ts";

/** So long after the last key the host is told. */
const PAUSE_MS = 800;

export interface DraftKeeperOptions {
  rpc: RpcPort;
  person: string;
  /** What the host keeps of a draft. */
  kept(channelId: string, threadId?: string): Draft | undefined;
  onSaved(draft: Draft): void;
  timer?(delayMs: number, callback: () => void): () => void;
}

/** Drafts: in this browser with each key, with the host after a pause, so that they stand on all devices of the person. */
export class DraftKeeper {
  readonly #options: DraftKeeperOptions;
  /** Texts that the host does not know yet, and what takes the telling back. */
  readonly #dirty = new Map<string, () => void>();
  /** What the host is being told now: the next text waits, or an older one would come back as the newer. */
  readonly #telling = new Map<string, Promise<void>>();

  constructor(options: DraftKeeperOptions) {
    this.#options = options;
  }

  /** What stands in the field as one comes: what was typed here last, or on another device. */
  read(channelId: string, threadId?: string): string {
    const here = readDraft(this.#options.person, keyOf(channelId, threadId));
    if (this.#dirty.has(keyOf(channelId, threadId))) return here;
    return this.#options.kept(channelId, threadId)?.text ?? here;
  }

  write(text: string, channelId: string, threadId?: string): void {
    const key = keyOf(channelId, threadId);
    writeDraft(this.#options.person, key, text);
    this.#dirty.get(key)?.();
    const { timer = browserTimer } = this.#options;
    // A sent message takes its draft away at once: another device would show it still.
    const cancel = timer(text === "" ? 0 : PAUSE_MS, () => {
      const before = this.#telling.get(key) ?? Promise.resolve();
      const telling = before.then(() => {
        // A newer text has come meanwhile, and tells itself.
        if (this.#dirty.get(key) === cancel) return this.#tell(text, channelId, threadId);
      });
      this.#telling.set(key, telling);
      void telling.then(() => this.#telling.get(key) === telling && this.#telling.delete(key));
    });
    this.#dirty.set(key, cancel);
  }

  async #tell(text: string, channelId: string, threadId?: string): Promise<void> {
    const key = keyOf(channelId, threadId);
    const cancel = this.#dirty.get(key);
    const { rpc, kept, onSaved } = this.#options;
    if (text === (kept(channelId, threadId)?.text ?? "")) return void this.#dirty.delete(key);
    try {
      onSaved(
        await rpc.call<Draft>("chat.draft.set", { channel: channelId, text, ...(threadId ? { threadId } : {}) }),
      );
    } catch {
      // It stays in this browser, and goes with the next key.
      return;
    }
    if (this.#dirty.get(key) === cancel) this.#dirty.delete(key);
  }
}

function keyOf(channelId: string, threadId?: string): string {
  return threadId ? `${channelId}.${threadId}` : channelId;
}

function browserTimer(delayMs: number, callback: () => void): () => void {
  const id = setTimeout(callback, delayMs);
  return () => clearTimeout(id);
}
