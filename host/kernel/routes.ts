import type { MethodProvider, ProviderState } from "../rpc/ports.ts";
import type { Interfaces } from "./life/interfaces.ts";

/** What a plugin can be asked now, under any prefix that it provides. */
export type Offer =
  | { state: "ready"; provider(prefix: string): MethodProvider }
  /** `hint` says why in words. */
  | { state: "unavailable"; hint: string };

/**
 * Which plugin answers under which prefix. A plugin says what it offers; the interfaces say for whom a prefix stands;
 * the router is told of what has changed, and of nothing else.
 */
export class Routes {
  readonly #offers = new Map<string, Offer>();
  #owners = new Map<string, string | undefined>();
  readonly #told = new Map<string, { owner: string | undefined; offer: Offer | undefined }>();

  constructor(private readonly setProvider: (prefix: string, state: ProviderState | undefined) => void) {}

  /** A plugin's offer; undefined forgets the plugin. */
  offer(id: string, offer: Offer | undefined): void {
    if (offer) this.#offers.set(id, offer);
    else this.#offers.delete(id);
    if (!this.#owners.has(id)) this.#owners.set(id, id);
    for (const [prefix, owner] of this.#owners) if (owner === id) this.#tell(prefix);
  }

  /** Who provides what has changed. */
  assign(interfaces: Interfaces): void {
    const owners = new Map<string, string | undefined>();
    for (const id of this.#offers.keys()) owners.set(id, id);
    for (const name of interfaces.names()) {
      // One that is off says itself why it does not answer.
      owners.set(name, interfaces.holderOf(name)?.id ?? owners.get(name));
    }
    const gone = [...this.#owners.keys()].filter((prefix) => !owners.has(prefix));
    this.#owners = owners;
    for (const prefix of [...owners.keys(), ...gone]) this.#tell(prefix);
  }

  /** The plugin that answers under a prefix. */
  ownerOf(prefix: string): string | undefined {
    return this.#owners.get(prefix);
  }

  #tell(prefix: string): void {
    const owner = this.#owners.get(prefix);
    const offer = owner === undefined ? undefined : this.#offers.get(owner);
    const before = this.#told.get(prefix);
    if (before && before.owner === owner && before.offer === offer) return;
    if (!this.#owners.has(prefix)) {
      this.#told.delete(prefix);
      return this.setProvider(prefix, undefined);
    }
    this.#told.set(prefix, { owner, offer });
    this.setProvider(prefix, stateOf(prefix, owner, offer));
  }
}

function stateOf(prefix: string, owner: string | undefined, offer: Offer | undefined): ProviderState | undefined {
  if (offer?.state === "ready") return { state: "ready", provider: offer.provider(prefix) };
  if (owner === undefined) return { state: "unavailable", hint: "no enabled plugin provides it" };
  if (!offer) return undefined;
  return { state: "unavailable", hint: owner === prefix ? offer.hint : `its provider "${owner}": ${offer.hint}` };
}
