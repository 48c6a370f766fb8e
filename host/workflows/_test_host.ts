import { createHash } from "node:crypto";
import { setImmediate } from "node:timers";
import { openEventLog } from "../bus/mod.ts";
import type { BusEvent, MethodDescriptor, Role } from "../sdk/channel/protocol.ts";
import { RpcError } from "../sdk/errors.ts";
import { isWorkflow } from "../sdk/workflow/definition.ts";
import type { AdmitParams, InputParams, SettledParams } from "../sdk/workflow/protocol.ts";
import type { Duration } from "../sdk/workflow/duration.ts";
import { ScriptRuntime } from "../sdk/workflow/script_runtime.ts";
import { TestClock } from "../sdk/workflow/test_clock.ts";
import type { MethodProvider } from "../rpc/ports.ts";
import type { Logger } from "../observe/ports.ts";
import { type Compartment, CompartmentError, type CompartmentHandlers, type EndRecord } from "../sandbox/ports.ts";
import { createWriter, openDatabase } from "../storage/mod.ts";
import { createWorkflows } from "./engine.ts";
import type { Diagnostic, Person, WorkflowHost, Workflows } from "./ports.ts";
import type { RunDetail, RunInfo, WorkflowInfo } from "./wire.ts";

export type FakePlugins = Record<string, (params: never, call: { key: string; signal?: AbortSignal }) => unknown>;

/** The engine on a real database and a real log in a temporary folder, with plugins that are functions. */
export class TestEngine implements AsyncDisposable {
  readonly root: string;
  clock = new TestClock();
  /** Every call that reached a plugin. */
  readonly calls: { method: string; params: unknown; key: string }[] = [];
  readonly pushes: { type: string; data: unknown }[] = [];
  readonly logs: string[] = [];
  readonly compartments: FakeCompartment[] = [];
  plugins: FakePlugins = {};
  /** Plugins that are off. */
  readonly off = new Set<string>();
  secrets: Record<string, string> = {};
  /** Hosts with which each compartment was launched. */
  readonly nets: (string[] | undefined)[] = [];
  /** People who may save scripts, by id. */
  people: Record<string, Person> = { u1: { name: "Alice", role: "owner", disabled: false } };
  /** The role of each call. */
  readonly roles: Role[] = [];
  /** Workflows as methods. */
  provider: MethodProvider | undefined;
  lingerMs = 10_000;
  /** Folder of templates. */
  templates = "";
  /** What the type check finds. */
  check: (path: string, text?: string) => Diagnostic[] = () => [];
  maxSteps: number | undefined;
  /** Called after each commit of the host's database with its number in this life. */
  committed: ((count: number) => void) | undefined;
  /** Called before each commit, with the number that it will have. */
  committing: ((count: number) => void) | undefined;
  /** Where bundles lie. Lives that share it load the same modules. */
  bundles: string;
  /** Grows with all that happens: commits, calls, messages of scripts. */
  activity = 0;
  /** Bundles and compartments that are on their way: they come from the disk, in their own time. */
  #coming = 0;
  #life: Life | undefined;

  /** `dir` is where its folder is made; default that of the system. */
  constructor(scripts: Record<string, string> = {}, dir?: string) {
    this.root = Deno.makeTempDirSync({ prefix: "bulkhead-workflows-", dir });
    this.bundles = this.root;
    Deno.mkdirSync(`${this.root}/workflows`);
    for (const [file, text] of Object.entries(scripts)) this.save(file, text);
  }

  save(file: string, text: string): void {
    Deno.writeTextFileSync(`${this.root}/workflows/${file}`, text);
  }

  get workflows(): Workflows {
    return this.#life!.workflows;
  }
  get log(): Life["log"] {
    return this.#life!.log;
  }
  get db(): Life["db"] {
    return this.#life!.db;
  }

  async start(safeMode = false): Promise<this> {
    const db = openDatabase(`${this.root}/host.db`);
    let commits = 0;
    const writer = createWriter(watched(db, () => this.committing?.(commits + 1)), {
      // A look for input from outside takes its own time, in which that of the engine would move.
      maxChainMs: Infinity,
    });
    writer.onCommit(() => {
      this.activity++;
      this.committed?.(++commits);
    });
    const logger = this.#logger();
    const log = await openEventLog({ db, writer, clock: this.clock, logger });
    // The engine publishes from its start on.
    this.#life = { db, writer, log, workflows: undefined as never };
    const workflows = await createWorkflows({
      db,
      writer,
      log,
      host: this.#host(),
      clock: this.clock,
      logger,
      folder: `${this.root}/workflows`,
      dataDir: this.root,
      templates: this.templates,
      safeMode,
      lingerMs: this.lingerMs,
      maxSteps: this.maxSteps,
    });
    this.#life = { db, writer, log, workflows };
    return this;
  }

  /** Ends the engine in order; `start` begins the next life on the same data. */
  async stop(): Promise<void> {
    const life = this.#life!;
    this.#life = undefined;
    await life.workflows.stop();
    await life.log.close();
    await life.writer.close();
    life.db.close();
  }

  /** An engine, not started, on what a kill at this moment leaves on disk, so many milliseconds later. */
  afterKill({ downMs = 0 } = {}): TestEngine {
    const next = new TestEngine({}, this.root.slice(0, this.root.lastIndexOf("/")));
    const copy = (path: string) => Deno.copyFileSync(`${this.root}/${path}`, `${next.root}/${path}`);
    for (const name of ["host.db", "host.db-wal"]) copy(name);
    if (this.bundles !== this.root) next.bundles = this.bundles;
    for (const { name } of Deno.readDirSync(`${this.root}/workflows`)) copy(`workflows/${name}`);
    next.plugins = this.plugins;
    next.lingerMs = this.lingerMs;
    next.clock = new TestClock(this.clock.now() + downMs);
    return next;
  }

  async call<T>(
    method: string,
    params: unknown = {},
    { role = "owner", id = "u1", key }: { role?: Role; id?: string; key?: string } = {},
  ): Promise<T> {
    const found = this.workflows.methods[`host.workflow.${method}`]!;
    const caller = { kind: "user" as const, id, name: "alice", role };
    const request = { method, params, caller, key, transport: "host" as const };
    const parsed = found.params.parse(params);
    return found.result.parse(await found.handler(parsed, request)) as T;
  }

  async run(name: string, input?: unknown): Promise<string> {
    return (await this.call<{ runId: string }>("run", { name, input })).runId;
  }
  detail(id: string): Promise<RunDetail> {
    return this.call("run.get", { id });
  }
  async runs(params: object = {}): Promise<RunInfo[]> {
    return (await this.call<{ items: RunInfo[] }>("runs", params)).items;
  }
  workflow(name: string): Promise<WorkflowInfo> {
    return this.call("get", { name });
  }

  async publish(type: string, data: unknown, subject?: string, id: string = crypto.randomUUID()): Promise<void> {
    await this.log.publish([{
      id,
      source: type.split(".")[0]!,
      type,
      subject,
      time: new Date(this.clock.now()).toISOString(),
      data,
      actorkind: "system",
      hops: 0,
      audience: "plugins",
    }]);
  }

  /** Moves time; what is due on the way has some turns of the event loop to happen in. */
  async advance(duration: Duration): Promise<void> {
    await this.clock.advance(duration, async () => {
      for (let turn = 0; turn < 4; turn++) await new Promise((resolve) => setTimeout(resolve));
    });
  }

  /** Waits until nothing happens any more in this moment of time. */
  async settle(): Promise<void> {
    for (let still = 0; still < 3;) {
      const before = this.activity;
      for (let turn = 0; turn < 8; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setTimeout(resolve));
      still = this.activity === before && this.#coming === 0 ? still + 1 : 0;
    }
  }

  async #come<T>(work: () => Promise<T>): Promise<T> {
    this.#coming++;
    try {
      return await work();
    } finally {
      this.#coming--;
      this.activity++;
    }
  }

  /** Waits for a condition, moving no time. */
  async until<T>(what: string, condition: () => T | Promise<T>): Promise<NonNullable<T>> {
    const deadline = performance.now() + 15_000;
    for (;;) {
      const value = await condition();
      if (value) return value as NonNullable<T>;
      if (performance.now() > deadline) {
        throw new Error(`Never happened: ${what}; logs: ${this.logs.slice(-5).join(" | ")}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  }

  /** Waits until a run has one of these states. */
  async state(id: string, ...states: string[]): Promise<RunDetail> {
    return await this.until(`run is ${states}`, async () => {
      const run = await this.detail(id);
      return states.includes(run.state) ? run : undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#life) await this.stop();
    Deno.removeSync(this.root, { recursive: true });
  }

  #logger(): Logger {
    const write = (message: string) => void this.logs.push(message);
    return { debug: write, info: write, warn: write, error: write, child: () => this.#logger() };
  }

  #host(): WorkflowHost {
    return {
      call: async ({ method, params, key, signal, role }) => {
        this.activity++;
        await Promise.resolve();
        this.roles.push(role);
        const plugin = method.split(".")[0]!;
        if (this.off.has(plugin)) throw new RpcError("plugin_unavailable", `${plugin} is off`);
        const answer = this.plugins[method];
        if (!answer) throw new RpcError("method_not_found", `No method ${method}`);
        this.calls.push({ method, params, key });
        return wire(await answer(params as never, { key, signal }));
      },
      whenAvailable: async (plugin, signal) => {
        while (this.off.has(plugin)) {
          await new Promise((resolve) => setTimeout(resolve, 2));
          signal.throwIfAborted();
        }
      },
      publish: async (workflow, { id, type, subject, data, cause }) => {
        const [result] = await this.log.publish([{
          id,
          source: `workflow:${workflow}`,
          type,
          subject,
          data,
          time: new Date(this.clock.now()).toISOString(),
          actorkind: "system",
          hops: (cause?.hops ?? 0) + 1,
          audience: "plugins",
        }]);
        return { id, seq: result!.seq };
      },
      person: (id) => this.people[id],
      bundle: async (path, unsaved) => {
        const text = unsaved ?? await Deno.readTextFile(path);
        const hash = createHash("sha256").update(text).digest("hex");
        const file = `${this.bundles}/${hash}.ts`;
        // A module that is loaded must not be written again under those who load it.
        if (!exists(file)) await Deno.writeTextFile(file, text);
        return { hash, path: file };
      },
      check: (path, text) => Promise.resolve(this.check(path, text)),
      launch: ({ bundlePath, net }, handlers) =>
        this.#come(async () => {
          this.nets.push(net);
          const counted: CompartmentHandlers = {
            ...handlers,
            notification: (method, params) => {
              this.activity++;
              handlers.notification(method, params);
            },
          };
          const shared = `${this.bundles}/${bundlePath.split("/").at(-1)!.replace(/\.js$/, "")}.ts`;
          const compartment = await FakeCompartment.launch(exists(shared) ? shared : bundlePath, counted, () =>
            this.clock.now());
          this.compartments.push(compartment);
          return compartment;
        }),
      secret: (name) => this.secrets[name],
      offer: (provider) => void (this.provider = provider),
      watched: () => true,
      push: (type, data) => void this.pushes.push({ type, data: wire(data) }),
      plugins: () => ["chat", "shop"],
      events: () => ({}),
      methods: () => ["chat", "shop"].map((id) => method(`${id}.message.send`)),
    };
  }
}

interface Life {
  db: ReturnType<typeof openDatabase>;
  writer: ReturnType<typeof createWriter>;
  log: Awaited<ReturnType<typeof openEventLog>>;
  workflows: Workflows;
}

/** The database as the writer sees it, with a look at each moment before a transaction. */
function watched<D extends ReturnType<typeof openDatabase>>(db: D, before: () => void): D {
  return new Proxy(db, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) => {
        if (key === "run" && args[0] === "BEGIN IMMEDIATE") before();
        return value.apply(target, args);
      };
    },
  });
}

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** A compartment in this process: the script's runtime behind messages that are copied. */
class FakeCompartment implements Compartment {
  readonly id = "script";
  readonly pid = 0;
  readonly startedAt = 0;
  readonly inFlight = 0;
  readonly description = { methods: [], listens: [], hooks: [] };
  readonly ended: Promise<EndRecord>;
  #end!: (end: EndRecord) => void;
  #dead = false;
  #runtime!: ScriptRuntime;

  private constructor() {
    this.ended = new Promise((resolve) => this.#end = resolve);
  }

  static async launch(path: string, handlers: CompartmentHandlers, now: () => number): Promise<FakeCompartment> {
    const compartment = new FakeCompartment();
    let definition: unknown;
    try {
      // Bundles are JavaScript in production; the scripts of these tests are not bundled.
      const module = path.replace(/(\.js)?$/, ".ts").replace(/\.ts\.ts$/, ".ts");
      if (module !== path) Deno.copyFileSync(path, module);
      definition = (await import(`file://${module}`)).default;
      if (!isWorkflow(definition)) throw new TypeError("The script has no workflow");
    } catch (error) {
      throw new CompartmentError((error as Error).message, { ...end("crash"), stderr: (error as Error).stack ?? "" });
    }
    compartment.#runtime = new ScriptRuntime(definition, {
      log: () => {},
      now,
      send: (method, params) => {
        const copy = wire(params);
        queueMicrotask(() => compartment.#dead || handlers.notification(method, copy));
      },
    });
    return compartment;
  }

  async request<T>(method: string, params: unknown): Promise<T> {
    const copy = wire(params);
    await Promise.resolve();
    if (this.#dead) throw new CompartmentError("The compartment is gone", end("crash"));
    return wire(await this.#answer(method, copy)) as T;
  }

  notify(): void {}

  readonly inspected = false;

  openStream(): never {
    throw new Error("scripts take no streams");
  }

  acceptStream(): never {
    throw new Error("scripts send no streams");
  }

  stop(): Promise<EndRecord> {
    return Promise.resolve(this.kill("stop"));
  }

  /** Ends it as a crash does: no message leaves it any more. */
  kill(reason: EndRecord["reason"] = "crash"): EndRecord {
    this.#dead = true;
    this.#runtime.close();
    const record = end(reason);
    this.#end(record);
    return record;
  }

  usage() {
    return { rssBytes: 0, cpuMs: 0, storageBytes: 0 };
  }

  #answer(method: string, params: unknown): unknown {
    const runtime = this.#runtime;
    switch (method) {
      case "script.describe":
        return runtime.describe();
      case "script.admit":
        return runtime.admit(params as AdmitParams);
      case "script.input":
        return runtime.input(params as InputParams);
      case "script.settled":
        return runtime.settled(params as SettledParams);
    }
    if (runtime.tell(method, params)) return null;
    throw new RpcError("method_not_found", method);
  }
}

function end(reason: EndRecord["reason"]): EndRecord {
  return {
    reason,
    message: `ended: ${reason}`,
    exitCode: 1,
    signal: null,
    stderr: "",
    time: new Date().toISOString(),
    used: { rssBytes: 0, cpuMs: 0, storageBytes: 0, uptimeMs: 0 },
  };
}

function method(name: string): MethodDescriptor {
  return { name, summary: `Calls ${name}`, params: { type: "object" }, result: { type: "object" } };
}

function wire(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

export type { BusEvent };
