import type { Grants } from "../rpc/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { compilePatterns } from "../bus/mod.ts";
import { isForbidden, type Permissions } from "./permissions/mod.ts";
import { roomMatcher } from "./room_pattern.ts";
import type { UseCounter, UseLedger } from "./uses/mod.ts";

interface Holder {
  bundled: boolean;
  call: Permitted;
  publish: Permitted;
  subscribe: Permitted;
  sockets: Permitted;
  push: Permitted;
}

/**
 * The grants that count now, compiled; kept current by the kernel. Answers the router and the kernel itself. Each question
 * about a plugin stands for one use or one refused attempt and is counted as such.
 */
export class GrantBook implements Grants {
  readonly #plugins = new Map<string, Holder>();
  #ownerOf: (prefix: string) => string | undefined = (prefix) => prefix;
  readonly #workflows = new Map<string, Set<string>>();
  #ledger: Pick<UseLedger, "counter" | "count" | "deny"> | undefined;

  /** From now on uses are counted here; to be called before {@linkcode GrantBook.setPlugin}. */
  countIn(ledger: Pick<UseLedger, "counter" | "count" | "deny">): void {
    this.#ledger = ledger;
  }

  /** What a plugin holds; `bundled` plugins are the product's own. */
  setPlugin(id: string, entries: Permissions, bundled: boolean): void {
    const permitted = (kind: string, targets: string[], matcher: (pattern: string) => Matcher = nameMatcher) =>
      new Permitted(targets.map((target) => ({
        pattern: target,
        matches: matcher(target),
        counter: this.#ledger?.counter(id, kind, target) ?? UNCOUNTED,
      })));
    this.#plugins.set(id, {
      bundled,
      call: permitted("call", (entries.call ?? []).map((entry) => entry.method)),
      publish: permitted("publish", (entries.publish ?? []).map((entry) => entry.type)),
      subscribe: permitted("subscribe", (entries.subscribe ?? []).map((entry) => entry.type)),
      sockets: permitted("sockets", (entries.sockets ?? []).map((entry) => entry.path), roomMatcher),
      push: permitted("push", (entries.push ?? []).map((entry) => entry.urgency)),
    });
  }

  removePlugin(id: string): void {
    this.#plugins.delete(id);
  }

  /** The plugins that a script names in `uses`: its permission to call. */
  setWorkflow(name: string, uses: readonly string[]): void {
    this.#workflows.set(name, new Set(uses));
  }

  /** The plugin that answers under a prefix. */
  providerOf(prefix: string): string | undefined {
    return this.#ownerOf(prefix);
  }

  /** Which plugin answers under a prefix: that one calls its own methods without a grant. Default: the one of that id. */
  setOwners(ownerOf: (prefix: string) => string | undefined): void {
    this.#ownerOf = ownerOf;
  }

  mayCall(through: string, method: string, descriptor: MethodDescriptor): boolean {
    const { kind, name } = holderOf(through);
    if (kind === "workflow") {
      const prefix = method.slice(0, method.indexOf("."));
      return descriptor.risk !== "high" && (this.#workflows.get(name)?.has(prefix) ?? false);
    }
    const holder = this.#plugins.get(name);
    if (kind !== "plugin" || !holder) return false;
    if (this.#ownerOf(method.slice(0, method.indexOf("."))) === name) return true;
    const forbidden = !holder.bundled && isForbidden(method, descriptor);
    return this.#judge(name, "call", method, forbidden ? undefined : holder.call.find(method));
  }

  /** Its own prefix is a must, the grant as well. */
  mayPublish(plugin: string, type: string): boolean {
    const own = type.startsWith(`${plugin}.`);
    return this.#judge(plugin, "publish", type, own ? this.#plugins.get(plugin)?.publish.find(type) : undefined);
  }

  /** Name the members of this room of its own, and send to those who are connected. */
  mayUseRoom(plugin: string, room: string): boolean {
    return this.#judge(plugin, "sockets", room, this.#plugins.get(plugin)?.sockets.find(room));
  }

  /** Tell people on their devices; who may do it urgently may do it as well when there is time. */
  mayPush(plugin: string, urgency: "normal" | "high"): boolean {
    const held = this.#plugins.get(plugin)?.push;
    return this.#judge(plugin, "push", urgency, held?.find(urgency) ?? held?.find("high"));
  }

  /** What it publishes itself it may hear as well. What it may not hear passes it by: that is no attempt. */
  maySubscribe(plugin: string, type: string): boolean {
    const counter = this.#plugins.get(plugin)?.subscribe.find(type);
    if (counter && counter !== UNCOUNTED) this.#ledger?.count(counter);
    return counter !== undefined || type.startsWith(`${plugin}.`);
  }

  #judge(plugin: string, kind: string, target: string, counter: UseCounter | undefined): boolean {
    if (counter === undefined) this.#ledger?.deny(plugin, kind, target);
    else if (counter !== UNCOUNTED) this.#ledger?.count(counter);
    return counter !== undefined;
  }
}

/** Stands for a grant while nobody counts. */
const UNCOUNTED: UseCounter = { plugin: "", kind: "", target: "", denied: false, count: 0, lastAt: 0 };

/** Names that are remembered with the grant that allows them. */
const MAX_NAMES = 2_000;

type Matcher = (name: string) => boolean;

/** One grant, compiled. */
interface Permit {
  pattern: string;
  matches: Matcher;
  counter: UseCounter;
}

/** The grants of one kind: finds the one that allows a name, an exact one before a pattern. */
class Permitted {
  readonly #permits: Permit[];
  readonly #found = new Map<string, UseCounter>();

  constructor(permits: Permit[]) {
    this.#permits = permits.sort((a, b) => Number(a.pattern.includes("*")) - Number(b.pattern.includes("*")));
  }

  find(name: string): UseCounter | undefined {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const counter = this.#permits.find(({ matches }) => matches(name))?.counter;
    if (this.#found.size >= MAX_NAMES) this.#found.clear();
    if (counter) this.#found.set(name, counter);
    return counter;
  }
}

function holderOf(through: string): { kind: string; name: string } {
  const colon = through.indexOf(":");
  return { kind: through.slice(0, colon), name: through.slice(colon + 1) };
}

/** Methods and event types. */
function nameMatcher(pattern: string): Matcher {
  return compilePatterns([pattern]);
}
