import assert from "node:assert/strict";
import type { Logger } from "../../../host/observe/ports.ts";
import {
  type Compartment,
  type CompartmentLimits,
  type CompartmentSpec,
  createSandbox,
  type EndRecord,
  type PermissionUse,
  type Sandbox,
  type SandboxOptions,
} from "../../../host/sandbox/mod.ts";
import { compile } from "../../../host/packages/compile.ts";
import type { LogRecord } from "../../../host/sdk/channel/protocol.ts";
import { withoutParts } from "../../harness/mod.ts";

/** What a refused attempt says, whichever layer of the runtime refused it. */
export const REFUSED =
  /NotCapable|PermissionDenied|Requires \w+ access|ERR_ACCESS_DENIED|EACCES|EPERM|NotInCompartmentError|absent: /;

/** How an attempt went. */
export interface Outcome {
  name: string;
  /** What it answered: it worked. */
  value?: unknown;
  /** What it threw: it was refused, or could not. */
  error?: string;
}

export interface RoomOptions {
  net?: string[];
  limits?: Partial<CompartmentLimits>;
  /** Name of a folder in which all of it lies. */
  below?: string;
  /** Another entry than the probe, as a source text. */
  entry?: string;
  /** In which form the probe runs; default script. */
  form?: ProbeForm;
  sandbox?: Partial<SandboxOptions>;
  /** Answers requests that come out of the compartment; default: `null` to all. */
  onRequest?: (method: string, params: unknown) => unknown;
}

/** A compartment with the probe in it, and a secret beside it that it must not get at. */
export interface Room extends AsyncDisposable {
  sandbox: Sandbox;
  compartment: Compartment;
  /** The host's data folder. */
  root: string;
  /** The compartment's data folder. */
  dataDir: string;
  /** A folder beside it: another plugin's. */
  otherDir: string;
  logs: { source: string; record: LogRecord }[];
  notifications: string[];
  pressures: string[];
  uses: PermissionUse[];
  responsive: boolean[];
  /** Runs one attempt; it may take `timeoutMs` (default 20 s). Rejects when the compartment ends meanwhile. */
  attempt(name: string, args?: Record<string, unknown>, timeoutMs?: number): Promise<Outcome>;
  /** Names of all attempts of a group. */
  names(group: string): Promise<string[]>;
  /** Runs an attempt that must end the compartment; answers how it ended. */
  end(name: string, args?: Record<string, unknown>): Promise<EndRecord>;
  /** Starts another compartment of the same kind beside it. */
  another(options?: RoomOptions): Promise<Compartment>;
}

/** The word that stands in the probe's own files, and the one that stands in everyone else's. */
export const OWN_WORD = "own-word-5d1c";
export const SECRET_WORD = "secret-word-93af";

export async function openRoom(options: RoomOptions = {}): Promise<Room> {
  const made = await Deno.makeTempDir({ prefix: "bulkhead-escape-" });
  const root = options.below === undefined ? made : `${made}/${options.below}`;
  const dataDir = `${root}/plugins/probe`;
  const otherDir = `${root}/plugins/other`;
  await furnish(dataDir, OWN_WORD);
  await furnish(otherDir, SECRET_WORD);
  const logs: Room["logs"] = [];
  const notifications: string[] = [];
  const pressures: string[] = [];
  const uses: PermissionUse[] = [];
  const responsive: boolean[] = [];
  const sink = {
    write: (source: string, records: LogRecord[]) => records.forEach((record) => logs.push({ source, record })),
  };
  const sandbox = await createSandbox({
    dataDir: root,
    logger: silent(),
    sink,
    clock,
    without: withoutParts(),
    ...options.sandbox,
  });
  const compartments: Compartment[] = [];
  const start = async ({ net, limits, entry, form, onRequest }: RoomOptions) => {
    const file = `${root}/entry-${crypto.randomUUID()}${
      entry === undefined && form !== "module" ? ".script.js" : ".js"
    }`;
    if (entry === undefined) await Deno.copyFile(await probeBundle(form), file);
    else await Deno.writeTextFile(file, entry);
    const compartment = await sandbox.start(specOf(file, dataDir, net ?? [], limits ?? {}), {
      request: (method, params) => Promise.resolve(onRequest?.(method, params) ?? null),
      notification: (method) => notifications.push(method),
      permissionUsed: (use) => uses.push(use),
      pressure: (limit) => pressures.push(limit),
      responsive: (now) => responsive.push(now),
    });
    compartments.push(compartment);
    return compartment;
  };
  let compartment: Compartment;
  try {
    compartment = await start(options);
  } catch (error) {
    await Deno.remove(made, { recursive: true });
    throw error;
  }
  return {
    sandbox,
    compartment,
    root,
    dataDir,
    otherDir,
    logs,
    notifications,
    pressures,
    uses,
    responsive,
    attempt: async (name, args = {}, timeoutMs = 20_000) => {
      const outcome = await compartment.request<Outcome>("attempt", { name, args }, { timeoutMs });
      assert.ok(!("missing" in outcome), `the probe knows no attempt ${name}`);
      return { ...outcome, name };
    },
    names: async (group) =>
      (await compartment.request<string[]>("names", {})).filter((name) => name.startsWith(`${group}/`)),
    end: async (name, args = {}) => {
      const call = compartment.request("attempt", { name, args }, { timeoutMs: 60_000 });
      const outcome = await Promise.race([call, compartment.ended]).catch(() => undefined);
      const end = await within(compartment.ended, 30_000, `${name} did not end the compartment`);
      await call.catch(() => {});
      void outcome;
      return end;
    },
    another: (more = {}) => start({ ...options, ...more }),
    async [Symbol.asyncDispose]() {
      await Promise.all(compartments.map((one) => one.stop({ graceMs: 500 })));
      await Deno.remove(made, { recursive: true });
    },
  };
}

/** Puts the same files everywhere, with another word in them. */
async function furnish(folder: string, word: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(`${folder}/file.txt`, JSON.stringify(word));
  await Deno.writeTextFile(`${folder}/file.json`, JSON.stringify(word));
  await Deno.writeTextFile(`${folder}/file.cjs`, `module.exports = ${JSON.stringify(word)};`);
  await Deno.writeTextFile(`${folder}/file.env`, `WORD=${word}\n`);
  await Deno.writeTextFile(`${folder}/module.js`, `export default ${JSON.stringify(word)};`);
  const { DatabaseSync } = await import("node:sqlite");
  using db = new DatabaseSync(`${folder}/secrets.db`);
  db.exec("CREATE TABLE secrets (word TEXT)");
  db.prepare("INSERT INTO secrets VALUES (?)").run(word);
}

const LIMITS: CompartmentLimits = {
  workers: 0,
  cpu: 1,
  memoryMb: 128,
  storageMb: 1_024,
  callMs: 30_000,
  startMs: 20_000,
  maxConcurrent: 256,
  eventsPerSecond: 100,
  logsPerMinute: 1_000,
};

export function specOf(
  entry: string,
  dataDir: string,
  net: string[],
  limits: Partial<CompartmentLimits>,
): CompartmentSpec {
  const all = { ...LIMITS, ...limits };
  return {
    id: "probe",
    entry,
    dataDir,
    permissions: { net, sys: [] },
    limits: all,
    init: {
      kind: "plugin",
      id: "probe",
      version: "1.0.0",
      dataDir,
      settings: {},
      secrets: {},
      limits: { callMs: all.callMs, maxConcurrent: all.maxConcurrent, storageMb: all.storageMb },
      validateResults: false,
    },
  };
}

export const clock = {
  now: () => Date.now(),
  timer: (delayMs: number, callback: () => void) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

export function silent(): Logger {
  const logger: Logger = { debug() {}, info() {}, warn() {}, error() {}, child: () => logger };
  return logger;
}

/** The forms in which bundles run: one classic script, or an ES module where the code awaits at its top level. */
export type ProbeForm = "script" | "module";

const bundled = new Map<ProbeForm, Promise<string>>();

/** Path of the probe as one file, compiled as plugins are; made once per run of the tests. */
export function probeBundle(form: ProbeForm = "script"): Promise<string> {
  const path = bundled.get(form) ?? bundle(form);
  bundled.set(form, path);
  return path;
}

async function bundle(form: ProbeForm): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "bulkhead-probe-" });
  globalThis.addEventListener("unload", () => Deno.removeSync(root, { recursive: true }));
  await Deno.writeTextFile(`${root}/deno.json`, "{}");
  const serve = new URL("./probe/serve.ts", import.meta.url).pathname;
  // A module is what a bundle becomes when a script is impossible: one that awaits at its top level.
  const text = `import ${JSON.stringify(serve)};\n${form === "module" ? "await Promise.resolve();\n" : ""}`;
  await Deno.writeTextFile(`${root}/wrapper.ts`, text);
  const compiled = await compile({ root, wrapper: `${root}/wrapper.ts` });
  if ("fault" in compiled) throw new Error(compiled.fault);
  assert.equal(compiled.form, form);
  const path = `${root}/${form === "script" ? "probe.script.js" : "probe.js"}`;
  await Deno.writeTextFile(path, compiled.code);
  return path;
}

/** Rejects when a promise takes longer. */
export async function within<T>(promise: Promise<T>, ms: number, message: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => timer = setTimeout(() => reject(new Error(message)), ms));
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until a condition holds; fails with the message after `ms` (default 10 s). */
export async function until(condition: () => boolean, message: string, ms = 10_000): Promise<void> {
  const deadline = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(message);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Runs all attempts and answers those that did not come out as expected, as lines to read. */
export async function unexpected(
  room: Room,
  names: string[],
  args: Record<string, unknown>,
  isExpected: (outcome: Outcome) => boolean,
): Promise<string[]> {
  const lines: string[] = [];
  for (const name of names) {
    const outcome = await room.attempt(name, args);
    if (!isExpected(outcome)) lines.push(`${name} → ${JSON.stringify(outcome.value ?? outcome.error)}`);
  }
  return lines;
}

/** Refused by a permission, and nothing of the secret in what was said. */
export function isRefused(outcome: Outcome): boolean {
  return outcome.error !== undefined && REFUSED.test(outcome.error) && !outcome.error.includes(SECRET_WORD);
}
