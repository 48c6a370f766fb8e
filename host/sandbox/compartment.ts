import type { Clock, Logger, LogSink } from "../observe/ports.ts";
import { type OutgoingStream, Peer, ProtocolError } from "../sdk/channel/mod.ts";
import type { InitResult } from "../sdk/channel/protocol.ts";
import { redactError, RpcError } from "../sdk/errors.ts";
import { Admission } from "./admission.ts";
import type { ChannelSocket } from "./channel_socket.ts";
import { CompartmentProcess } from "./compartment_process.ts";
import { compartmentTransport } from "./compartment_transport.ts";
import { checkDescription } from "./description.ts";
import { classifyEnd } from "./end_reason.ts";
import type { LaunchLine } from "./launch_line.ts";
import { Liveness, type LivenessTimes } from "./liveness.ts";
import { LogIntake } from "./log_intake.ts";
import { PermissionAudit } from "./permission_audit.ts";
import {
  type Compartment,
  CompartmentError,
  type CompartmentHandlers,
  type CompartmentSpec,
  type EndReason,
  type EndRecord,
  type RequestOptions,
  type Usage,
} from "./ports.ts";
import { eventsIn } from "./published_events.ts";
import { ResourceGuard } from "./resource_guard.ts";
import { settledWithin } from "./settled_within.ts";
import type { SharedWatch, Watched } from "./shared_watch.ts";
import { StderrTail } from "./stderr_tail.ts";
import { TokenBucket } from "./token_bucket.ts";

/** Requests and notifications that the host reads of one compartment per second. */
const MAX_INCOMING_PER_SECOND = { plugin: 50_000, workflow: 250_000 };
/** A process whose output has ended is given this long to end by itself. */
const EXIT_GRACE_MS = 1_000;

export interface CompartmentDeps {
  logger: Logger;
  sink: LogSink;
  /** Takes secrets out of what a process leaves behind. */
  redact?: (text: string) => string;
  clock: Clock;
  watch: SharedWatch;
  liveness?: LivenessTimes;
  /** Over how long processor use is averaged; default 10,000. */
  cpuWindowMs?: number;
  /** An inspector may be attached: deadlines and liveness are suspended. */
  inspecting: boolean;
}

/** One process with a channel to it, its limits and its end. */
export class RunningCompartment implements Compartment, Watched {
  readonly id: string;
  readonly startedAt: number;
  readonly ended: Promise<EndRecord>;
  description: InitResult = { methods: [], listens: [], hooks: [] };
  readonly #spec: CompartmentSpec;
  readonly #handlers: CompartmentHandlers;
  readonly #deps: CompartmentDeps;
  readonly #process: CompartmentProcess;
  readonly #peer: Peer;
  readonly #stderr: StderrTail;
  readonly #guard: ResourceGuard;
  readonly #logs: LogIntake;
  readonly #audit: PermissionAudit;
  readonly #admission: Admission;
  readonly #events: TokenBucket;
  readonly #volatile: TokenBucket;
  readonly #bornAt = performance.now();
  #liveness: Liveness | undefined;
  #verdict: { reason: EndReason; message: string } | undefined;
  #stopping: Promise<EndRecord> | undefined;
  #over = false;

  /**
   * Launches the process; `init` is still to be sent. Throws what the operating system says when it cannot. Without a `socket`
   * it is told what it is told on its standard input.
   */
  constructor(
    spec: CompartmentSpec,
    { line, socket }: { line: LaunchLine; socket: ChannelSocket | undefined },
    handlers: CompartmentHandlers,
    deps: CompartmentDeps,
  ) {
    this.id = spec.id;
    this.#spec = spec;
    this.#handlers = handlers;
    this.#deps = deps;
    this.startedAt = deps.clock.now();
    this.#process = new CompartmentProcess(line, { hasSocket: socket !== undefined });
    const { limits } = spec;
    const now = performance.now();
    this.#logs = new LogIntake(spec.id.replaceAll(":", "."), limits.logsPerMinute, deps.sink, deps.clock);
    this.#audit = new PermissionAudit({
      clock: deps.clock,
      allowed: line.allowed,
      own: [spec.dataDir, spec.entry, ...socket ? [socket.path] : []],
      use: (use) => handlers.permissionUsed?.(use),
      overflow: () => deps.logger.warn(`${spec.id}: it uses more different permissions than are written down`),
    });
    this.#stderr = new StderrTail(this.#process.stderr, {
      line: (text) => this.#logs.line(text),
      audit: (text) => this.#audit.line(text),
    });
    this.#admission = new Admission(limits.maxConcurrent);
    this.#events = new TokenBucket(limits.eventsPerSecond, 1_000, now);
    this.#volatile = new TokenBucket(limits.eventsPerSecond, 1_000, now);
    this.#guard = new ResourceGuard({
      limits,
      dataDir: spec.dataDir,
      cpuWindowMs: deps.cpuWindowMs,
      events: {
        end: (reason, message) => this.#kill(reason, message),
        pressure: (...told) => this.#pressure(...told),
        note: (message) => deps.logger.warn(`${spec.id}: ${message}`),
      },
    });
    this.#peer = new Peer({
      side: "host",
      transport: compartmentTransport(this.#process.stdout, socket ?? this.#process.stdin!),
      onRequest: (method, params, request) => this.#serve(method, params, request.signal),
      onNotification: (method, params) => this.#take(method, params),
      onError: (error, method) => deps.logger.error(`${method} from ${spec.id} failed in the host`, errorFields(error)),
      maxServing: limits.maxConcurrent,
      maxIncomingPerSecond: MAX_INCOMING_PER_SECOND[spec.init.kind],
    });
    this.#watchProcess();
    this.ended = this.#awaitEnd();
    this.#peer.closed.then(({ error }) => this.#onChannelEnd(error));
    deps.watch.add(this);
  }

  get pid(): number {
    return this.#process.pid;
  }

  get inspected(): boolean {
    return this.#deps.inspecting;
  }

  get inFlight(): number {
    return this.#admission.running + this.#admission.waiting;
  }

  usage(): Usage {
    return this.#guard.usage;
  }

  /** Sends `init` and waits for the answer. Rejects with CompartmentError, the process being gone then. */
  async init(): Promise<void> {
    const { startMs } = this.#spec.limits;
    try {
      const timeoutMs = this.#deps.inspecting ? 0 : startMs;
      const said = await this.#peer.request("init", this.#spec.init, { timeoutMs });
      this.description = checkDescription(said, this.#spec.prefixes);
      this.#watchProcess();
      this.#liveness = new Liveness(performance.now(), this.#deps.liveness);
    } catch (error) {
      const { reason, message } = startFault(error, startMs);
      if (!(error instanceof RpcError && error.kind === "plugin_unavailable")) this.#kill(reason, message);
      const end = await this.ended;
      throw new CompartmentError(`${JSON.stringify(this.id)} did not start: ${end.message}`, end);
    }
  }

  request<T = unknown>(method: string, params: unknown, options: RequestOptions = {}): Promise<T> {
    if (this.#over || this.#stopping) return Promise.reject(this.#unavailable());
    const timeoutMs = this.#deps.inspecting ? 0 : options.timeoutMs ?? this.#spec.limits.callMs;
    if (this.#admission.tryEnter()) return this.#send(method, params, { ...options, timeoutMs });
    return this.#sendLater(method, params, { ...options, timeoutMs });
  }

  notify(method: string, params: unknown): void {
    this.#peer.notify(method, params);
  }

  openStream(): OutgoingStream {
    return this.#peer.openStream();
  }

  acceptStream(id: number): ReadableStream<Uint8Array> {
    return this.#peer.acceptStream(id);
  }

  stop(options: { graceMs?: number } = {}): Promise<EndRecord> {
    return this.#stopping ??= this.#stop(options.graceMs ?? 5_000);
  }

  tick(now: number, slow: boolean): void {
    this.#watchProcess();
    if (slow) this.#audit.tick();
    this.#guard.tick(now, slow);
    if (!this.#liveness || this.#deps.inspecting || this.#stopping) return;
    const change = this.#liveness.check(this.#peer, now);
    if (change === "ping") this.#peer.request("ping").catch(() => {});
    else if (change === "hung") this.#kill("hang", `acknowledged nothing for ${this.#liveness.hangMs / 1_000} s`);
    else if (change) this.#handlers.responsive?.(change === "responsive");
  }

  async #sendLater<T>(method: string, params: unknown, options: RequestOptions & { timeoutMs: number }): Promise<T> {
    const queuedAt = performance.now();
    await this.#admission.enter(options);
    if (this.#over || this.#stopping) {
      this.#admission.leave();
      throw this.#unavailable();
    }
    const left = options.timeoutMs && Math.max(1, options.timeoutMs - (performance.now() - queuedAt));
    return await this.#send(method, params, { ...options, timeoutMs: left });
  }

  #send<T>(method: string, params: unknown, options: RequestOptions & { timeoutMs: number }): Promise<T> {
    const reply = this.#peer.request<T>(method, params, options);
    return reply.then((result) => {
      this.#admission.leave();
      return result;
    }, (error) => {
      this.#admission.leave();
      // Not every error goes through the router: those of events are kept, those of webhooks are answered.
      if (error instanceof RpcError && this.#deps.redact) redactError(error, this.#deps.redact);
      throw error;
    });
  }

  #serve(method: string, params: unknown, signal: AbortSignal): Promise<unknown> {
    const events = eventsIn(method, params);
    if (events > 0) {
      const wait = this.#events.take(events, performance.now());
      if (wait > 0) {
        throw new RpcError("rate_limited", `More than ${this.#spec.limits.eventsPerSecond} events a second`, {
          retryAfterMs: wait,
          hint: "limits.eventsPerSecond in plugin.json",
        });
      }
    }
    return this.#handlers.request(method, params, signal);
  }

  #take(method: string, params: unknown): void {
    if (method === "log") return this.#logs.take(params);
    // What a script says of its runs is never dropped, since a run would stand for ever: the channel slows it instead.
    const ofRuns = this.#spec.init.kind === "workflow" && method.startsWith("run.");
    if (!ofRuns && this.#volatile.take(1, performance.now()) > 0) return;
    this.#handlers.notification(method, params);
  }

  #pressure(limit: "memory" | "cpu" | "storage", message: string): void {
    this.#deps.logger.warn(`${this.id} ${message}`, { limit });
    this.#handlers.pressure?.(limit, message);
  }

  /** Ends the process at once; the first reason stands. */
  #kill(reason: EndReason, message: string): void {
    this.#verdict ??= { reason, message };
    this.#guard.sample();
    this.#process.signal("SIGKILL");
  }

  #watchProcess(): void {
    const pid = this.#process.find();
    if (pid !== undefined) this.#guard.watch(pid);
  }

  async #stop(graceMs: number): Promise<EndRecord> {
    if (this.#over) return await this.ended;
    this.#verdict ??= { reason: "stop", message: "was stopped" };
    await this.#peer.request("drain", {}, { timeoutMs: graceMs }).catch(() => {});
    await this.#peer.drained();
    this.#guard.sample();
    this.#peer.close();
    for (const signal of ["SIGTERM", "SIGKILL"] as const) {
      if (await settledWithin(this.ended, 500)) break;
      this.#process.signal(signal);
    }
    return await this.ended;
  }

  /** The channel is gone: garbage ends the process, everything else lets it end by itself first. */
  async #onChannelEnd(error: Error | undefined): Promise<void> {
    if (this.#over || this.#verdict) return;
    const torn = error instanceof ProtocolError ? error.message : undefined;
    if (torn && !/ended inside a frame/.test(torn)) return this.#kill("protocol", torn);
    if (await settledWithin(this.ended, EXIT_GRACE_MS)) return;
    this.#kill("protocol", torn ?? "closed its side of the channel and went on");
  }

  async #awaitEnd(): Promise<EndRecord> {
    const status = await this.#process.status;
    this.#over = true;
    this.#deps.watch.remove(this);
    // What it still had written is read before anything is concluded from its end.
    await settledWithin(Promise.all([this.#stderr.done, this.#peer.closed]), EXIT_GRACE_MS);
    this.#peer.close(new Error(`the process ended: ${status.signal ?? `code ${status.code}`}`));
    this.#guard.close();
    this.#audit.close();
    const stderr = this.#stderr.text;
    const { error } = await this.#peer.closed;
    const torn = error instanceof ProtocolError && status.success ? error.message : undefined;
    const found = torn ? { reason: "protocol" as const, message: torn } : classifyEnd({ ...status, stderr });
    const { reason, message } = this.#verdict ?? found;
    // Shown to people and kept: its last words may hold what it was handed.
    const { redact = (text) => text } = this.#deps;
    return {
      reason,
      message: redact(message),
      exitCode: status.signal ? null : status.code,
      signal: status.signal,
      stderr: redact(stderr),
      time: new Date(this.#deps.clock.now()).toISOString(),
      used: { ...this.#guard.usage, uptimeMs: Math.round(performance.now() - this.#bornAt) },
    };
  }

  #unavailable(): RpcError {
    const hint = this.#over ? "it has ended" : "it is stopping";
    return new RpcError("plugin_unavailable", `${JSON.stringify(this.id)} takes no calls`, { hint });
  }
}

function startFault(error: unknown, startMs: number): { reason: EndReason; message: string } {
  if (error instanceof RpcError && error.kind === "deadline_exceeded") {
    return { reason: "start", message: `was not ready within ${startMs} ms (limits.startMs)` };
  }
  return { reason: "crash", message: error instanceof Error ? error.message : String(error) };
}

function errorFields(error: unknown): Record<string, unknown> {
  return error instanceof Error ? { error: error.message, stack: error.stack } : { error: String(error) };
}
