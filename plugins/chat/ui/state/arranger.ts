import type { RpcPort, Store } from "@bulkhead/ui";
import type { Personal } from "./personal.ts";
import type { Replica } from "./replica.ts";
import type { MovePlan } from "./sidebar_order.ts";
import type { Channel } from "./wire.ts";

export interface ArrangerOptions {
  rpc: RpcPort;
  replica: Replica;
  personal: Store<Personal>;
  /** Draws the channels as the replica has them now. */
  show(): void;
  /** Takes everything anew from the host. */
  beginAgain(): Promise<void>;
}

/** What this person changes of their own sidebar. */
export class Arranger {
  readonly #options: ArrangerOptions;

  constructor(options: ArrangerOptions) {
    this.#options = options;
  }

  /** Changes how the person's sidebar shows a channel; it shows at once. Rejects with RpcFailure. */
  async arrange(channel: Channel, change: Pick<Channel, "muted" | "starred" | "notify">): Promise<void> {
    this.#options.replica.patch(channel.id, change);
    this.#options.show();
    const [key] = Object.keys(change) as (keyof typeof change)[];
    try {
      await this.#options.rpc.call(`chat.channel.set_${key}`, { channel: channel.id, [key!]: change[key!] ?? null });
    } catch (error) {
      this.#options.replica.patch(channel.id, { [key!]: channel[key!] });
      this.#options.show();
      throw error;
    }
  }

  /** Puts conversations of the person's sidebar elsewhere; it shows at once. Rejects with RpcFailure. */
  async place({ id, starred, assigned }: MovePlan): Promise<void> {
    if (starred !== undefined) this.#options.replica.patch(id, { starred });
    for (const { id, sectionId, place } of assigned) {
      this.#options.replica.patch(id, { sectionId: sectionId ?? undefined, place });
    }
    this.#options.show();
    try {
      if (starred !== undefined) await this.#options.rpc.call("chat.channel.set_starred", { channel: id, starred });
      for (const { id, sectionId, place } of assigned) {
        await this.#options.rpc.call("chat.section.assign", { channel: id, section: sectionId, place });
      }
    } catch (error) {
      await this.#options.beginAgain();
      throw error;
    }
  }

  /** Gives sections of the person's own other places; it shows at once. Rejects with RpcFailure. */
  async placeSections(places: ReadonlyMap<string, number>): Promise<void> {
    const before = this.#options.personal.get().sections;
    const sections = before.map((section) => ({ ...section, place: places.get(section.id) ?? section.place }));
    this.#options.personal.update((state) => ({ ...state, sections }));
    try {
      for (const [id, place] of places) await this.#options.rpc.call("chat.section.update", { id, place });
    } catch (error) {
      this.#options.personal.update((state) => ({ ...state, sections: before }));
      throw error;
    }
  }
}
