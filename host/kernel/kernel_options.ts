import type { EventCatalog, EventLog } from "../bus/ports.ts";
import type { HookTarget, PluginPages } from "../gateway/ports.ts";
import type { Metrics } from "../observe/mod.ts";
import type { PackageStore } from "../packages/mod.ts";
import type { BuildPackage, PageBuilder, Publishers, Registries } from "../packages/ports.ts";
import type { Load } from "../rpc/mod.ts";
import type { HostMethods, ProviderState } from "../rpc/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import type { SealedValues } from "../secrets/mod.ts";
import type { FileStore, UploadTarget } from "../services/files/ports.ts";
import type { Pushes } from "../services/push/ports.ts";
import type { DueRun, Schedules } from "../services/schedule/ports.ts";
import type { Database, Durability, Writer } from "../storage/ports.ts";
import type { UnitParts } from "./plugin_unit.ts";
import type { PermissionInfo } from "./permissions/mod.ts";
import type { PluginInfo } from "./ports.ts";

/** What the kernel itself gives to its units. */
type OwnParts = "catalog" | "changed" | "settings" | "offer" | "ends" | "wakers" | "privateTypes" | "noteUse";

export interface KernelOptions extends Omit<UnitParts, OwnParts> {
  events: UnitParts["events"] & Pick<EventLog, "watch" | "removeConsumer">;
  /** What whoever runs the host says of an event type. */
  durability?(type: string): Durability | undefined;
  schedules: Pick<Schedules, "set" | "clear" | "open" | "shut" | "forget">;
  pushes: Pick<Pushes, "send" | "forget">;
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
  /** Called when a plugin has become ready with other methods than before, or is gone. */
  ready?: (id: string) => void;
  /** Overrides for tests; default `schemas/generated/bundled.json`. */
  bundled?: readonly string[];
  /** Where files of plugins are kept. */
  files: Pick<FileStore, "removeAllOf">;
  packageStore: PackageStore;
  registries: Registries;
  publishers: Publishers;
  buildPackage: BuildPackage;
  /** Folder for what building packages needs. */
  cacheDir: string;
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
  /** Is there a plugin with this id, in whatever state? */
  has(id: string): boolean;
  list(): PluginInfo[];
  /** What a plugin asks for and what of it is granted; empty for one that cannot be used. */
  permissions(id: string): PermissionInfo[];
  /** State by id, for /health. */
  states(): Record<string, string>;
  /** What the documents of plugins that do not run say of their methods. */
  documentedMethods(): MethodDescriptor[];
  /** Types of events with the JSON Schemas of their data, of all plugins that are there. */
  emittedEvents(): Record<string, Record<string, unknown>>;
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
