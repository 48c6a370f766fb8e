import type { EventLog } from "../bus/ports.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import { type Bundle, BundleError, type Bundler } from "../packages/ports.ts";
import { type Compartment, CompartmentError, type EndRecord, type Sandbox } from "../sandbox/ports.ts";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import type { FoundPlugin } from "./discovery.ts";
import type { GrantBook } from "./grants.ts";
import { type Activation, activationOf } from "./life/activation.ts";
import type { EventWakers } from "./life/event_wakers.ts";
import { IdleWatch } from "./life/idle_watch.ts";
import { Knowledge } from "./life/knowledge.ts";
import type { LifeStore } from "./life/life_store.ts";
import { Listening, type ListeningOptions } from "./life/listening.ts";
import { Recovery } from "./life/recovery.ts";
import { sourceFault } from "./life/source_fault.ts";
import { Standing } from "./life/standing.ts";
import { PluginOffers } from "./plugin_offers.ts";
import type { Running } from "./plugin_provider.ts";
import type { PluginState } from "./ports.ts";
import type { Offer } from "./routes.ts";
import type { Permissions } from "./store.ts";

/** What a plugin's life needs of the host. */
export interface LifeParts {
  /** Told of what is delivered, where somebody traces. */
  tracing?: ListeningOptions["tracing"];
  sandbox: Sandbox;
  clock: Clock;
  logger: Logger;
  bundler: Bundler;
  events: Pick<EventLog, "subscribe" | "read">;
  grants: GrantBook;
  /** Called whenever a plugin offers its methods, or can do so no more. */
  offer(id: string, offer: Offer): void;
  /** How earlier lives ended, and where the next end goes. */
  ends: Pick<LifeStore, "ends" | "addEnd">;
  wakers: EventWakers;
  /** Milliseconds without anything to do after which a lazy plugin sleeps again; default 600,000. */
  idleMs?: number;
}

/** How long a lazy plugin may have nothing to do. */
const IDLE_MS = 600_000;
/** How long a compartment may take to say whether it has work of its own. */
const ASK_MS = 5_000;

/** One plugin over all its lives: starts it or lets it sleep, starts it again when it ended, stops it. */
export abstract class PluginLife {
  readonly logger: Logger;
  state: PluginState = "installed";
  reason: string | undefined;
  since: number;
  restarts = 0;
  lastEnd: EndRecord | undefined;
  /** What it may do now. */
  entries: Permissions = {};
  readonly standing: Standing;
  readonly #parts: LifeParts;
  readonly #listening: Listening;
  readonly #offers: PluginOffers;
  readonly #recovery: Recovery;
  readonly #idle: IdleWatch;
  #plugin: FoundPlugin;
  #activation: Activation;
  #knowledge: Knowledge;
  #running: Running | undefined;
  /** It is ready without a process. */
  #asleep = false;
  #waking: Promise<void> | undefined;
  #stopping = false;
  /** Whether it was running when its state was told last. */
  #shown = false;
  /** Starts and stops run one after the other. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(plugin: FoundPlugin, readonly bundled: boolean, parts: LifeParts) {
    this.#plugin = plugin;
    this.#activation = activationOf(plugin.manifest);
    this.#knowledge = new Knowledge(plugin);
    this.#parts = parts;
    this.logger = parts.logger.child(plugin.id);
    this.since = parts.clock.now();
    this.lastEnd = parts.ends.ends(plugin.id, 1)[0];
    this.standing = new Standing(parts.clock, () => {
      if (this.state === "ready" || this.state === "degraded") this.#up();
    });
    this.#offers = new PluginOffers({
      inspected: () => parts.sandbox.inspects(plugin.id),
      manifest: () => this.#plugin.manifest,
      grants: parts.grants,
      offer: (offer) => parts.offer(this.id, offer),
    });
    this.#listening = new Listening({
      id: plugin.id,
      log: parts.events,
      wakers: parts.wakers,
      grants: parts.grants,
      logger: this.logger,
      tracing: parts.tracing,
      running: () => this.#running,
      activation: () => this.#activation,
      knowledge: () => this.#knowledge,
      entries: () => this.entries,
      wake: (type) => this.#wakeFor(type),
      ungranted: (pattern) => this.ungranted(pattern),
    });
    this.#recovery = new Recovery(parts.clock, () => void this.serial(() => this.#again()));
    this.#idle = new IdleWatch({
      clock: parts.clock,
      idleMs: parts.idleMs ?? IDLE_MS,
      busy: () => (this.#running?.servings.size ?? 0) > 0 || (this.#running?.compartment.inFlight ?? 0) > 0,
      idle: () => void this.serial(() => this.#doze()).catch((error) => this.logger.warn(error.message)),
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
  get asleep(): boolean {
    return this.#asleep;
  }
  /** What it offers, or is known to offer while it sleeps. */
  get methods(): MethodDescriptor[] {
    return this.compartment?.description.methods ?? this.#knowledge.methods ?? [];
  }

  /** Brings up its compartment; rejects with CompartmentError. */
  protected abstract launch(entry: string): Promise<Running>;
  /** Its state has changed, or it began or ended to run. */
  protected abstract told(): void;
  /** It listens to a pattern without a grant for all of it. */
  protected abstract ungranted(pattern: string): void;

  protected get running(): Running | undefined {
    return this.#running;
  }
  /** It runs, or is about to. */
  protected get isUp(): boolean {
    return this.#running !== undefined || this.#waking !== undefined || this.state === "starting";
  }

  /** It is given something to do, or does something by itself. */
  protected active(): void {
    this.#idle.touch();
  }

  /** Its process does not acknowledge, or does so again. */
  protected responsive(responsive: boolean): void {
    if (responsive) this.#up();
    else this.#setState("unresponsive", "it does not answer");
  }

  /** Has a plugin.json that was read again. */
  replace(plugin: FoundPlugin): void {
    this.#plugin = plugin;
    this.#activation = activationOf(plugin.manifest);
    this.#knowledge = new Knowledge(plugin);
  }

  /**
   * Makes it ready: starts it, or lets it sleep when it is lazy and its methods are known. Rejects with RpcError when it did
   * not become so. `check`: its bundle is made all the same, so that a faulty source is noticed now.
   */
  start(options: { check?: boolean } = {}): Promise<void> {
    return this.serial(async () => {
      if (this.#running || this.#asleep) return;
      this.#recovery.forgive();
      if (!this.#activation.lazy || !this.#knowledge.methods) await this.#run();
      else if (!options.check || await this.#bundled()) await this.#sleep();
      this.#mustBeUp();
    });
  }

  /** Starts it if it sleeps; resolves when it runs, rejects with RpcError when it does not. Many may ask at once. */
  wake(): Promise<void> {
    if (this.#running && !this.#asleep) return Promise.resolve();
    if (!this.#asleep) return Promise.reject(this.#notUp());
    return this.#waking ??= this.serial(async () => {
      if (!this.#asleep) return this.#mustBeUp();
      await this.#run({ woken: true });
      this.#mustBeUp();
    }).finally(() => this.#waking = undefined);
  }

  /** Somebody looks at its page. */
  viewed(): void {
    if (this.#asleep && this.#activation.onView) this.#wakeFor("a view");
  }

  /** Drains and ends it; resolves when its process is gone. */
  stop(state: "disabled" | "stopped" | "needs_grant", reason?: string): Promise<void> {
    // Refused from now on, not only when an earlier start or stop has come to its end.
    if (this.#running || this.#asleep) this.#offers.nothing(reason ?? state);
    return this.serial(async () => {
      this.#recovery.stop();
      this.#rise();
      await this.#end();
      this.#offers.nothing(reason ?? state);
      this.#setState(state, reason);
    });
  }

  /** Ends it and starts it, a lazy one as well; forgets what led to backoff or quarantine. */
  restart(): Promise<void> {
    this.restarts++;
    return this.startNow();
  }

  /** Starts it for the first time, or as what it is now, a lazy one as well. Rejects with RpcError when it is not ready. */
  startNow(): Promise<void> {
    return this.serial(async () => {
      this.#recovery.forgive();
      this.#rise();
      await this.#end();
      await this.#run();
      this.#mustBeUp();
    });
  }

  async #run(options: { woken?: boolean } = {}): Promise<void> {
    this.#stopping = false;
    // A sleeping plugin is ready, and stays so while it gets up: its callers wait for this start.
    if (!options.woken) {
      this.#setState("starting");
      this.#offers.nothing("starting");
    }
    const startedAt = performance.now();
    try {
      const bundle = await this.#bundle();
      for (const { file, line, message } of bundle.warnings) this.logger.warn(`${file}:${line} ${message}`);
      const running = await this.launch(bundle.path);
      this.#running = running;
      const unknown = this.#activation.lazy && !this.#knowledge.methods;
      this.standing.setNote(unknown ? "runs so that its methods get known: it has no openrpc.json" : undefined);
      const difference = this.#knowledge.learn(running.compartment.description);
      if (difference && this.#activation.lazy) this.logger.warn(`Its openrpc.json ${difference}; what runs counts`);
      await this.#listening.run();
      this.#asleep = false;
      this.#offers.running(running);
      if (this.#activation.lazy && !running.compartment.inspected) this.#idle.start();
      this.#up();
      this.logger.info("Ready", { ms: Math.round(performance.now() - startedAt), pid: running.compartment.pid });
      running.compartment.ended.then((end) => this.#ended(running, end));
    } catch (error) {
      this.#rise();
      this.#startFailed(error);
    }
  }

  /** Ready without a process: its methods and its events are kept for it. */
  async #sleep(): Promise<void> {
    this.#lieDown();
    await this.#listening.sleep();
    this.standing.setNote(undefined);
    this.#up();
  }

  /** Has had nothing to do for a while: drains and sleeps, unless it has work of its own. */
  async #doze(): Promise<void> {
    const running = this.#running;
    if (!running || this.#asleep) return;
    const { compartment } = running;
    const { idle } = await compartment.request<{ idle?: boolean }>("idle", {}, { timeoutMs: ASK_MS })
      .catch(() => ({ idle: false }));
    if (this.#running !== running) return;
    if (!idle || !this.#idle.passed) return this.#idle.start();
    // Whoever calls from here on waits until it has ended, and starts it anew.
    this.#lieDown();
    await this.#end();
    this.logger.info("Sleeps until it is needed");
    await this.#sleep();
  }

  #lieDown(): void {
    this.#asleep = true;
    this.#offers.asleep(this.#knowledge.methods ?? [], async () => {
      await this.wake();
      if (!this.#running) throw this.#notUp();
      return this.#running;
    });
  }

  #rise(): void {
    this.#asleep = false;
    this.#listening.rise();
  }

  #wakeFor(what: string): void {
    this.wake().catch((error) => this.logger.warn(`Could not be woken for ${what}: ${(error as Error).message}`));
  }

  #bundle(): Promise<Bundle> {
    return this.#parts.bundler.bundlePlugin(this.#plugin.folder, this.#plugin.manifest.entry ?? "plugin.ts");
  }

  /** False, and quarantined with the reason, when there is no bundle of it. */
  async #bundled(): Promise<boolean> {
    try {
      await this.#bundle();
      return true;
    } catch (error) {
      this.#startFailed(error);
      return false;
    }
  }

  /** Its own deeds: a bundle that cannot be made is not tried again; anything else follows the restart policy. */
  #startFailed(error: unknown): void {
    if (error instanceof BundleError) {
      this.logger.error(`Cannot be bundled: ${error.message}`);
      this.#offers.nothing("its source is faulty");
      return this.#setState("quarantined", sourceFault(error, this.#plugin));
    }
    if (error instanceof CompartmentError) this.#keepEnd(error.end);
    const message = error instanceof Error ? error.message : String(error);
    this.logger.error(
      `Did not start: ${message}`,
      error instanceof CompartmentError ? { stderr: error.end.stderr } : {},
    );
    this.#recover(0, message);
  }

  #ended(running: Running, end: EndRecord): void {
    if (this.#running !== running) return;
    this.#keepEnd(end);
    this.#running = undefined;
    this.#idle.stop();
    this.#listening.pause();
    this.standing.ended();
    if (this.#stopping) return;
    this.logger.error(`Ended: ${end.message}`, { reason: end.reason, exitCode: end.exitCode, stderr: end.stderr });
    this.#recover(Math.max(1, this.#parts.clock.now() - running.readyAt), end.message);
  }

  #recover(readyMs: number, message: string): void {
    const decision = this.#recovery.ended(readyMs);
    const quarantined = decision.action === "quarantine";
    this.#offers.nothing(quarantined ? `quarantined: ${decision.reason}` : "it ended and starts again");
    if (quarantined) this.#setState("quarantined", `${decision.reason}; last: ${message}`);
    else this.#setState("backoff", message);
  }

  async #again(): Promise<void> {
    if (this.state !== "backoff") return;
    this.restarts++;
    await this.#run();
  }

  async #end(): Promise<void> {
    this.#stopping = true;
    this.#idle.stop();
    const running = this.#running;
    if (running && !this.#asleep) this.#offers.nothing("stopping");
    this.#listening.pause();
    if (!running) return;
    const end = await running.compartment.stop();
    if (this.#running === running) this.#keepEnd(end);
    this.#running = undefined;
    this.standing.ended();
  }

  #keepEnd(end: EndRecord): void {
    this.lastEnd = end;
    this.#parts.ends.addEnd(this.id, end).catch((error) => {
      this.logger.warn(`Its end could not be kept: ${(error as Error).message}`);
    });
  }

  #up(): void {
    this.#setState(this.standing.state, this.standing.reason);
  }

  #mustBeUp(): void {
    if (!this.#running && !this.#asleep) throw this.#notUp();
  }

  #notUp(): RpcError {
    return new RpcError("plugin_unavailable", `"${this.id}" did not become ready`, { hint: this.stateHint() });
  }

  protected stateHint(): string {
    return this.reason === undefined ? this.state : `${this.state}: ${this.reason}`;
  }

  #setState(state: PluginState, reason?: string): void {
    const running = this.#running !== undefined;
    if (this.state !== state) this.since = this.#parts.clock.now();
    else if (this.reason === reason && this.#shown === running) return;
    this.state = state;
    this.reason = reason;
    this.#shown = running;
    this.told();
  }

  /** Starts, stops and what must not run beside them, one after the other. */
  protected serial<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work);
    this.#queue = next.catch(() => {});
    return next;
  }
}
