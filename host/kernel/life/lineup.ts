import type { Logger } from "../../observe/ports.ts";
import type { PluginManifest } from "../../packages/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import { startOrder } from "./dependencies.ts";
import { type InterfaceMember, Interfaces } from "./interfaces.ts";
import type { PluginUnit } from "../plugin_unit.ts";
import type { Routes } from "../routes.ts";

export interface LineupParts {
  units: ReadonlyMap<string, PluginUnit>;
  /** What is switched on, and since when (ISO 8601). */
  enabled: ReadonlyMap<string, string>;
  routes: Routes;
  logger: Logger;
  /** Interface → plugin that an owner chose. */
  chosen(): ReadonlyMap<string, string>;
  /** Why an enabled plugin waits for an owner, or undefined. */
  grantProblem(unit: PluginUnit): string | undefined;
  /** Why it must not run at all, whatever an owner says, or undefined. */
  barred(id: string): string | undefined;
  /** Interfaces or what they stand on have changed. */
  changed(): void;
}

/** States in which a plugin that should be there is not. */
const AWAY = new Set(["backoff", "quarantined", "unresponsive"]);

/**
 * Brings every plugin into the state that follows from what is switched on and from who needs whom. A plugin whose
 * requirement is not met is stopped, so that its events and schedules wait for it instead of failing, and starts by itself
 * when it is met. While its provider is only away (it crashed, it hangs) a plugin goes on and says so.
 */
export class Lineup {
  interfaces = new Interfaces([]);
  readonly #parts: LineupParts;
  /** Stopped for want of an interface, with the reason that was given. */
  readonly #parked = new Map<string, string>();
  #closed = false;

  constructor(parts: LineupParts) {
    this.#parts = parts;
  }

  /** Starts everything that is switched on, providers first; resolves when nothing starts any more. */
  async startAll(): Promise<void> {
    this.#refresh();
    const { enabled, units, logger } = this.#parts;
    const order = startOrder(enabled.keys(), this.interfaces);
    const starts = new Map<string, Promise<void>>();
    const startOf = (id: string): Promise<void> => {
      let start = starts.get(id);
      if (!start) starts.set(id, start = startAfter(id));
      return start;
    };
    const startAfter = async (id: string): Promise<void> => {
      await Promise.all(order.get(id)?.map(startOf) ?? []);
      await this.#up(units.get(id)!).catch((error) => logger.warn(`"${id}" is not ready: ${whyOf(error)}`));
    };
    await Promise.all([...order.keys()].filter((id) => units.has(id)).map(startOf));
  }

  /** Starts one and settles the others; rejects with RpcError when it does not become ready. */
  async start(unit: PluginUnit, options: { check?: boolean } = {}): Promise<void> {
    this.#refresh();
    try {
      await this.#up(unit, options);
    } finally {
      void this.settle();
    }
  }

  /**
   * Something was switched on or off, chosen, or has another manifest. Resolves when those that have lost what they need
   * are stopped; what can start now starts by itself.
   */
  async settle(): Promise<void> {
    this.#refresh();
    const stops: Promise<void>[] = [];
    for (const id of this.#parked.keys()) if (!this.#parts.enabled.has(id)) this.#parked.delete(id);
    for (const id of this.#parts.enabled.keys()) {
      const unit = this.#parts.units.get(id);
      if (!unit || this.#closed) continue;
      const reason = this.#unmet(id);
      const parked = this.#parked.get(id);
      if (reason !== undefined && reason !== parked) stops.push(this.#park(unit, reason));
      else if (reason === undefined && parked !== undefined) {
        this.#parked.delete(id);
        this.#up(unit).catch((error) => unit.logger.warn(`Not ready: ${whyOf(error)}`));
      }
    }
    await Promise.all(stops);
  }

  /** A plugin came or went by itself: those that require it say so. */
  providerChanged(provider: PluginUnit): void {
    for (const id of this.#parts.enabled.keys()) {
      const needs = this.interfaces.requirements(id).some((one) => !one.optional && one.provider === provider.id);
      if (needs && id !== provider.id) this.#remark(id);
    }
  }

  /** Who would provide what if this were here and switched on since `now`, in place of what has its id. */
  preview(manifest: PluginManifest, now: string): Interfaces {
    const others = this.#members().filter(({ id }) => id !== manifest.id);
    const enabledSince = this.#parts.enabled.get(manifest.id) ?? now;
    return new Interfaces([...others, memberOf(manifest, { enabledSince })], this.#parts.chosen());
  }

  close(): void {
    this.#closed = true;
  }

  #members(): InterfaceMember[] {
    const { units, enabled, barred, grantProblem } = this.#parts;
    return [...units.values()].map((unit): InterfaceMember => {
      const enabledSince = enabled.get(unit.id);
      if (enabledSince === undefined) return memberOf(unit.plugin.manifest);
      const held = barred(unit.id) ? "must not run" : grantProblem(unit) ? "waits for a grant" : undefined;
      return memberOf(unit.plugin.manifest, { enabledSince, ...(held ? { held } : {}) });
    });
  }

  #refresh(): void {
    const { enabled, routes } = this.#parts;
    this.interfaces = new Interfaces(this.#members(), this.#parts.chosen());
    routes.assign(this.interfaces);
    for (const id of enabled.keys()) this.#remark(id);
    this.#parts.changed();
  }

  async #up(unit: PluginUnit, options: { check?: boolean } = {}): Promise<void> {
    if (this.#closed) return;
    const { id } = unit;
    const unmet = this.#unmet(id);
    if (unmet !== undefined) {
      await this.#park(unit, unmet);
      throw new RpcError("precondition_failed", `"${id}" ${unmet}`);
    }
    this.#parked.delete(id);
    const problem = this.#parts.grantProblem(unit);
    if (problem) {
      await unit.stop("needs_grant", problem);
      throw new RpcError("precondition_failed", `"${id}" ${problem}`);
    }
    await unit.start(options);
  }

  #park(unit: PluginUnit, reason: string): Promise<void> {
    this.#parked.set(unit.id, reason);
    return unit.stop("stopped", reason);
  }

  #unmet(id: string): string | undefined {
    const barred = this.#parts.barred(id);
    if (barred !== undefined) return barred;
    const unmet = this.interfaces.unmet(id);
    return unmet.length === 0 ? undefined : `needs ${unmet.join("; ")}`;
  }

  #remark(id: string): void {
    const away = this.interfaces.requirements(id).flatMap(({ name, provider, optional }) => {
      const unit = provider === undefined || provider === id || optional ? undefined : this.#parts.units.get(provider);
      return unit && AWAY.has(unit.state) ? [`${name} does not answer, since "${unit.id}" is in ${unit.state}`] : [];
    });
    this.#parts.units.get(id)?.standing.setAway(away.length === 0 ? undefined : away.join("; "));
  }
}

function memberOf(
  { id, version, provides, requires, optionalRequires, permissions }: PluginManifest,
  state: Pick<InterfaceMember, "enabledSince" | "held"> = {},
): InterfaceMember {
  return {
    id,
    version,
    ...(provides ? { provides } : {}),
    ...(requires ? { requires } : {}),
    ...(optionalRequires ? { optionalRequires } : {}),
    calls: (permissions?.call ?? []).map((entry) => entry.method),
    ...state,
  };
}

/** What an error says, the hint before the message. */
function whyOf(error: unknown): string {
  return (error as RpcError).data?.hint ?? (error as Error).message;
}
