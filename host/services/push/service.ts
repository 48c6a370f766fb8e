import type { Clock, Logger } from "../../observe/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import type { ReachRules } from "./endpoint.ts";
import { payloadOf } from "./payload.ts";
import type { PushDevice, Pushes, PushMessage, PushOutcome } from "./ports.ts";
import { PushStore } from "./store.ts";
import { type VapidKeys, vapidKeys, type VapidVault } from "./vapid.ts";
import { type Sending, webPush } from "./web_push.ts";

/** Devices that are sent to at once. */
const MAX_SENDING = 8;
/** Pauses before further tries, unless the push service names one; after the last the push is let fall. */
const PAUSES_MS = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000];
const MIN_PAUSE_MS = 1_000;
/** After so long the clock is looked at, which somebody may have set: {@linkcode Clock.lookMs}. */
const LOOK_MS = 60_000;

export interface PushesOptions {
  db: Database;
  writer: Writer;
  clock: Clock;
  logger: Logger;
  vault: VapidVault;
  reach: ReachRules;
  /** Address of this host, by which push services know whom to turn to. */
  publicUrl(): string;
  /** Is this session of this person alive? */
  isAlive(userId: string, sessionId: string): boolean;
}

/** Opens the devices and what waits for them; nothing is sent before {@linkcode DurablePushes.start}. */
export function openPushes(options: PushesOptions): DurablePushes {
  return new DurablePushes(options);
}

/**
 * Notifications to people's devices. What is to be sent waits in host.db, one order a device: a push service that fails
 * holds up its own devices only, and nothing is lost with the process.
 */
export class DurablePushes implements Pushes {
  readonly store: PushStore;
  readonly #options: PushesOptions;
  readonly #sending = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #keys: Promise<VapidKeys> | undefined;
  #timer: { at: number; cancel: () => void } | undefined;
  #started = false;

  constructor(options: PushesOptions) {
    this.#options = options;
    this.store = new PushStore(options.db, options.writer);
  }

  /** The host's pair of keys, made when it is first needed. */
  keys(): Promise<VapidKeys> {
    return this.#keys ??= vapidKeys(this.#options.vault).catch((error) => {
      this.#keys = undefined;
      throw error;
    });
  }

  get reach(): ReachRules {
    return this.#options.reach;
  }

  get now(): number {
    return this.#options.clock.now();
  }

  async send(plugin: string, messages: readonly PushMessage[]): Promise<void> {
    const at = this.now;
    const pushes = messages.flatMap((message) =>
      this.store.devicesOf(message.to).map(({ id, language }) => ({
        device: id,
        plugin,
        item: message.id,
        topic: message.topic ?? "",
        urgency: message.urgency,
        payload: payloadOf(plugin, message, { language, at }),
        expires_at: at + message.ttlS * 1_000,
      }))
    );
    if (pushes.length === 0) return;
    await this.store.queue(pushes, at);
    this.#look();
  }

  async forget(plugin: string): Promise<void> {
    await this.store.forget(plugin);
  }

  /** Somebody was signed out, or lost their rights: their devices are told nothing any more. */
  async revoked({ sessionId, userId }: { sessionId?: string; userId?: string }): Promise<void> {
    if (sessionId !== undefined) await this.store.removeOfSession(sessionId);
    if (userId !== undefined) await this.store.removeOfUser(userId);
  }

  /** One message to one device at once, outside of its queue. */
  async try(device: PushDevice, sending: Sending): Promise<PushOutcome> {
    return await webPush(device, sending, {
      keys: await this.keys(),
      subject: subjectOf(this.#options.publicUrl()),
      clock: this.#options.clock,
      reach: this.reach,
      signal: this.#stop.signal,
    });
  }

  start(): void {
    this.#started = true;
    this.#look();
  }

  /** Ends what is under way; what waits goes with the next start. */
  async close(): Promise<void> {
    this.#started = false;
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#stop.abort();
    await Promise.all(this.#sending.values());
  }

  /** Begins what is due, as far as there is room, and waits for what comes next. */
  #look(): void {
    if (!this.#started) return;
    const now = this.now;
    for (const { id, attempts } of this.store.due(now, MAX_SENDING + this.#sending.size)) {
      if (this.#sending.size >= MAX_SENDING) break;
      if (this.#sending.has(id)) continue;
      this.#sending.set(
        id,
        this.#one(id, attempts).catch((error) => {
          this.#options.logger.error("A push could not be written down", { error: String(error) });
        }).finally(() => {
          this.#sending.delete(id);
          this.#look();
        }),
      );
    }
    this.#arm(now);
  }

  #arm(now: number): void {
    const { clock } = this.#options;
    const at = this.store.nextDue(now);
    if (at === this.#timer?.at) return;
    this.#timer?.cancel();
    this.#timer = at === undefined ? undefined : {
      at,
      cancel: clock.timer(Math.min(clock.lookMs ?? LOOK_MS, at - now), () => {
        this.#timer = undefined;
        this.#look();
      }),
    };
  }

  /** Sends what waits first for a device. */
  async #one(id: string, attempts: number): Promise<void> {
    const { isAlive, logger } = this.#options;
    const device = this.store.device(id), push = this.store.first(id);
    if (!device) return;
    if (device.sessionId !== "" && !isAlive(device.userId, device.sessionId)) return void await this.store.remove(id);
    const now = this.now;
    if (!push || push.expires_at <= now) return await this.store.done(id, push?.n, { now, sent: false });
    const ttlS = Math.ceil((push.expires_at - now) / 1_000);
    const outcome = await this.try(device, { ...push, ttlS });
    if (this.#stop.signal.aborted && outcome.kind !== "sent") return;
    switch (outcome.kind) {
      case "sent":
        return await this.store.done(id, push.n, { now: this.now, sent: true });
      case "gone":
        logger.info(`A device of "${device.userId}" takes no pushes any more, and was removed`, { device: id });
        return void await this.store.remove(id);
      case "refused":
        logger.warn("A push was refused", { device: id, plugin: push.plugin, error: outcome.error });
        return await this.store.done(id, push.n, { now: this.now, sent: false, error: outcome.error });
      case "later": {
        const pause = outcome.afterMs ?? PAUSES_MS[attempts];
        if (pause === undefined || attempts >= PAUSES_MS.length) {
          logger.warn("A push was given up", { device: id, plugin: push.plugin, error: outcome.error });
          return await this.store.done(id, push.n, { now: this.now, sent: false, error: outcome.error });
        }
        return await this.store.later(id, this.now + Math.max(MIN_PAUSE_MS, pause), outcome.error);
      }
    }
  }
}

/** Push services want https or mailto; one of them takes no other. */
function subjectOf(publicUrl: string): string {
  return publicUrl.startsWith("https://") ? publicUrl : "mailto:push@bulkhead.invalid";
}
