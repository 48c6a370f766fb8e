import { HoldError } from "../bus/ports.ts";
import type { Compartment } from "../sandbox/ports.ts";
import type { HookParams, HookResult, SettingsParams } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { DueRun } from "../services/schedule/ports.ts";
import type { FoundPlugin } from "./discovery.ts";
import type { GrantBook } from "./grants.ts";
import { deliverHook, hookGrant } from "./hook_delivery.ts";
import { launch, type LaunchParts } from "./launch.ts";
import { type LifeParts, PluginLife } from "./plugin_life.ts";
import type { Running } from "./plugin_provider.ts";
import { deliverRun } from "./schedule_delivery.ts";
import type { EffectiveSettings } from "./settings/mod.ts";
import type { Done } from "./uses/mod.ts";

/** What the units share. */
export interface UnitParts extends LaunchParts, LifeParts {
  grants: GrantBook;
  /** Values of the declared secrets that are set. */
  secrets(names: string[]): Promise<Record<string, string>>;
  settings(unit: PluginUnit): EffectiveSettings;
  /** It used a permission, or tried what it has none for. */
  noteUse(unit: PluginUnit, kind: string, use: { done: Done; denied?: boolean }): void;
  /** Called after each change of state, and when it begins or ends to run. */
  changed(unit: PluginUnit): void;
}

/** Permissions that a process holds from its start on. */
const RESTARTING = ["net", "sys", "process"];

/** One plugin: its life, and all that is handed to it: webhooks, schedules, changed secrets, settings and grants. */
export class PluginUnit extends PluginLife {
  readonly #parts: UnitParts;

  constructor(plugin: FoundPlugin, bundled: boolean, parts: UnitParts) {
    super(plugin, bundled, parts);
    this.#parts = parts;
  }

  /** Brings an inbound webhook to it. */
  async hook(hook: HookParams): Promise<HookResult> {
    const notHere = () => new RpcError("not_found", `"${this.id}" has no webhook at "${hook.path}"`);
    if (this.asleep) {
      // What it does not serve anyway does not wake it.
      if (hookGrant(this.entries, hook.path) === undefined) throw notHere();
      await this.wake();
    }
    const running = this.running;
    if (!running) {
      throw new RpcError("plugin_unavailable", `"${this.id}" does not take deliveries now`, {
        hint: this.stateHint(),
        retryAfterMs: this.state === "starting" ? 1_000 : 10_000,
      });
    }
    if (!this.#servesHook(running.compartment, hook.path)) throw notHere();
    return await deliverHook(this.id, running, hook);
  }

  /** Brings a schedule that is due to it. */
  async due(run: DueRun): Promise<void> {
    const held = () => new HoldError(`"${this.id}" is not running`);
    if (this.asleep) {
      await this.wake().catch(() => {
        throw held();
      });
    }
    if (!this.running) throw held();
    await deliverRun(this.id, this.running, run);
  }

  #servesHook(compartment: Compartment, path: string): boolean {
    if (compartment.description.hooks.length === 0) return false;
    const granted = hookGrant(this.entries, path);
    if (granted !== undefined) this.#parts.noteUse(this, "hooks", { done: granted });
    // What strangers ask for says nothing of the plugin, unless it wants to serve just that.
    else if (compartment.description.hooks.includes(path)) {
      this.#parts.noteUse(this, "hooks", { done: path, denied: true });
    }
    return granted !== undefined;
  }

  /** Hands over changed secrets, without a restart. */
  async secretsChanged(): Promise<void> {
    const running = this.running;
    if (!running) return;
    const change: SettingsParams = { secrets: await this.#secrets() };
    await running.compartment.request("settings", change);
  }

  /** Hands over changed settings, without a restart. */
  async settingsChanged(): Promise<void> {
    const change: SettingsParams = { settings: this.#settings() };
    await this.serial(async () => await this.running?.compartment.request("settings", change)).catch((error) =>
      this.logger.warn(`Did not take its changed settings: ${(error as Error).message}`)
    );
  }

  #settings(): Record<string, unknown> {
    const { values, reason } = this.#parts.settings(this);
    this.standing.setUnset("settings", reason);
    return values;
  }

  /** Kinds of which something was granted or revoked: what the process holds is changed with it, or it begins anew. */
  async grantsChanged(kinds: ReadonlySet<string>): Promise<void> {
    if (!this.isUp) return;
    if (RESTARTING.some((kind) => kinds.has(kind))) {
      await this.restart().catch((error) => this.logger.warn(`After its grants changed: ${(error as Error).message}`));
      return;
    }
    if (!kinds.has("secrets")) return;
    await this.serial(() => this.secretsChanged()).catch((error) =>
      this.logger.warn(`Did not take its changed grants: ${(error as Error).message}`)
    );
  }

  protected override async launch(entry: string): Promise<Running> {
    const secrets = await this.#secrets();
    const { manifest } = this.plugin;
    const spec = { manifest, bundled: this.bundled, entry, entries: () => this.entries, secrets };
    return await launch({ ...spec, settings: this.#settings() }, this.#parts, {
      active: () => this.active(),
      noteUse: (kind, use) => this.#parts.noteUse(this, kind, use),
      responsive: (responsive) => this.responsive(responsive),
      pressure: (_limit, message) => {
        this.logger.warn(message);
        if (this.running) this.standing.pressed(message);
      },
    });
  }

  async #secrets(): Promise<Record<string, string>> {
    const declared = this.entries.secrets ?? [];
    const values = await this.#parts.secrets(declared.map((entry) => entry.name));
    for (const name of Object.keys(values)) this.#parts.noteUse(this, "secrets", { done: name });
    const missing = declared.filter((entry) => !entry.optional && values[entry.name] === undefined);
    const names = missing.map((entry) => entry.name).join(", ");
    this.standing.setUnset("secrets", names === "" ? undefined : `the secret ${names} is not set`);
    return values;
  }

  protected override told(): void {
    this.#parts.changed(this);
  }

  protected override ungranted(pattern: string): void {
    this.#parts.noteUse(this, "subscribe", { done: pattern, denied: true });
  }
}
