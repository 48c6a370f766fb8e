import { profileIncludes } from "../config/mod.ts";
import { type EventCatalog, type EventLog, HoldError } from "../bus/ports.ts";
import type { HookTarget, PluginPages } from "../gateway/ports.ts";
import type { PageBuilder } from "../packages/ports.ts";
import type { UploadTarget } from "../services/files/ports.ts";
import type { SealedValues } from "../secrets/mod.ts";
import type { Load } from "../rpc/mod.ts";
import type { CallRequest, HostMethods, ProviderState } from "../rpc/ports.ts";
import type { Metrics } from "../observe/mod.ts";
import type { DueRun, Schedules } from "../services/schedule/ports.ts";
import type { Database, Durability, Writer } from "../storage/ports.ts";
import type { Caller, MethodDescriptor } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import bundledIds from "../../schemas/generated/bundled.json" with { type: "json" };
import { Availability } from "./availability.ts";
import { discoverPlugin, discoverPlugins, type FaultyPlugin, type FoundPlugin } from "./discovery.ts";
import { type GrantChange, GrantDesk, GrantStore, type GrantsView, PrivateTypes } from "./grants/mod.ts";
import { ManifestEvents } from "./event_catalog.ts";
import { EventWakers } from "./life/event_wakers.ts";
import { LifeStore } from "./life/life_store.ts";
import { Lineup } from "./life/lineup.ts";
import { limitsOf } from "./limits.ts";
import { faultyInfo, pluginInfo, pluginRelations } from "./plugin_info.ts";
import { PluginUnit, type UnitParts } from "./plugin_unit.ts";
import type { PermissionInfo } from "./permissions/mod.ts";
import { pluginMethods } from "./methods/mod.ts";
import { type PageCall, PageCalls, Pages } from "./pages/mod.ts";
import type { InterfaceInfo, PluginInfo, PluginRelations } from "./ports.ts";
import { Routes } from "./routes.ts";
import { type SettingsChange, SettingsDesk, SettingsStore, type SettingsView } from "./settings/mod.ts";
import { exposePlugins, Meters, type PluginMetrics, type ProcessUse } from "./load/mod.ts";
import { KernelStore } from "./store.ts";
import { UseLedger } from "./uses/mod.ts";

/** What the kernel itself gives to its units. */
type OwnParts = "catalog" | "changed" | "settings" | "offer" | "ends" | "wakers" | "privateTypes" | "noteUse";

export interface KernelOptions extends Omit<UnitParts, OwnParts> {
  events: UnitParts["events"] & Pick<EventLog, "watch">;
  /** What whoever runs the host says of a type. */
  durability?(type: string): Durability | undefined;
  schedules: Pick<Schedules, "set" | "clear" | "open" | "shut">;
  db: Database;
  writer: Writer;
  /** Where secret settings are kept. */
  sealed: SealedValues;
  /** Calls by prefix, counted since the host's start. */
  loads: ReadonlyMap<string, Load>;
  /** Where each plugin's figures are shown. */
  metrics: Metrics;
  pluginsDir: string;
  pageBuilder: PageBuilder;
  profile: string;
  /** Who answers under a prefix: the router's. */
  setProvider(prefix: string, state: ProviderState | undefined): void;
  /** Plugins that are not bundled begin enabled (dev mode). */
  trustFolder: boolean;
  /** Only bundled plugins are started. */
  safeMode: boolean;
  /** The live scripts with the interfaces that they use; default none. */
  scripts?: () => { name: string; uses: string[] }[];
  /** Called when a plugin has become ready with other methods than before. */
  ready?: (id: string) => void;
  /** Overrides for tests; default `schemas/generated/bundled.json`. */
  bundled?: readonly string[];
}

/** The lives of all plugins: which there are, which are enabled, what they hold, and that they run. */
export interface Kernel extends UploadTarget {
  /** Finds the plugins and starts the enabled ones; resolves when none of them is starting any more. */
  start(): Promise<void>;
  /** `host.plugin.*`. */
  readonly methods: HostMethods;
  readonly hooks: HookTarget;
  readonly pages: PluginPages;
  /** What the plugins say of their events. */
  readonly catalog: EventCatalog;
  list(): PluginInfo[];
  /** State by id, for /health. */
  states(): Record<string, string>;
  /** What the documents of plugins that do not run say of their methods. */
  documentedMethods(): MethodDescriptor[];
  /** False while an enabled plugin is starting. */
  settled(): boolean;
  /** Resolves when the plugin may be callable; rejects when the signal aborts. */
  whenAvailable(plugin: string, signal: AbortSignal): Promise<void>;
  /** Somebody looks at a page of this plugin: one that is started by views is started. Unknown ids are passed over. */
  wake(id: string): void;
  /** Brings a schedule that is due to its plugin; rejects with HoldError while that is not there. */
  due(id: string, run: DueRun): Promise<void>;
  /** A secret has a new value, or none any more. */
  secretChanged(name: string): Promise<void>;
  /** A file of this plugin's folder changed: reads the manifest again and restarts it when it runs. */
  sourceChanged(id: string): Promise<void>;
  enable(id: string, by: string): Promise<PluginInfo>;
  disable(id: string, by: string): Promise<PluginInfo>;
  restart(id: string): Promise<PluginInfo>;
  /** Drains and ends every plugin. */
  stop(): Promise<void>;
}

/** For whom every method is visible. */
const HOST: Caller = { kind: "system", id: "host", name: "host", role: "owner" };

export function createKernel(options: KernelOptions): Kernel {
  return new PluginKernel(options);
}

class PluginKernel implements Kernel {
  readonly methods: HostMethods;
  readonly hooks: HookTarget;
  readonly pages: PluginPages;
  readonly catalog: EventCatalog;
  readonly #pageCalls: PageCalls;
  readonly #options: KernelOptions;
  readonly #store: KernelStore;
  readonly #grants: GrantDesk;
  readonly #ledger: UseLedger;
  readonly #settings: SettingsDesk;
  readonly #meters: Meters;
  readonly #privateTypes: PrivateTypes;
  readonly #lives: LifeStore;
  readonly #wakers: EventWakers;
  readonly #units = new Map<string, PluginUnit>();
  readonly #faulty = new Map<string, FaultyPlugin>();
  /** What is switched on, and since when. */
  readonly #enabled = new Map<string, string>();
  readonly #routes: Routes;
  readonly #lineup: Lineup;
  /** JSON of the methods that each plugin was last known to offer. */
  readonly #announced = new Map<string, string>();
  readonly #availability = new Availability((prefix) => this.#answers(prefix));

  constructor(options: KernelOptions) {
    this.#options = options;
    const { db, writer, clock } = options;
    this.#store = new KernelStore(db, writer);
    this.#lives = new LifeStore(db, writer);
    this.#wakers = new EventWakers(options.events);
    this.#privateTypes = new PrivateTypes(db, writer);
    const facts = {
      methods: () => [...options.router.visible(HOST), ...this.documentedMethods()],
      privateTypes: () => this.#privateTypes.all([...this.#units.values()].map((unit) => unit.plugin.manifest)),
    };
    this.#settings = new SettingsDesk({ store: new SettingsStore(db, writer), sealed: options.sealed, clock });
    this.#ledger = new UseLedger({ db, writer, clock, logger: options.logger });
    options.grants.countIn(this.#ledger);
    const store = new GrantStore(db, writer);
    this.#grants = new GrantDesk({ store, book: options.grants, facts, clock, ledger: this.#ledger });
    this.#routes = new Routes(options.setProvider);
    this.#lineup = new Lineup({
      units: this.#units,
      enabled: this.#enabled,
      routes: this.#routes,
      logger: options.logger,
      chosen: () => this.#lives.providers(),
      grantProblem: (unit) => this.#grants.problem(unit),
      changed: () => this.#availability.check(),
    });
    const ours = { units: this.#units, enabled: this.#enabled };
    this.catalog = new ManifestEvents({
      manifests: () => [...this.#units.values()].map((unit) => unit.plugin.manifest),
      manifest: (id) => this.#units.get(id)?.plugin.manifest,
      durability: (type) => options.durability?.(type),
    });
    this.pages = new Pages({ ...ours, builder: options.pageBuilder });
    this.#pageCalls = new PageCalls({ ...ours, router: options.router });
    this.#meters = new Meters({
      clock,
      pusher: options.pusher,
      loads: options.loads,
      ownerOf: (prefix) => this.#routes.ownerOf(prefix),
      plugins: () => [...this.#units.values()].map((unit) => [unit.id, useOf(unit)]),
    });
    exposePlugins(options.metrics, this.#meters, this.#units);
    this.methods = pluginMethods(this);
    this.hooks = { deliver: async (plugin, hook) => await this.#hookUnit(plugin).hook(hook) };
  }

  async start(): Promise<void> {
    const { found, faulty } = await discoverPlugins(this.#options.pluginsDir, this.#options.logger);
    for (const one of faulty) this.#addFaulty(one);
    await Promise.all(found.map((plugin) => this.#add(plugin)));
    this.#meters.start();
    await this.#lineup.startAll();
  }

  async #add(plugin: FoundPlugin): Promise<PluginUnit> {
    const { id } = plugin;
    const bundled = (this.#options.bundled ?? bundledIds).includes(id);
    const { store, options } = { store: this.#store, options: this.#options };
    const unit = new PluginUnit(plugin, bundled, {
      ...options,
      settings: (of) => this.#settings.effective(of),
      catalog: this.catalog,
      ends: this.#lives,
      wakers: this.#wakers,
      privateTypes: this.#privateTypes,
      noteUse: (of, kind, use) => this.#grants.noteUse(of, kind, use),
      offer: (of, offer) => this.#routes.offer(of, offer),
      changed: (changed) => this.#changed(changed),
    });
    let { enabled, since } = store.enabled(id) ?? { since: this.#now() };
    if (enabled === undefined) {
      enabled = bundled ? profileIncludes(options.profile, id) : options.trustFolder;
      await store.setEnabled(id, enabled, "host", since);
    }
    if (enabled && options.safeMode && !bundled) {
      options.logger.warn(`"${id}" stays off: safe mode starts bundled plugins only`);
      enabled = false;
    }
    this.#units.set(id, unit);
    this.#faulty.delete(id);
    if (enabled) this.#enabled.set(id, since);
    // What is bundled with the product, and in dev mode what lies in the folder, holds what its manifest lists.
    if (bundled || (enabled && options.trustFolder)) await this.#grants.consent(unit, "host");
    else this.#grants.hold(unit);
    if (!enabled) await unit.stop("disabled");
    return unit;
  }

  #addFaulty(one: FaultyPlugin): void {
    this.#options.logger.error(`The plugin in "${one.folder}" cannot be used: ${one.problem}`);
    this.#faulty.set(one.id, one);
    this.#routes.offer(one.id, { state: "unavailable", hint: one.problem });
  }

  #changed(unit: PluginUnit): void {
    this.#lineup.providerChanged(unit);
    this.#availability.check();
    if (["ready", "degraded"].includes(unit.state)) this.#options.schedules.open(unit.id);
    else if (["disabled", "stopped", "needs_grant"].includes(unit.state)) this.#options.schedules.shut(unit.id);
    this.#announce(unit);
    const plugin = this.#info(unit);
    // It goes to everybody who looks; what a plugin printed is for those who run the place, on request.
    if (plugin.lastEnd) plugin.lastEnd = { ...plugin.lastEnd, stderr: "" };
    this.#options.pusher.push("host.plugin.changed", { plugin });
  }

  /** Tells once of each set of methods: a plugin that sleeps and wakes offers nothing new. */
  #announce(unit: PluginUnit): void {
    if (unit.state !== "ready") return;
    const methods = JSON.stringify(unit.methods);
    if (this.#announced.get(unit.id) === methods) return;
    this.#announced.set(unit.id, methods);
    this.#options.ready?.(unit.id);
  }

  #info(unit: PluginUnit): PluginInfo {
    return pluginInfo(unit, this.#enabled.has(unit.id));
  }

  uploadLimit(id: string): { totalBytes: number } {
    const unit = this.#units.get(id);
    if (!unit) throw new RpcError("not_found", `No plugin "${id}" takes files`);
    if (!this.#enabled.has(id)) {
      throw new RpcError("plugin_unavailable", `"${id}" takes no files now`, { hint: "disabled" });
    }
    if (!unit.entries.files?.some((entry) => entry.access === "write")) {
      throw new RpcError("not_permitted", `"${id}" takes no files`, {
        hint: `Its manifest must list {"access": "write"} under permissions.files, and an owner must grant it`,
      });
    }
    return { totalBytes: limitsOf(unit.plugin.manifest).storageMb * 2 ** 20 };
  }

  list(): PluginInfo[] {
    return [...[...this.#units.values()].map((unit) => this.#info(unit)), ...[...this.#faulty.values()].map(faultyInfo)]
      .sort((a, b) => a.id < b.id ? -1 : 1);
  }

  /** What a plugin asks for and what of it is granted; empty for one that cannot be used. */
  permissions(id: string): PermissionInfo[] {
    const unit = this.#units.get(id);
    return unit ? this.#grants.permissions(unit) : [];
  }

  grants(id: string): GrantsView {
    return this.#grants.view(this.#unit(id));
  }

  /** Answers when the change counts; a revoked right to the network or to programs ends the process that has it. */
  async setGrants(id: string, change: GrantChange & { by: string }): Promise<GrantsView> {
    const unit = this.#unit(id);
    const kinds = await this.#grants.set(unit, change);
    if (kinds.size > 0) {
      await unit.grantsChanged(kinds);
      if (unit.state === "needs_grant" && this.#enabled.has(id)) await this.#lineup.start(unit).catch(() => {});
      this.#changed(unit);
    }
    return this.#grants.view(unit);
  }

  /** How a plugin lives with the others; undefined for one that cannot be used. */
  relations(id: string): PluginRelations | undefined {
    const unit = this.#units.get(id);
    const about = { ends: this.#lives.ends(id), scripts: this.#options.scripts?.() ?? [] };
    return unit && pluginRelations(unit, this.#lineup.interfaces, about);
  }

  metrics(id: string): PluginMetrics | undefined {
    return this.#meters.metrics(id);
  }

  settings(id: string): SettingsView {
    return this.#settings.view(this.#unit(id));
  }

  /** Answers when the running plugin has the changed settings. */
  async setSettings(id: string, change: SettingsChange): Promise<SettingsView> {
    const unit = this.#unit(id);
    await this.#settings.set(unit, change);
    await unit.settingsChanged();
    this.#changed(unit);
    return this.#settings.view(unit);
  }

  documentedMethods(): MethodDescriptor[] {
    return [...this.#units.values()].flatMap((unit) => unit.compartment || unit.asleep ? [] : unit.methods);
  }

  states(): Record<string, string> {
    return Object.fromEntries(this.list().map(({ id, state }) => [id, state]));
  }

  settled(): boolean {
    return [...this.#units.values()].every((unit) => unit.state !== "starting" && unit.state !== "installed");
  }

  whenAvailable(plugin: string, signal: AbortSignal): Promise<void> {
    return this.#availability.wait(plugin, signal);
  }

  #answers(prefix: string): boolean {
    const unit = this.#units.get(this.#routes.ownerOf(prefix) ?? prefix);
    return unit !== undefined && ["ready", "degraded", "unresponsive"].includes(unit.state);
  }

  async enable(id: string, by: string): Promise<PluginInfo> {
    const unit = this.#unit(id);
    const since = this.#enabled.get(id) ?? this.#now();
    await this.#store.setEnabled(id, true, by, since);
    this.#enabled.set(id, since);
    await this.#grants.consent(unit, by);
    await this.#lineup.start(unit, { check: true });
    return this.#info(unit);
  }

  async disable(id: string, by: string): Promise<PluginInfo> {
    const unit = this.#unit(id);
    await this.#store.setEnabled(id, false, by, this.#now());
    this.#enabled.delete(id);
    // Those that cannot work without it finish first, while it still answers them.
    await this.#lineup.settle();
    if (!this.#enabled.has(id)) await unit.stop("disabled");
    return this.#info(unit);
  }

  interfaces(): InterfaceInfo[] {
    const { interfaces } = this.#lineup;
    return interfaces.names().map((name) => {
      const provider = interfaces.providerOf(name)?.id;
      return { interface: name, ...(provider ? { provider } : {}), candidates: interfaces.candidates(name) };
    });
  }

  async chooseProvider(name: string, id: string, by: string): Promise<InterfaceInfo> {
    this.#unit(id);
    const candidate = this.#lineup.interfaces.candidates(name).find((one) => one.id === id);
    if (!candidate) {
      throw new RpcError("precondition_failed", `"${id}" does not provide "${name}"`, {
        path: "/id",
        hint: `Its manifest must name it under "provides"`,
      });
    }
    if (!this.#enabled.has(id)) {
      throw new RpcError("precondition_failed", `"${id}" is disabled and cannot provide "${name}"`, {
        path: "/id",
        hint: `Enable it first: host.plugin.enable {"id": "${id}"}`,
      });
    }
    await this.#lives.setProvider(name, id, { by, at: this.#now() });
    await this.#lineup.settle();
    return this.interfaces().find((one) => one.interface === name)!;
  }

  async restart(id: string): Promise<PluginInfo> {
    const unit = this.#unit(id);
    if (!this.#enabled.has(id)) {
      throw new RpcError("precondition_failed", `"${id}" is disabled`, {
        hint: `Enable it: host.plugin.enable {"id": "${id}"}`,
      });
    }
    await unit.restart();
    return this.#info(unit);
  }

  wake(id: string): void {
    this.#units.get(id)?.viewed();
  }

  async due(id: string, run: DueRun): Promise<void> {
    const unit = this.#units.get(id);
    if (!unit) throw new HoldError(`There is no plugin "${id}"`);
    await unit.due(run);
  }

  pageCall(page: PageCall, call: CallRequest): Promise<unknown> {
    this.wake(page.id);
    return this.#pageCalls.call(page, call);
  }

  async secretChanged(name: string): Promise<void> {
    const units = [...this.#units.values()].filter((unit) =>
      unit.entries.secrets?.some((entry) => entry.name === name)
    );
    await Promise.all(
      units.map((unit) =>
        unit.secretsChanged().catch((error) =>
          unit.logger.warn(`Did not take the changed secret: ${(error as Error).message}`)
        )
      ),
    );
  }

  async sourceChanged(id: string): Promise<void> {
    const plugin = await discoverPlugin(this.#options.pluginsDir, id);
    if (!plugin) return;
    if ("problem" in plugin) return this.#addFaulty(plugin);
    const unit = this.#units.get(id);
    if (!unit) {
      const added = await this.#add(plugin);
      return await (this.#enabled.has(id) ? this.#lineup.start(added) : this.#lineup.settle());
    }
    unit.replace(plugin);
    if (this.#options.trustFolder || unit.bundled) await this.#grants.consent(unit, "host");
    await this.#lineup.settle();
    if (this.#enabled.has(id) && unit.state !== "stopped") await unit.restart();
  }

  async stop(): Promise<void> {
    this.#lineup.close();
    this.#meters.close();
    await Promise.all(
      [...this.#units.values()].map((unit) => unit.stop(this.#enabled.has(unit.id) ? "stopped" : "disabled")),
    );
    await this.#ledger.flush().catch((error) =>
      this.#options.logger.warn("How permissions were used could not be written", { error: String(error) })
    );
  }

  #unit(id: string): PluginUnit {
    const unit = this.#units.get(id);
    if (unit) return unit;
    const faulty = this.#faulty.get(id);
    if (faulty) {
      throw new RpcError("precondition_failed", `The plugin "${id}" cannot be used: ${faulty.problem}`, {
        path: "/id",
      });
    }
    throw new RpcError("not_found", `No plugin "${id}"`, {
      path: "/id",
      hint: `There are ${[...this.#units.keys()].join(", ")}`,
    });
  }

  #hookUnit(id: string): PluginUnit {
    const unit = this.#units.get(id);
    if (unit) return unit;
    throw new RpcError("not_found", `No plugin "${id}" takes webhooks here`);
  }

  #now(): string {
    return new Date(this.#options.clock.now()).toISOString();
  }
}

/** What its process uses now. */
function useOf({ compartment }: PluginUnit): ProcessUse | undefined {
  if (!compartment) return undefined;
  const { rssBytes, cpuMs } = compartment.usage();
  return { pid: compartment.pid, memoryBytes: rssBytes, cpuMs };
}
