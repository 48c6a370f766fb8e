import { profileIncludes } from "../config/mod.ts";
import { type EventCatalog, HoldError } from "../bus/ports.ts";
import type { HookTarget, PluginPages } from "../gateway/ports.ts";
import type { CallRequest, HostMethods } from "../rpc/ports.ts";
import { bundlerWithStore, Installed } from "../packages/mod.ts";
import type { DueRun } from "../services/schedule/ports.ts";
import type { Caller, MethodDescriptor } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import bundledIds from "../../schemas/generated/bundled.json" with { type: "json" };
import { Availability } from "./availability.ts";
import { discoverPlugin, discoverPlugins, type FaultyPlugin, type FoundPlugin } from "./discovery.ts";
import { type GrantChange, GrantDesk, GrantStore, type GrantsView, PrivateTypes } from "./grants/mod.ts";
import { ManifestEvents } from "./event_catalog.ts";
import { Installs, PackageUnits } from "./installs/mod.ts";
import type { Kernel, KernelOptions } from "./kernel_options.ts";
import { EventWakers } from "./life/event_wakers.ts";
import { checkProvider, interfaceInfos } from "./life/provider_choice.ts";
import { LifeStore } from "./life/life_store.ts";
import { Lineup } from "./life/lineup.ts";
import { limitsOf } from "./limits.ts";
import { faultyInfo, pluginInfo, pluginRelations } from "./plugin_info.ts";
import { PluginUnit, type UnitParts } from "./plugin_unit.ts";
import type { PermissionInfo } from "./permissions/mod.ts";
import type { PackageInfo } from "./methods/installs_shapes.ts";
import { pluginMethods } from "./methods/mod.ts";
import { type PageCall, PageCalls, Pages } from "./pages/mod.ts";
import type { InterfaceInfo, PluginInfo, PluginRelations } from "./ports.ts";
import { Routes } from "./routes.ts";
import { type SettingsChange, SettingsDesk, SettingsStore, type SettingsView } from "./settings/mod.ts";
import { exposePlugins, Meters, type PluginMetrics, type ProcessUse } from "./load/mod.ts";
import { KernelStore } from "./store.ts";
import { UseLedger } from "./uses/mod.ts";

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
  readonly #packageUnits: PackageUnits;
  readonly #bundler: UnitParts["bundler"];
  readonly installs: Installs;
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
    options.grants.setOwners((prefix) => this.#routes.ownerOf(prefix));
    this.#lineup = new Lineup({
      units: this.#units,
      enabled: this.#enabled,
      routes: this.#routes,
      logger: options.logger,
      chosen: () => this.#lives.providers(),
      grantProblem: (unit) => this.#packageUnits.isTrial(unit.id) ? undefined : this.#grants.problem(unit),
      barred: (id) => this.#packageUnits.isOwn(id) ? this.installs.revocations.reason(id) : undefined,
      changed: () => this.#availability.check(),
    });
    const { packageStore } = options;
    this.#bundler = bundlerWithStore(options.bundler, packageStore);
    this.#packageUnits = new PackageUnits({
      units: this.#units,
      faulty: this.#faulty,
      enabled: this.#enabled,
      lineup: this.#lineup,
      grants: this.#grants,
      routes: this.#routes,
      store: packageStore,
      bundled: options.bundled ?? bundledIds,
      make: (plugin) => this.#make(plugin),
      forget: (id) => this.#forget(id),
      now: () => this.#now(),
    });
    this.installs = new Installs({
      ...options,
      store: packageStore,
      installed: new Installed(options),
      units: this.#packageUnits,
      info: (id) => this.list().find((plugin) => plugin.id === id),
      enable: (id, by) => this.enable(id, by),
      settle: () => void this.#lineup.settle(),
      forget: (id) => this.#forget(id),
      forgetData: async (id) => {
        await this.#settings.forget(id);
        await options.files.removeAllOf(id);
      },
    });
    this.catalog = new ManifestEvents({
      manifests: () => [...this.#units.values()].map((unit) => unit.plugin.manifest),
      manifest: (id) => this.#units.get(id)?.plugin.manifest,
      durability: (type) => options.durability?.(type),
    });
    const ours = { units: this.#units, enabled: this.#enabled };
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
    const installed = await this.installs.open();
    await Promise.all(found.map((plugin) => this.#add(plugin)));
    for (const one of installed) this.#addInstalled(one);
    this.installs.revocations.look();
    this.#meters.start();
    await this.#lineup.startAll();
  }

  async #add(plugin: FoundPlugin): Promise<PluginUnit> {
    const { id } = plugin;
    const { store, options } = { store: this.#store, options: this.#options };
    const unit = this.#make(plugin);
    const { bundled } = unit;
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

  /** An installed package; a folder of the same id goes before it. */
  #addInstalled(plugin: FoundPlugin | FaultyPlugin): void {
    const { id } = plugin;
    const { logger, safeMode } = this.#options;
    const taken = this.#packageUnits.taken(id);
    if (taken) return logger.warn(`The installed package "${id}" is left out: ${taken}`);
    if ("problem" in plugin) return this.#addFaulty(plugin);
    const unit = this.#make(plugin);
    this.#units.set(id, unit);
    this.#grants.hold(unit);
    const { enabled, since } = this.#store.enabled(id) ?? {};
    if (enabled && safeMode) logger.warn(`"${id}" stays off: safe mode starts bundled plugins only`);
    if (enabled && !safeMode) this.#enabled.set(id, since!);
    else void unit.stop("disabled");
  }

  #make(plugin: FoundPlugin): PluginUnit {
    const options = this.#options;
    return new PluginUnit(plugin, (options.bundled ?? bundledIds).includes(plugin.id), {
      ...options,
      bundler: this.#bundler,
      settings: (of) => this.#settings.effective(of),
      catalog: this.catalog,
      ends: this.#lives,
      wakers: this.#wakers,
      privateTypes: this.#privateTypes,
      noteUse: (of, kind, use) => this.#grants.noteUse(of, kind, use),
      offer: (of, offer) => this.#routes.offer(of, offer),
      changed: (changed) => this.#changed(changed),
    });
  }

  /** A plugin is gone from this host. */
  async #forget(id: string): Promise<void> {
    this.#announced.delete(id);
    this.#privateTypes.forget(id);
    this.#ledger.forget(id);
    await Promise.all([this.#options.schedules.forget(id), this.#options.pushes.forget(id)]);
    await this.#options.events.removeConsumer(`plugin:${id}`);
    this.#options.ready?.(id);
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
    this.installs.unitChanged(unit);
    const { update: _, ...plugin } = this.#info(unit);
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
    const news = this.#packageUnits.get(unit.id) ? this.installs.packages.news(unit.id) : {};
    return { ...pluginInfo(unit, this.#enabled.has(unit.id)), ...news };
  }

  /** Where an installed plugin comes from; undefined for one of the plugins folder. */
  packageInfo(id: string): PackageInfo | undefined {
    return this.#packageUnits.taken(id) === undefined ? this.installs.packages.info(id) : undefined;
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

  has(id: string): boolean {
    return this.#units.has(id) || this.#faulty.has(id);
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
    const unit = this.#idle(id);
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

  emittedEvents(): Record<string, Record<string, unknown>> {
    const schemas = [...this.#units.values()].map((unit) => unit.plugin.manifest?.events?.emits ?? {});
    return Object.assign({}, ...schemas) as Record<string, Record<string, unknown>>;
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
    const unit = this.#usable(id);
    const since = this.#enabled.get(id) ?? this.#now();
    await this.#store.setEnabled(id, true, by, since);
    this.#enabled.set(id, since);
    await this.#grants.consent(unit, by);
    await this.#lineup.start(unit, { check: true });
    return this.#info(unit);
  }

  async disable(id: string, by: string): Promise<PluginInfo> {
    const unit = this.#idle(id);
    await this.#store.setEnabled(id, false, by, this.#now());
    this.#enabled.delete(id);
    // Those that cannot work without it finish first, while it still answers them.
    await this.#lineup.settle();
    if (!this.#enabled.has(id)) await unit.stop("disabled");
    return this.#info(unit);
  }

  interfaces(): InterfaceInfo[] {
    return interfaceInfos(this.#lineup.interfaces);
  }

  async chooseProvider(name: string, id: string, by: string): Promise<InterfaceInfo> {
    this.#unit(id);
    checkProvider(name, id, { interfaces: this.#lineup.interfaces, enabled: this.#enabled.has(id) });
    await this.#lives.setProvider(name, id, { by, at: this.#now() });
    await this.#lineup.settle();
    return this.interfaces().find((one) => one.interface === name)!;
  }

  async restart(id: string): Promise<PluginInfo> {
    const unit = this.#usable(id);
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
    this.installs.turns.check(id);
    unit.replace(plugin);
    if (this.#options.trustFolder || unit.bundled) await this.#grants.consent(unit, "host");
    await this.#lineup.settle();
    if (this.#enabled.has(id) && unit.state !== "stopped") await unit.restart();
  }

  async stop(): Promise<void> {
    await this.installs.close();
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

  /** One at whose package nothing is being done. */
  #idle(id: string): PluginUnit {
    const unit = this.#unit(id);
    this.installs.turns.check(id);
    return unit;
  }

  /** One that may run as well. */
  #usable(id: string): PluginUnit {
    const unit = this.#idle(id);
    if (this.#packageUnits.get(id)) this.installs.revocations.check(id);
    return unit;
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
