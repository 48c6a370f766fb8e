import type { TransactionalLog } from "../bus/ports.ts";
import type { Clock, Logger } from "../observe/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { migrate } from "../storage/mod.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { Admission } from "./admission.ts";
import { Alarms } from "./alarms.ts";
import { Authority } from "./authority.ts";
import { Calls } from "./calls.ts";
import { ChangePushes } from "./change_pushes.ts";
import { Children } from "./children.ts";
import { EventIntake } from "./event_intake.ts";
import { EventWaits } from "./event_waits.ts";
import { replacedSingletons } from "./flow.ts";
import { allowed, readGrant, secretUses, wantsOf } from "./grants.ts";
import { Holds } from "./holds.ts";
import { Hooks } from "./hooks.ts";
import { InputCheck } from "./input_check.ts";
import { Manual } from "./manual.ts";
import type { Created } from "./created.ts";
import { workflowMethods } from "./methods.ts";
import type { WorkflowHost, Workflows } from "./ports.ts";
import { KEEP, type KeepOptions, Retention, type RetentionOptions } from "./retention.ts";
import { RunEnds } from "./run_ends.ts";
import { takeOrd } from "./run_ord.ts";
import { getRun, insertRun, newRow, type RunRow } from "./run_store.ts";
import { Runs } from "./runs.ts";
import { Schedules } from "./schedules.ts";
import { sdkFingerprint } from "./sdk_fingerprint.ts";
import { Scripts } from "./scripts.ts";
import { Signals } from "./signals.ts";
import { Sources } from "./sources.ts";
import { TypeChecker } from "./type_checker.ts";
import { TypeFiles } from "./type_files.ts";
import { bundleOf, getVersion, type Version } from "./version_store.ts";
import { Withdrawals } from "./withdrawals.ts";
import { workflowInfo } from "./workflow_view.ts";

export interface WorkflowsOptions {
  /** The host's database; the engine's tables begin with `wf_`. */
  db: Database;
  writer: Writer;
  log: TransactionalLog;
  host: WorkflowHost;
  clock: Clock;
  logger: Logger;
  /** Absolute path of the folder of scripts. */
  folder: string;
  /** The host's data folder; types go to `types` in it. */
  dataDir: string;
  /** Folder of templates; default the product's. */
  templates?: string;
  /** Nothing is loaded and nothing runs; what there is can be looked at. Default false. */
  safeMode?: boolean;
  /** Milliseconds without anything to do after which a run leaves its compartment; default 10,000. */
  lingerMs?: number;
  /** Milliseconds without runs after which a compartment is stopped; default 60,000. */
  idleMs?: number;
  /** Steps that one run may have; default 10,000. */
  maxSteps?: number;
  /** What is kept of ended runs; default 30 days, 5,000 of a workflow, and 4 GB of long values. */
  keep?: KeepOptions;
  /** What is kept of single workflows, by name. */
  keepOf?: RetentionOptions["workflows"];
}

/** Those that ship. */
const TEMPLATES = decodeURIComponent(new URL("../../workflows/templates", import.meta.url).pathname);
const ENDED = new Set(["succeeded", "failed", "cancelled"]);

/** Starts the workflow engine: resolves when every script is live or has its diagnostics, and unfinished runs go on. */
export async function createWorkflows(options: WorkflowsOptions): Promise<Workflows> {
  const { db, writer, log, host, clock, logger, folder, dataDir, safeMode = false } = options;
  migrate(db, "workflows", new URL("./migrations/", import.meta.url));
  const now = () => clock.now();
  const alarms = new Alarms(clock);
  const waits = new EventWaits(log);
  const pushes = new ChangePushes(host, alarms, now);
  const retention = new Retention({ writer, now, keep: options.keep ?? KEEP, workflows: options.keepOf });
  /** Where the bundles of this life lie. */
  const paths = new Map<string, string>();

  const types = new TypeFiles(`${dataDir}/types`);
  const checker = new TypeChecker({ types, folder, clock, logger });
  const scripts: Scripts = new Scripts({
    db,
    writer,
    host,
    clock,
    logger,
    folder,
    types,
    checker,
    fingerprint: sdkFingerprint(),
    bundled: (hash, path) => void paths.set(hash, path),
    changed: (name) => void scriptChanged(name),
  });
  const signals = new Signals({ db, writer, now, unclaimed: () => runs.wakeRested() });
  const ends = new RunEnds(db);
  const withdrawals = new Withdrawals({ db, host, logger, now });
  const runs: Runs = new Runs({
    db,
    writer,
    log,
    host,
    authority: new Authority(db, host),
    alarms,
    waits,
    signals,
    secrets: (name, version) => grantedSecrets(name, version),
    net: (name, hash) => {
      const version = getVersion(db, hash);
      return version ? allowed(wantsOf(version.description), readGrant(db, name)).net : [];
    },
    invoke: (parent, child, signal, hooks) => children.invoke(parent, child, signal, hooks),
    logger,
    now,
    sharesClock: clock.isShared ?? false,
    bundlePath: (hash) => paths.get(hash) ?? restoreBundle(db, dataDir, hash),
    limit: (name) => scripts.live(name)?.description.concurrency?.limit ?? Infinity,
    changed: runChanged,
    interrupted: (row) => {
      cancelChildren(row);
      void withdrawals.runEnded(row);
    },
    lingerMs: options.lingerMs,
    idleMs: options.idleMs,
    maxSteps: options.maxSteps,
  });
  const admission = new Admission({
    db,
    writer,
    alarms,
    compartments: runs.compartments,
    logger,
    now,
    admitted: (name, made) => {
      arrange(name, made);
      runs.queue.pumpAll(name);
    },
  });
  const holds = new Holds({ db, alarms, now, due: (name) => runs.queue.pumpAll(name) });
  /** What the options of a workflow say of its new runs. */
  const arrange = (name: string, { held, replaced, leftOut }: Created) => {
    if (held) {
      runs.queue.reorder(name);
      holds.arm(name);
    }
    for (const id of leftOut) {
      const row = getRun(db, id);
      if (row) runChanged(row);
    }
    for (const id of replaced) void cancelRun(id, "with the one in whose place another begins");
  };
  const created = (name: string, made: Created) => {
    if (safeMode) return;
    const { keys, asking, runs: fresh } = made;
    arrange(name, made);
    if (asking) admission.wake(name);
    for (const run of fresh) runs.queue.offer(run);
    for (const key of keys) runs.queue.pumpSoon(name, key);
  };
  const live = (name: string) => scripts.live(name);
  const room = (name: string, key: string) => runs.queue.room(name, key);
  const beginAhead = (row: RunRow, insert: (db: Database) => void) => runs.beginAhead(row, insert);
  const intake = new EventIntake({ log, now, live, created, room, beginAhead });
  const schedules = new Schedules({ db, writer, log, alarms, logger, now, live, created });
  const input = new InputCheck(runs.compartments);
  const manual = new Manual({ writer, log, input, now, created });
  const liveVersions = () => scripts.all().flatMap((script) => script.live ?? []);
  const hooks = new Hooks({ writer, log, host, logger, now, live: liveVersions, created });
  const calls = new Calls({
    writer,
    log,
    input,
    ends,
    now,
    live: liveVersions,
    created,
    beginAhead(run) {
      if (room(run.name, run.key) === 0) return undefined;
      const ord = takeOrd(db);
      return beginAhead(newRow(run, ord), (db) => void insertRun(db, run, ord));
    },
  });
  const children: Children = new Children({
    db,
    writer,
    log,
    input,
    ends,
    now,
    live,
    created,
    cancel: (id) => void cancelRun(id, "with the one that began it"),
  });

  function grantedSecrets(name: string, { description }: Version): Record<string, string> {
    if (!description.secrets?.length) return {};
    const { secrets } = allowed(wantsOf(description), readGrant(db, name));
    return Object.fromEntries(secrets.flatMap((secret) => {
      const value = host.secret(secret);
      return value === undefined ? [] : [[secret, value]];
    }));
  }

  function runChanged(row: RunRow): void {
    if (!row.admitted) return;
    pushes.run(row);
    if (row.interrupt && (row.state === "sleeping" || row.state === "waiting")) ends.rests(row);
    if (!ENDED.has(row.state)) return;
    retention.runEnded();
    void withdrawals.runEnded(row);
    ends.ended(row);
    if (row.parent) runs.wakeRested();
    if (row.state === "cancelled") cancelChildren(row);
  }

  function cancelChildren({ id }: RunRow): void {
    for (const child of children.of(id)) void cancelRun(child.id, "with the one that began it");
  }

  async function cancelRun(id: string, why: string): Promise<void> {
    try {
      // Once is enough: a second time would end its cleaning up.
      if (!runs.get(id).interrupt) await runs.cancel(id, { by: `the host ${why}` });
    } catch (error) {
      logger.error(`Run ${id} could not be cancelled ${why}: ${(error as Error).message}`);
    }
  }

  async function scriptChanged(name: string): Promise<void> {
    const script = scripts.byName(name);
    if (script) pushes.workflow(workflowInfo(db, script, safeMode));
    else pushes.workflow({ name });
    try {
      if (script) return await follow(name);
      await Promise.all([intake.forget(name), schedules.forget(name)]);
      host.offer(calls);
    } catch (error) {
      logger.error(`"${name}" does not get events: ${(error as Error).message}`);
    }
  }

  /** Brings everything that begins runs of a workflow in line with its live version. */
  async function follow(name: string): Promise<void> {
    await intake.follow(name);
    await schedules.follow(name);
    host.offer(calls);
  }

  if (!safeMode) {
    await scripts.start();
    for (const { name } of scripts.all()) await follow(name);
    for (const orphan of children.orphans()) await cancelRun(orphan.id, "with the one that began it");
    await runs.restore();
    const queued = db.all<{ name: string }>("SELECT DISTINCT name FROM wf_runs WHERE state = 'queued'");
    for (const { name } of queued) {
      admission.wake(name);
      for (const id of replacedSingletons(db, name, live(name))) await cancelRun(id, "with an older one");
      runs.queue.pumpAll(name);
      holds.arm(name);
    }
    void withdrawals.catchUp();
    void retention.prune();
  }

  return {
    methods: workflowMethods({
      db,
      runs,
      ends,
      scripts,
      manual,
      signals,
      now,
      safeMode,
      sources: new Sources({ db, writer, scripts, host, now, folder, safeMode }),
      editor: checker,
      templates: options.templates ?? TEMPLATES,
      plugins: () => types.pluginIds(),
    }),
    hooks: safeMode ? { deliver: () => Promise.reject(offInSafeMode()) } : hooks,
    count: () => scripts.all().filter(({ live }) => live !== undefined).length,
    uses: () => scripts.all().flatMap(({ name, live }) => live ? [{ name, uses: live.description.uses }] : []),
    secretUses: () => secretUses(db, scripts.all()),
    methodsChanged: () => {
      if (!safeMode) scripts.methodsChanged();
    },
    async stop() {
      await Promise.all([scripts.close(), checker.close()]);
      schedules.close();
      await intake.close();
      waits.close();
      await Promise.all([runs.close(), admission.close()]);
      retention.close();
      pushes.close();
      alarms.close();
    },
  };
}

function offInSafeMode(): RpcError {
  return new RpcError("plugin_unavailable", "Workflows are off: the host was started in safe mode");
}

/** How a bundle begins that is a classic script and no module. */
const SCRIPT_MARK = "// needs ";

/** Puts a bundle that is only in the database on disk again; runs may be pinned to one that the folder of packages lost. */
function restoreBundle(db: Database, dataDir: string, hash: string): string {
  const bytes = bundleOf(db, hash);
  if (!bytes) throw new RpcError("not_found", `The bundle ${hash} is gone`);
  // Its first line says which form a bundle has, and a compartment goes by the name of the file.
  const isScript = new TextDecoder().decode(bytes.subarray(0, SCRIPT_MARK.length)) === SCRIPT_MARK;
  const path = `${dataDir}/packages/workflows/${hash}${isScript ? ".script.js" : ".js"}`;
  Deno.mkdirSync(`${dataDir}/packages/workflows`, { recursive: true });
  Deno.writeFileSync(`${path}.new`, bytes);
  Deno.renameSync(`${path}.new`, path);
  return path;
}
