import type { PackageStore } from "../../packages/mod.ts";
import type { PluginManifest } from "../../packages/ports.ts";
import type { FaultyPlugin, FoundPlugin } from "../discovery.ts";
import type { GrantDesk } from "../grants/mod.ts";
import type { Requirement } from "../life/interfaces.ts";
import type { Lineup } from "../life/lineup.ts";
import type { PermissionInfo, Permissions } from "../permissions/mod.ts";
import type { PluginUnit } from "../plugin_unit.ts";
import type { Routes } from "../routes.ts";

export interface PackageUnitsParts {
  units: Map<string, PluginUnit>;
  faulty: Map<string, FaultyPlugin>;
  /** What is switched on, and since when (ISO 8601). */
  enabled: Map<string, string>;
  lineup: Lineup;
  grants: GrantDesk;
  routes: Routes;
  store: PackageStore;
  /** Ids of the product's own plugins. */
  bundled: readonly string[];
  make(plugin: FoundPlugin): PluginUnit;
  /** Forgets what other parts of the host keep of a plugin, such as its place among the events. */
  forget(id: string): Promise<void>;
  now(): string;
}

/** The kernel's plugins as far as installing changes them. */
export class PackageUnits {
  /** Those that run a version to which nobody is bound yet. */
  readonly #trials = new Set<string>();

  constructor(private readonly parts: PackageUnitsParts) {}

  /** The plugin of an installed package; undefined for one of the plugins folder. */
  get(id: string): PluginUnit | undefined {
    const unit = this.parts.units.get(id);
    return unit && this.parts.store.holds(unit.plugin.folder) ? unit : undefined;
  }

  /** ISO 8601; undefined when it is off. */
  enabledSince(id: string): string | undefined {
    return this.parts.enabled.get(id);
  }

  /** It is being tried, and holds its grants on trial. */
  isTrial(id: string): boolean {
    return this.#trials.has(id);
  }

  /** It is an installed package's, and what runs is the version that counts. */
  isOwn(id: string): boolean {
    return this.get(id) !== undefined && !this.isTrial(id);
  }

  /** Why no package may have this id, in words; undefined when one may. */
  taken(id: string): string | undefined {
    const { bundled, units, faulty, store } = this.parts;
    if (bundled.includes(id)) return "a plugin of the product has it";
    const folder = units.get(id)?.plugin.folder ?? faulty.get(id)?.folder;
    return folder === undefined || store.holds(folder) ? undefined : `the plugins folder holds "${id}"`;
  }

  /** What it would need here if it were switched on, and the circle in which that leads, if it does. */
  outlook(manifest: PluginManifest): { requirements: Requirement[]; circle?: string[] } {
    const interfaces = this.parts.lineup.preview(manifest, this.parts.now());
    const circle = interfaces.circle(manifest.id);
    return { requirements: interfaces.requirements(manifest.id), ...(circle ? { circle } : {}) };
  }

  /** Permissions in words; granted are those that the plugin of this id holds now. */
  describe(id: string, permissions: Permissions): PermissionInfo[] {
    return this.parts.grants.describe(id, permissions, this.get(id));
  }

  /** Puts a version in and starts it, with what its manifest lists and nobody has taken away. Rejects when it is not ready. */
  async tryOut(found: FoundPlugin): Promise<void> {
    const { lineup, grants, enabled } = this.parts;
    const unit = this.#put(found);
    this.#trials.add(found.id);
    if (!enabled.has(found.id)) enabled.set(found.id, this.parts.now());
    grants.lend(unit);
    await lineup.settle();
    await unit.startNow();
  }

  /** What was decided counts now; lets the others know. */
  async confirm(found: FoundPlugin, enabledSince: string | undefined): Promise<void> {
    const { lineup, grants, enabled } = this.parts;
    const unit = this.#put(found);
    this.#trials.delete(found.id);
    if (enabledSince === undefined) enabled.delete(found.id);
    else enabled.set(found.id, enabledSince);
    grants.hold(unit);
    if (enabledSince === undefined) await unit.stop("disabled");
    await lineup.settle();
  }

  /** Puts a version back and starts it if it is on. Rejects when it does not become ready. */
  async restore(found: FoundPlugin, enabledSince: string | undefined): Promise<void> {
    await this.confirm(found, enabledSince);
    if (enabledSince !== undefined) await this.parts.lineup.start(this.parts.units.get(found.id)!);
  }

  /** Drains and ends it; it stays in the list. */
  async halt(id: string, reason: string): Promise<void> {
    await this.get(id)?.stop("stopped", reason);
  }

  /** Ends it and takes it out, with its place among the events. */
  async remove(id: string): Promise<void> {
    const { units, faulty, enabled, lineup, routes, store } = this.parts;
    const unit = this.get(id);
    this.#trials.delete(id);
    if (unit) {
      enabled.delete(id);
      // Those that cannot work without it finish first, while it still answers them.
      await lineup.settle();
      await unit.stop("disabled");
      units.delete(id);
    }
    const broken = faulty.get(id);
    if (broken && store.holds(broken.folder)) faulty.delete(id);
    if (units.has(id) || faulty.has(id)) return;
    this.parts.grants.release(id);
    routes.offer(id, undefined);
    await lineup.settle();
    await this.parts.forget(id);
  }

  #put(found: FoundPlugin): PluginUnit {
    const { units, faulty } = this.parts;
    let unit = units.get(found.id);
    if (!unit) units.set(found.id, unit = this.parts.make(found));
    else if (unit.plugin !== found) unit.replace(found);
    faulty.delete(found.id);
    return unit;
  }
}
