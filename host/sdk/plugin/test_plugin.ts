import type {
  BusEvent,
  Caller,
  HookResult,
  InitParams,
  InitResult,
  LogRecord,
  OutCallParams,
  ProgressParams,
  RelayItem,
  RelayParams,
  RoomSendParams,
  ScheduleSpec,
  SettingsParams,
} from "../channel/protocol.ts";
import { RpcError } from "../errors.ts";
import { type SdkClock, systemClock } from "./clock.ts";
import type { PluginDefinition } from "./definition.ts";
import type { OutgoingStream } from "../channel/byte_streams.ts";
import type { Upload } from "./context.ts";
import type { HostLink } from "./host_link.ts";
import { PluginRuntime } from "./runtime.ts";
import { type TestProgram, TestPrograms } from "./test_programs.ts";
import { TestUploads } from "./test_uploads.ts";

/** Answers the plugin's calls out of it, by full method name. */
export type OutCalls = Record<
  string,
  (params: Record<string, unknown>, info: { key?: string; parent?: number }) => unknown
>;

/** What a plugin under test finds around it. */
export interface TestPluginOptions {
  /** Default `test`. */
  id?: string;
  /** Default caller of `call`: a member named Tester. */
  caller?: Partial<Caller>;
  /** What the plugin finds outside: a method that is not here answers `not_permitted`. */
  calls?: OutCalls;
  /** What the programs do that it may run, by command: one that is not here is `not_permitted`. */
  programs?: Record<string, TestProgram>;
  /** Default none: defaults of the manifest's schema are not filled in here. */
  settings?: Record<string, unknown>;
  /** By name; default none. */
  secrets?: Record<string, string>;
  /** An existing data folder to start on; it is then left in place at the end. Default: a new temporary one. */
  dataDir?: string;
  /** For `ctx.schedule.every` and `after`, times to live and deadlines; default the machine's. */
  clock?: SdkClock;
  /** Stands between the plugin and the log: throw to refuse. */
  relay?(items: RelayItem[]): void | Promise<void>;
}

/** An event as it reached the log. */
export type TestEvent = Extract<RelayItem, { kind: "event" }>;

/** A notification to somebody's devices, as it reached the host. */
export type TestPush = Extract<RelayItem, { kind: "push" }>;

/** A plugin that runs in this process, by the code that runs it in its compartment, on a real database in a temporary folder. */
export interface TestPlugin extends AsyncDisposable {
  /** What the plugin says of itself: methods, consumed events, webhooks. */
  readonly description: InitResult;
  /** Its data folder. */
  readonly dataDir: string;
  /** What reached the log, each id once. */
  readonly events: TestEvent[];
  /** The members last named for each room. */
  readonly rooms: Map<string, string[]>;
  /** Volatile messages to rooms. */
  readonly sent: RoomSendParams[];
  /** What `ctx.progress` reported. */
  readonly progress: ProgressParams[];
  /** Durable schedules that reached the host, by name. */
  readonly schedules: Map<string, { when: ScheduleSpec; data: unknown }>;
  /** What reached the host for people's devices. */
  readonly pushes: TestPush[];
  /** What it wrote to its log. */
  readonly logs: LogRecord[];
  /** Calls a method by its full name (`polls.poll.get`). Rejects with RpcError as it would reach the caller. */
  // deno-lint-ignore no-explicit-any -- any: results are for assertions; a test need not repeat the schema
  call<T = any>(method: string, params?: unknown, options?: TestCallOptions): Promise<T>;
  /** Delivers an event as the log does; resolves when the plugin has acknowledged it. */
  deliver(event: Partial<BusEvent> & { type: string }): Promise<void>;
  /** Puts a file where `POST /files/<plugin>` puts it: not kept yet, of this owner (default the tester). */
  upload(file: { name: string; content: string | Uint8Array; type?: string; owner?: string }): Upload;
  /** Sends a webhook to a path below `/hooks/<plugin>`. */
  hook(path: string, request: TestHook): Promise<HookResult>;
  /** Runs a schedule that was set, as the host does when it is due. The same `dueAt` is the same run. */
  due(name: string, options?: { dueAt?: string; missed?: number }): Promise<void>;
  /** Changes settings or secrets as an owner does; resolves when `onSettings` has run. */
  settings(change: SettingsParams): Promise<void>;
  /** Resolves when all that was published has been relayed. */
  relayed(): Promise<void>;
  /** A copy of the data folder as a crash at this moment would leave it: start another test plugin on it. */
  snapshot(): string;
  /** Drains as the host does before it ends the compartment. */
  stop(): Promise<void>;
}

/** Who calls, and how. */
export interface TestCallOptions {
  /** What of the caller differs from that of the options of `testPlugin`. */
  caller?: Partial<Caller>;
  /** As calls from workflows and for events have one: a repeat gets the first result. Default none. */
  key?: string;
  /** Default 30,000. */
  timeoutMs?: number;
  /** Takes the call back. */
  signal?: AbortSignal;
}

/** A webhook as it comes in. */
export interface TestHook {
  /** Default POST. */
  method?: string;
  /** Names in lower case; default none. */
  headers?: Record<string, string>;
  /** Default none. */
  query?: Record<string, string>;
  /** Default empty. */
  body?: string | Uint8Array;
}

/**
 * Starts a plugin for a test.
 *
 * @example
 * ```ts
 * import { definePlugin, method } from "@bulkhead/plugin";
 * import { testPlugin } from "@bulkhead/testing";
 * import { z } from "zod";
 *
 * const plugin = definePlugin({
 *   methods: {
 *     "greeting.say": method({
 *       summary: "Greets a person",
 *       params: z.object({ name: z.string() }),
 *       result: z.object({ text: z.string() }),
 *       handler: ({ name }) => ({ text: `Hello ${name}` }),
 *     }),
 *   },
 * });
 *
 * await using test = await testPlugin(plugin, { id: "hello" });
 * const { text } = await test.call("hello.greeting.say", { name: "Ada" });
 * if (text !== "Hello Ada") throw new Error(text);
 * ```
 */
export async function testPlugin(definition: PluginDefinition, options: TestPluginOptions = {}): Promise<TestPlugin> {
  const id = options.id ?? "test";
  const dataDir = options.dataDir ?? Deno.makeTempDirSync({ prefix: `bulkhead-${id}-` });
  const folders = options.dataDir === undefined ? [dataDir] : [];
  const host = new TestHost(options, id);
  const init: InitParams = {
    kind: "plugin",
    id,
    version: "0.0.0",
    dataDir,
    settings: options.settings ?? {},
    secrets: options.secrets ?? {},
    limits: { callMs: 30_000, maxConcurrent: 256, storageMb: 1_024 },
    validateResults: true,
  };
  const runtime = await PluginRuntime.start(definition, init, host, options.clock ?? systemClock);
  runtime.ready();
  const base: Caller = { kind: "user", id: "user-tester", name: "Tester", role: "member", ...options.caller };
  const signal = new AbortController().signal;
  let requests = 0;
  return {
    description: runtime.description,
    dataDir,
    events: host.events,
    rooms: host.rooms,
    sent: host.sent,
    progress: host.progress,
    schedules: host.schedules,
    pushes: host.pushes,
    logs: host.logs,
    // deno-lint-ignore no-explicit-any -- any: as declared
    async call<T = any>(method: string, params: unknown = {}, call: TestCallOptions = {}): Promise<T> {
      const result = await runtime.call({
        method,
        params: wire(params),
        caller: { ...base, ...call.caller },
        timeoutMs: call.timeoutMs ?? 30_000,
        ...(call.key === undefined ? {} : { key: call.key }),
      }, { id: ++requests, signal: call.signal ?? signal });
      return wire(result) as T;
    },
    async deliver(event) {
      const whole: BusEvent = {
        specversion: "1.0",
        id: crypto.randomUUID(),
        source: event.type.split(".")[0]!,
        time: new Date().toISOString(),
        datacontenttype: "application/json",
        data: null,
        actorkind: "system",
        hops: 0,
        seq: ++requests,
        audience: "plugins",
        ...event,
      };
      await runtime.event({ event: wire(whole) as BusEvent, attempt: 1 }, { id: ++requests, signal });
    },
    upload: (file) => host.uploads.add({ owner: base.id, ...file }, false),
    async hook(path, { method = "POST", headers = {}, query = {}, body = "" }) {
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
      const bodyBase64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      return await runtime.hook({ method, path, query, headers, bodyBase64 }, { id: ++requests, signal });
    },
    async due(name, { dueAt = new Date().toISOString(), missed = 0 } = {}) {
      await runtime.relayed();
      const set = host.schedules.get(name);
      if (!set) {
        throw new Error(`No schedule "${name}" is set: there are ${[...host.schedules.keys()].join(", ") || "none"}`);
      }
      const key = `schedule:${name}:test:${dueAt}`;
      await runtime.schedule({ name, data: wire(set.data), dueAt, missed, key }, { id: ++requests, signal });
    },
    settings: (change) => runtime.settings(change),
    relayed: () => runtime.relayed(),
    snapshot() {
      const copy = Deno.makeTempDirSync({ prefix: `bulkhead-${id}-` });
      folders.push(copy);
      for (const entry of Deno.readDirSync(dataDir)) {
        // The index of the write-ahead log is memory shared with the living database; a new process makes its own.
        if (entry.isFile && !entry.name.endsWith("-shm")) {
          Deno.copyFileSync(`${dataDir}/${entry.name}`, `${copy}/${entry.name}`);
        }
      }
      return copy;
    },
    stop: () => runtime.drain(),
    async [Symbol.asyncDispose]() {
      await runtime.drain();
      for (const folder of folders) Deno.removeSync(folder, { recursive: true });
    },
  };
}

/** The host's side of the channel: takes what a plugin tells it, as the log and the rooms do. */
class TestHost implements HostLink {
  readonly uploads: TestUploads;
  readonly programs: TestPrograms;
  readonly events: TestEvent[] = [];
  readonly #seqs = new Map<string, number>();
  readonly rooms = new Map<string, string[]>();
  readonly sent: RoomSendParams[] = [];
  readonly progress: ProgressParams[] = [];
  readonly schedules: TestPlugin["schedules"] = new Map();
  readonly pushes: TestPlugin["pushes"] = [];
  readonly logs: LogRecord[] = [];

  constructor(private readonly options: TestPluginOptions, id: string) {
    this.uploads = new TestUploads(id);
    this.programs = new TestPrograms(options.programs ?? {}, this.uploads);
  }

  openStream(): OutgoingStream {
    return this.uploads.openStream();
  }

  acceptStream(id: number): ReadableStream<Uint8Array> {
    return this.uploads.acceptStream(id);
  }

  async request<T>(method: string, params: unknown): Promise<T> {
    await Promise.resolve();
    if (method === "relay") return await this.#relay((wire(params) as RelayParams).items) as T;
    if (method === "schedule.list") {
      return wire({ items: [...this.schedules].map(([name, schedule]) => ({ name, ...schedule })) }) as T;
    }
    if (method.startsWith("file.")) return wire(await this.uploads.answer(method, wire(params))) as T;
    if (method.startsWith("process.")) return wire(await this.programs.answer(method, wire(params))) as T;
    if (method !== "call") throw new RpcError("method_not_found", `The test host does not know "${method}"`);
    const { method: name, params: given, key, parent } = wire(params) as OutCallParams;
    const answer = this.options.calls?.[name];
    if (answer === undefined) {
      throw new RpcError("not_permitted", `The test has no answer to a call of ${name}`, {
        hint: `Pass it: testPlugin(definition, { calls: { "${name}": (params) => … } })`,
      });
    }
    return wire(await answer(given as Record<string, unknown>, { key, parent })) as T;
  }

  notify(method: string, params: unknown): void {
    if (method === "log") this.logs.push(...(wire(params) as { records: LogRecord[] }).records);
    else if (method === "room.send") this.sent.push(wire(params) as RoomSendParams);
    else if (method === "progress") this.progress.push(wire(params) as ProgressParams);
  }

  async #relay(items: RelayItem[]): Promise<({ id: string; seq: number } | null)[]> {
    await this.options.relay?.(items);
    return items.map((item) => {
      if (item.kind === "room") {
        this.rooms.set(item.room, item.members);
        return null;
      }
      if (item.kind === "schedule") {
        if (item.spec) this.schedules.set(item.name, { when: item.spec, data: item.data ?? null });
        else this.schedules.delete(item.name);
        return null;
      }
      if (item.kind === "push") {
        if (!this.pushes.some((push) => push.id === item.id)) this.pushes.push(item);
        return null;
      }
      let seq = this.#seqs.get(item.id);
      if (seq === undefined) this.#seqs.set(item.id, seq = this.events.push(item));
      return { id: item.id, seq };
    });
  }
}

/** What is left of a value after the channel: a test must not pass because an object was shared. */
function wire(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
