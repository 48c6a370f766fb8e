import { isTypePattern } from "../bus/mod.ts";
import { BundleError, type Bundler } from "../packages/ports.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import {
  type Compartment,
  CompartmentError,
  type EndRecord,
  type PermissionUse,
  type Sandbox,
} from "../sandbox/ports.ts";
import type { ServiceClient } from "../services/ports.ts";
import type { HookParams, HookResult, InitParams, MissedParams, SettingsParams } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { type FoundPlugin, prefixesOf } from "./discovery.ts";
import { EventFeed } from "./event_feed.ts";
import type { GrantBook } from "./grants.ts";
import { withBody } from "./hook_body.ts";
import { limitsOf } from "./limits.ts";
import { Outgoing, type OutgoingParts } from "./outgoing.ts";
import { covers } from "./patterns.ts";
import { PluginProvider, type Running, wentAway } from "./plugin_provider.ts";
import type { PluginState } from "./ports.ts";
import { decideRestart, type Life } from "./restart.ts";
import type { Offer } from "./routes.ts";
import { Servings } from "./serving.ts";
import type { LifeStore } from "./life/life_store.ts";
import { Standing } from "./life/standing.ts";
import { SECRET_NAME } from "../secrets/mod.ts";
import type { EffectiveSettings } from "./settings/mod.ts";
import type { Permissions } from "./store.ts";
import type { Done } from "./uses/mod.ts";

/** What the units share. */
export interface UnitParts extends OutgoingParts {
  sandbox: Sandbox;
  bundler: Bundler;
  events: ConstructorParameters<typeof EventFeed>[0]["log"];
  grants: GrantBook;
  clock: Clock;
  logger: Logger;
  dataDir: string;
  /** Validate results in the compartment as well (tests and dev). */
  validateResults: boolean;
  /** Called whenever a plugin offers its methods, or can do so no more. */
  offer(id: string, offer: Offer): void;
  /** Values of the declared secrets that are set. */
  secrets(names: string[]): Promise<Record<string, string>>;
  settings(unit: PluginUnit): EffectiveSettings;
  /** It used a permission, or tried what it has none for. */
  noteUse(unit: PluginUnit, kind: string, use: { done: Done; denied?: boolean }): void;
  /** How earlier lives ended, and where the next end goes. */
  ends: Pick<LifeStore, "ends" | "addEnd">;
  /** Called after each change of state. */
  changed(unit: PluginUnit): void;
}

/** Permissions that a process holds from its start on. */
const RESTARTING = ["net", "sys", "process"];

/** Lives that are remembered for the restart decision. */
const REMEMBERED_LIVES = 50;

/** One plugin over all its lives: bundles and starts it, watches it, starts it again, stops it. */
export class PluginUnit {
  readonly logger: Logger;
  state: PluginState = "installed";
  reason: string | undefined;
  since: number;
  restarts = 0;
  lastEnd: EndRecord | undefined;
  /** What it may do now. */
  entries: Permissions = {};
  readonly standing: Standing;
  readonly #parts: UnitParts;
  readonly #feed: EventFeed;
  #plugin: FoundPlugin;
  #running: Running | undefined;
  #lives: Life[] = [];
  #stopping = false;
  #cancelTimer: (() => void) | undefined;
  /** Starts and stops run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(plugin: FoundPlugin, readonly bundled: boolean, parts: UnitParts) {
    this.#plugin = plugin;
    this.#parts = parts;
    this.logger = parts.logger.child(plugin.id);
    this.since = parts.clock.now();
    this.lastEnd = parts.ends.ends(plugin.id, 1)[0];
    this.standing = new Standing(parts.clock, () => {
      if (this.state === "ready" || this.state === "degraded") this.#up();
    });
    this.#feed = new EventFeed({
      id: plugin.id,
      log: parts.events,
      compartment: () => this.#running,
      maySee: (type) => parts.grants.maySubscribe(plugin.id, type),
    });
  }

  get id(): string {
    return this.#plugin.id;
  }
  get plugin(): FoundPlugin {
    return this.#plugin;
  }
  get compartment(): Compartment | undefined {
    return this.#running?.compartment;
  }
  /** Has a plugin.json that was read again. */
  replace(plugin: FoundPlugin): void {
    this.#plugin = plugin;
  }

  /** Starts it unless it runs; resolves when it is ready, rejects with RpcError when it did not become so. */
  start(_options: { check?: boolean } = {}): Promise<void> {
    return this.#serial(async () => {
      if (this.#running) return;
      this.#cancelTimer?.();
      this.#lives = [];
      await this.#start();
      if (!this.#running) {
        throw new RpcError("plugin_unavailable", `"${this.id}" did not become ready`, { hint: this.reason });
      }
    });
  }

  /** Drains and ends it; resolves when its process is gone. */
  stop(state: "disabled" | "stopped" | "needs_grant", reason?: string): Promise<void> {
    // Refused from now on, not only when an earlier start or stop has come to its end.
    if (this.#running) this.#unavailable(reason ?? state);
    return this.#serial(async () => {
      this.#cancelTimer?.();
      await this.#end();
      this.#unavailable(reason ?? state);
      this.#setState(state, reason);
    });
  }

  /** Ends it and starts it again; forgets what led to backoff or quarantine. */
  restart(): Promise<void> {
    return this.#serial(async () => {
      this.#cancelTimer?.();
      this.#lives = [];
      this.restarts++;
      await this.#end();
      await this.#start();
      if (!this.#running) {
        throw new RpcError("plugin_unavailable", `"${this.id}" did not become ready`, { hint: this.reason });
      }
    });
  }

  /** Brings an inbound webhook to it. */
  async hook(hook: HookParams): Promise<HookResult> {
    const running = this.#running;
    if (!running) {
      throw new RpcError("plugin_unavailable", `"${this.id}" does not take deliveries now`, {
        hint: this.#stateHint(),
        retryAfterMs: this.state === "starting" ? 1_000 : 10_000,
      });
    }
    const { compartment, servings } = running;
    if (!this.#servesHook(compartment, hook.path)) {
      throw new RpcError("not_found", `"${this.id}" has no webhook at "${hook.path}"`);
    }
    let id = -1;
    const { params, begin, end } = withBody(hook, compartment);
    try {
      return await compartment.request<HookResult>("hook", params, {
        onId: (given) => {
          id = given;
          servings.begin(given, {});
          begin();
        },
      });
    } catch (error) {
      throw error instanceof CompartmentError ? wentAway(this.id, error) : error;
    } finally {
      servings.end(id);
      end();
    }
  }

  /** Hands over changed secrets, without a restart. */
  async secretsChanged(): Promise<void> {
    const running = this.#running;
    if (!running) return;
    const change: SettingsParams = { secrets: await this.#secrets() };
    await running.compartment.request("settings", change);
  }

  /** Hands over changed settings, without a restart. */
  async settingsChanged(): Promise<void> {
    const change: SettingsParams = { settings: this.#settings() };
    await this.#serial(async () => await this.#running?.compartment.request("settings", change)).catch((error) =>
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
    if (!this.#running && this.state !== "starting") return;
    if (RESTARTING.some((kind) => kinds.has(kind))) {
      await this.restart().catch((error) => this.logger.warn(`After its grants changed: ${(error as Error).message}`));
      return;
    }
    if (!kinds.has("secrets")) return;
    await this.#serial(() => this.secretsChanged()).catch((error) =>
      this.logger.warn(`Did not take its changed grants: ${(error as Error).message}`)
    );
  }

  #servesHook(compartment: Compartment, path: string): boolean {
    const within = (pattern: string) =>
      pattern === "**" || pattern === path || (pattern.endsWith("/**") && path.startsWith(pattern.slice(0, -2)));
    if (compartment.description.hooks.length === 0) return false;
    const granted = this.entries.hooks?.find((entry) => within(entry.path));
    if (granted) this.#parts.noteUse(this, "hooks", { done: granted.path });
    // What strangers ask for says nothing of the plugin, unless it wants to serve just that.
    else if (compartment.description.hooks.includes(path)) {
      this.#parts.noteUse(this, "hooks", { done: path, denied: true });
    }
    return granted !== undefined;
  }

  async #start(): Promise<void> {
    const { id } = this;
    this.#stopping = false;
    this.#setState("starting");
    this.#unavailable("starting");
    const startedAt = performance.now();
    try {
      const bundle = await this.#parts.bundler.bundlePlugin(
        this.#plugin.folder,
        this.#plugin.manifest.entry ?? "plugin.ts",
      );
      for (const { file, line, message } of bundle.warnings) this.logger.warn(`${file}:${line} ${message}`);
      const running = await this.#launch(bundle.path);
      this.#running = running;
      await this.#feed.open(this.#listened(running.compartment.description.listens));
      const { callMs } = limitsOf(this.#plugin.manifest);
      this.#parts.offer(id, {
        state: "ready",
        provider: (prefix) => new PluginProvider(prefix, running, { plugin: id, callMs }),
      });
      this.#up();
      this.logger.info("Ready", { ms: Math.round(performance.now() - startedAt), pid: running.compartment.pid });
      running.compartment.ended.then((end) => this.#ended(running, end));
    } catch (error) {
      this.#startFailed(error);
    }
  }

  async #launch(entry: string): Promise<Running> {
    const { id } = this;
    const { manifest } = this.#plugin;
    const dataDir = `${this.#parts.dataDir}/plugins/${id}`;
    await Deno.mkdir(dataDir, { recursive: true });
    const limits = limitsOf(manifest);
    const init: InitParams = {
      kind: "plugin",
      id,
      version: manifest.version,
      dataDir,
      settings: this.#settings(),
      secrets: await this.#secrets(),
      limits: { callMs: limits.callMs, maxConcurrent: limits.maxConcurrent, storageMb: limits.storageMb },
      validateResults: this.#parts.validateResults,
    };
    const servings = new Servings();
    const client = Promise.withResolvers<ServiceClient>();
    const outgoing = new Outgoing({ id, bundled: this.bundled, servings }, this.#parts, client.promise);
    const permissions = {
      net: (this.entries.net ?? []).map((entry) => entry.host),
      sys: (this.entries.sys ?? []).map((entry) => entry.name),
    };
    const prefixes = prefixesOf(manifest);
    const compartment = await this.#parts.sandbox.start({ id, entry, dataDir, permissions, limits, prefixes, init }, {
      launched: (launched) => client.resolve(this.#client(launched)),
      request: (method, params, signal) => outgoing.request(method, params, signal),
      notification: (method, params) =>
        method === "permission.missed" ? this.#missed(params) : outgoing.notification(method, params),
      permissionUsed: (use) => this.#used(use),
      responsive: (responsive) => responsive ? this.#up() : this.#setState("unresponsive", "it does not answer"),
      pressure: (_limit, message) => {
        this.logger.warn(message);
        if (this.#running) this.standing.pressed(message);
      },
    });
    return { compartment, servings, readyAt: this.#parts.clock.now() };
  }

  /** Deno wrote down that the code in the compartment asked for something. */
  #used({ kind, target, denied }: PermissionUse): void {
    if (kind === "net" || kind === "sys") this.#parts.noteUse(this, kind, { done: target, denied });
    // The rest nobody is granted: its own files and an empty environment are no attempt.
    else if (denied) this.#parts.noteUse(this, kind, { done: target, denied });
  }

  /** Its code asked for a secret that it was not handed: an attempt, unless it is granted and merely not set. */
  #missed(params: unknown): void {
    const { kind, target } = (params ?? {}) as Partial<MissedParams>;
    if (kind !== "secrets" || typeof target !== "string" || !SECRET_NAME.test(target)) return;
    if (this.entries.secrets?.some((entry) => entry.name === target)) return;
    this.#parts.noteUse(this, kind, { done: target, denied: true });
  }

  /** Itself, as kernel services see it. */
  #client(compartment: Compartment): ServiceClient {
    return {
      id: this.id,
      bundled: this.bundled,
      permissions: () => this.entries,
      permissionUsed: (kind, done, options) => this.#parts.noteUse(this, kind, { done, ...options }),
      limits: () => limitsOf(this.#plugin.manifest),
      openStream: () => compartment.openStream(),
      acceptStream: (stream) => compartment.acceptStream(stream),
      ended: compartment.ended,
    };
  }

  /** Its own deeds: a bundle that cannot be made is not tried again; anything else follows the restart policy. */
  #startFailed(error: unknown): void {
    if (error instanceof BundleError) {
      const [first] = error.faults;
      // From the plugin's own folder on: where that lies on this machine is nobody's business.
      const base = this.#plugin.folder.slice(0, -this.id.length);
      const where = first ? `${first.file.replace(base, "")}:${first.line}:${first.column} ` : "";
      this.logger.error(`Cannot be bundled: ${error.message}`);
      this.#unavailable("its source is faulty");
      return this.#setState("quarantined", `${where}${first?.message ?? error.message}`);
    }
    if (error instanceof CompartmentError) this.#keepEnd(error.end);
    const message = error instanceof Error ? error.message : String(error);
    this.logger.error(
      `Did not start: ${message}`,
      error instanceof CompartmentError ? { stderr: error.end.stderr } : {},
    );
    this.#recover({ endedAt: this.#parts.clock.now(), readyMs: 0 }, message);
  }

  #ended(running: Running, end: EndRecord): void {
    if (this.#running !== running) return;
    this.#keepEnd(end);
    this.#running = undefined;
    this.#feed.pause();
    this.standing.ended();
    if (this.#stopping) return;
    this.logger.error(`Ended: ${end.message}`, { reason: end.reason, exitCode: end.exitCode, stderr: end.stderr });
    const now = this.#parts.clock.now();
    this.#recover({ endedAt: now, readyMs: Math.max(1, now - running.readyAt) }, end.message);
  }

  #recover(life: Life, message: string): void {
    this.#lives = [...this.#lives, life].slice(-REMEMBERED_LIVES);
    const decision = decideRestart(this.#lives);
    if (decision.action === "quarantine") {
      this.#unavailable(`quarantined: ${decision.reason}`);
      this.#setState("quarantined", `${decision.reason}; last: ${message}`);
      return;
    }
    this.#unavailable("it ended and starts again");
    this.#setState("backoff", message);
    this.#cancelTimer = this.#parts.clock.timer(decision.delayMs, () => {
      void this.#serial(async () => {
        if (this.state !== "backoff") return;
        this.restarts++;
        await this.#start();
      });
    });
  }

  async #end(): Promise<void> {
    this.#stopping = true;
    const running = this.#running;
    if (running) this.#unavailable("stopping");
    this.#feed.pause();
    if (!running) return;
    const end = await running.compartment.stop();
    if (this.#running === running) this.#keepEnd(end);
    this.#running = undefined;
    this.standing.ended();
  }

  /**
   * Patterns that it listens to. Each event is judged when it is delivered, so that a grant counts from then on and
   * what went by without one does not come later; a pattern without a grant is told of here, once a life.
   */
  #listened(listens: string[]): string[] {
    const held = [`${this.id}.**`, ...(this.entries.subscribe ?? []).map((entry) => entry.type)];
    const patterns = listens.filter(isTypePattern);
    for (const pattern of patterns) {
      if (held.some((outer) => covers(outer, pattern) || outer === pattern)) continue;
      this.logger.warn(`It listens to "${pattern}" without a grant for all of it and will not receive the rest`);
      this.#parts.noteUse(this, "subscribe", { done: pattern, denied: true });
    }
    return patterns;
  }

  #keepEnd(end: EndRecord): void {
    this.lastEnd = end;
    this.#parts.ends.addEnd(this.id, end).catch((error) => {
      this.logger.warn(`Its end could not be kept: ${(error as Error).message}`);
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

  #up(): void {
    this.#setState(this.standing.state, this.standing.reason);
  }

  #unavailable(hint: string): void {
    this.#parts.offer(this.id, { state: "unavailable", hint });
  }

  #stateHint(): string {
    return this.reason === undefined ? this.state : `${this.state}: ${this.reason}`;
  }

  #setState(state: PluginState, reason?: string): void {
    if (this.state !== state) this.since = this.#parts.clock.now();
    else if (this.reason === reason) return;
    this.state = state;
    this.reason = reason;
    this.#parts.changed(this);
  }

  #serial<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work);
    this.#queue = next.catch(() => {});
    return next;
  }
}
