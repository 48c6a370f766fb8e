import type { Grants } from "../rpc/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { compilePatterns } from "../bus/mod.ts";
import { isForbidden, type Permissions } from "./permissions/mod.ts";

type Matcher = (name: string) => boolean;

interface Holder {
  bundled: boolean;
  call: Matcher;
  publish: Matcher;
  subscribe: Matcher;
  room: Matcher;
}

/** The grants that count now, compiled; kept current by the kernel. Answers the router and the kernel itself. */
export class GrantBook implements Grants {
  readonly #plugins = new Map<string, Holder>();
  readonly #workflows = new Map<string, Set<string>>();

  /** What a plugin holds; `bundled` plugins are the product's own. */
  setPlugin(id: string, entries: Permissions, bundled: boolean): void {
    this.#plugins.set(id, {
      bundled,
      call: compilePatterns((entries.call ?? []).map((entry) => entry.method)),
      publish: compilePatterns((entries.publish ?? []).map((entry) => entry.type)),
      subscribe: compilePatterns((entries.subscribe ?? []).map((entry) => entry.type)),
      room: roomMatcher((entries.sockets ?? []).map((entry) => entry.path)),
    });
  }

  removePlugin(id: string): void {
    this.#plugins.delete(id);
  }

  /** The plugins that a script names in `uses`: its permission to call. */
  setWorkflow(name: string, uses: readonly string[]): void {
    this.#workflows.set(name, new Set(uses));
  }

  mayCall(through: string, method: string, descriptor: MethodDescriptor): boolean {
    const { kind, name } = holderOf(through);
    if (kind === "workflow") {
      const prefix = method.slice(0, method.indexOf("."));
      return descriptor.risk !== "high" && (this.#workflows.get(name)?.has(prefix) ?? false);
    }
    const holder = this.#plugins.get(name);
    if (kind !== "plugin" || !holder) return false;
    if (method.startsWith(`${name}.`)) return true;
    if (!holder.bundled && isForbidden(method, descriptor)) return false;
    return holder.call(method);
  }

  /** Its own prefix is a must, the grant as well. */
  mayPublish(plugin: string, type: string): boolean {
    if (!type.startsWith(`${plugin}.`)) return false;
    return this.#plugins.get(plugin)?.publish(type) ?? false;
  }

  /** Name the members of this room of its own, and send to those who are connected. */
  mayUseRoom(plugin: string, room: string): boolean {
    return this.#plugins.get(plugin)?.room(room) ?? false;
  }

  /** What it publishes itself it may hear as well. */
  maySubscribe(plugin: string, type: string): boolean {
    if (type.startsWith(`${plugin}.`)) return true;
    return this.#plugins.get(plugin)?.subscribe(type) ?? false;
  }
}

function holderOf(through: string): { kind: string; name: string } {
  const colon = through.indexOf(":");
  return { kind: through.slice(0, colon), name: through.slice(colon + 1) };
}

/** Names of rooms, where `*` stands for any part of one. */
function roomMatcher(paths: string[]): Matcher {
  const patterns = paths.map((path) => path.split(/\*+/).map((part) => RegExp.escape(part)).join(".*"));
  const matching = patterns.length > 0 ? new RegExp(`^(${patterns.join("|")})$`, "s") : undefined;
  return (room) => matching?.test(room) ?? false;
}
