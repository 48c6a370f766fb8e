import { workflowHost } from "../../../host/boot/workflow_host.ts";
import { openEventLog } from "../../../host/bus/mod.ts";
import type { NewEvent, TransactionalLog } from "../../../host/bus/ports.ts";
import type { WorkflowHostParts } from "../../../host/boot/workflow_host.ts";
import { type Clock, type Logger, systemClock } from "../../../host/observe/mod.ts";
import { createBundler } from "../../../host/packages/mod.ts";
import type { MethodProvider } from "../../../host/rpc/ports.ts";
import { createSandbox } from "../../../host/sandbox/mod.ts";
import { newEventId } from "../../../host/sdk/channel/event_id.ts";
import { createWriter, openDatabase } from "../../../host/storage/mod.ts";
import type { Database } from "../../../host/storage/ports.ts";
import { createWorkflows } from "../../../host/workflows/mod.ts";
import { SCRIPTS } from "./scripts.ts";

/** The workflow engine as the host has it, on a database and with compartments of its own, and without any plugin. */
export interface BenchEngine extends AsyncDisposable {
  db: Database;
  log: TransactionalLog;
  /** Begins a run of a workflow that can be called and answers what it returns. */
  call(workflow: string): Promise<unknown>;
  /** Resolves when the event is on disk. */
  publish(type: string, data: unknown): Promise<unknown>;
  publishAll(events: { type: string; data: unknown }[]): Promise<unknown>;
}

export interface BenchEngineOptions {
  /** By file; default those of three steps and of one. */
  scripts?: Record<string, string>;
  clock?: Clock;
}

/** Opens the engine on a folder, which may have its data from an earlier life. */
export async function openBenchEngine(
  dir: string,
  { scripts = SCRIPTS, clock = systemClock() }: BenchEngineOptions = {},
): Promise<BenchEngine> {
  await Deno.mkdir(`${dir}/workflows`, { recursive: true });
  for (const [file, text] of Object.entries(scripts)) await Deno.writeTextFile(`${dir}/workflows/${file}`, text);
  const logger = onlyFaults();
  const sandbox = await createSandbox({ dataDir: dir, logger, clock, sink: { write() {} } as never });
  const db = openDatabase(`${dir}/host.db`);
  const writer = createWriter(db);
  const log = await openEventLog({ db, writer, clock, logger, retention: false });
  let provider: MethodProvider | undefined;
  const parts = {
    log,
    sandbox,
    bundler: createBundler({ cacheDir: `${dir}/packages`, logger }),
    dataDir: dir,
    validateResults: false,
    secret: () => undefined,
    redact: (value: unknown) => value,
    // Nobody looks, and there is no plugin.
    pusher: { push() {}, wanted: () => false, onSubscribe() {} },
    router: {
      setProvider: (_: string, state: { provider: MethodProvider }) => provider = state.provider,
      visible: () => [],
    },
    kernel: { has: () => false, emittedEvents: () => ({}), documentedMethods: () => [], list: () => [] },
  } as unknown as WorkflowHostParts;
  const host = workflowHost(parts);
  const engine = await createWorkflows({
    db,
    writer,
    log,
    host,
    clock,
    logger,
    folder: `${dir}/workflows`,
    dataDir: dir,
  });
  if (engine.count() !== Object.keys(scripts).length) throw new Error("A script of the benchmark is faulty");
  const caller = { kind: "system", id: "bench", name: "bench", role: "owner" } as const;
  return {
    db,
    log,
    call: (workflow) => {
      const method = `workflow.${workflow}`;
      const descriptor = provider!.methods().find(({ name }) => name === method)!;
      return provider!.deliver({ method, params: {}, caller, transport: "host" }, descriptor);
    },
    publish: (type, data) => log.publish([newEvent(type, data)]),
    publishAll: (events) => log.publish(events.map(({ type, data }) => newEvent(type, data))),
    async [Symbol.asyncDispose]() {
      await engine.stop();
      await log.close();
      await writer.close();
      db.close();
      await sandbox.examined;
    },
  };
}

function newEvent(type: string, data: unknown): NewEvent {
  return {
    id: newEventId(),
    source: "bench",
    type,
    time: new Date().toISOString(),
    data,
    actorkind: "system",
    hops: 0,
    audience: "plugins",
  };
}

function onlyFaults(): Logger {
  const say = (message: string) => console.error(message);
  return { debug() {}, info() {}, warn: say, error: say, child: onlyFaults };
}
