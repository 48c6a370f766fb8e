/**
 * For programs that are run as services: registers the program itself, reports its health, ships logs and jobs. One file
 * without dependencies, for Deno, Bun, and Node (which takes types from 22.18 on; before that, take them out); copy it into
 * your project.
 *
 * ```ts
 * import { log, runOrStart, startJob } from "./service.ts";
 *
 * // `deno run -A main.ts --start` registers the program as a service and starts it; without, it runs.
 * await runOrStart({ service: { name: "books", readiness: { push: true } } }, async ({ health }) => {
 *   log.info("Listening", { port: 8080 });
 *   health(true);
 *   const job = startJob("Import");
 *   job.progress(20, { total: 100, message: "Reads the second file" });
 *   job.succeed();
 * });
 * ```
 *
 * Inside a service everything goes over its own output: no address, no token, and nothing waits. Outside, the host is reached
 * by BULKHEAD_URL and BULKHEAD_TOKEN, or on its own machine by its data folder (BULKHEAD_DATA, default ./data).
 */
import { readFileSync, write, writeSync } from "node:fs";
import { request } from "node:http";
import process from "node:process";

/** A service's spec as TOML has it; `exec` and `cwd` default to how this program was started. */
export interface ServiceSpec {
  service: { name: string; exec?: string[]; cwd?: string } & Record<string, unknown>;
  action?: Record<string, unknown>[];
}

/** How a program that was started as a service says that it is well. */
export interface ServiceRun {
  health: typeof health;
}

export type Level = "debug" | "info" | "warn" | "error";
export type Fields = Record<string, unknown>;

/** Lines that wait to be sent; more are dropped and counted. */
const MAX_LINES = 500;
const FLUSH_MS = 1_000;
/** A start that takes longer is an error that says what to do. */
const START_MS = 60_000;

/** Does this program run as a service? */
export function isService(): boolean {
  return process.env.BULKHEAD_SERVICE !== undefined;
}

/** With `--start` among its arguments the program registers itself, is started and ends; without, `run` runs. */
export async function runOrStart(spec: ServiceSpec, run: (service: ServiceRun) => unknown): Promise<void> {
  if (!process.argv.includes("--start")) {
    await run({ health });
    return;
  }
  try {
    await register(spec, { start: true });
    process.stdout.write(`${spec.service.name} runs\n`);
  } catch (error) {
    process.stderr.write(`${spec.service.name} was not started: ${(error as Error).message}\n`);
    process.exitCode = 1;
  }
}

/** Describes this program as a service; with `start` it is started, and this resolves when it is ready. */
export async function register(spec: ServiceSpec, { start = false, timeoutMs = START_MS } = {}): Promise<void> {
  const { name, exec, cwd, ...rest } = spec.service;
  const service = { name, exec: exec ?? ownCommand(), cwd: cwd ?? process.cwd(), env_inherit: ["PATH"], ...rest };
  await call("supervisor.service.register", { spec: { ...spec, service } });
  if (start) await call("supervisor.service.start", { name, wait: true, timeoutMs }, timeoutMs + 10_000);
}

/** How this program was started, without `--start`. */
function ownCommand(): string[] {
  const args = process.argv.slice(2).filter((arg) => arg !== "--start");
  const script = process.argv[1];
  const deno = (globalThis as { Deno?: { execPath(): string } }).Deno;
  return [...(deno ? [deno.execPath(), "run", "-A"] : [process.execPath]), ...(script ? [script] : []), ...args];
}

/** Says how the service is, to checks with `push = true`. */
export function health(ok: boolean, detail?: string): void {
  note({ bulkhead: "health", ok, ...(detail === undefined ? {} : { detail }) });
}

/** Structured lines: gathered, sent each second, at most 500 at a time; never waits. */
export interface Log {
  debug(message: string, fields?: Fields): void;
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
  /** Lines whose source has `.part` behind it. */
  child(part: string): Log;
}

export const log: Log = logger(undefined, undefined);

function logger(source: string | undefined, job: string | undefined): Log {
  const at = (level: Level) => (message: string, fields?: Fields) =>
    note({
      ...{ bulkhead: "log", level, message: String(message) },
      ...(source === undefined ? {} : { source }),
      ...(job === undefined ? {} : { job }),
      ...(fields === undefined ? {} : { fields }),
    });
  return {
    ...{ debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    child: (part) => logger(source === undefined ? part : `${source}.${part}`, job),
  };
}

/** A piece of work that others can follow. */
export interface ServiceJob {
  readonly id: string;
  /** Its lines, linked to the job. */
  readonly log: Log;
  progress(done: number, options?: { total?: number; message?: string }): void;
  succeed(message?: string): void;
  fail(message: string): void;
  /** A part of it. */
  child(name: string): ServiceJob;
}

export function startJob(name: string, { parentId }: { parentId?: string } = {}): ServiceJob {
  const id = crypto.randomUUID();
  const tell = (fields: Fields) =>
    note({ bulkhead: "job", id, name, ...(parentId === undefined ? {} : { parent: parentId }), ...fields });
  tell({ state: "running" });
  return {
    id,
    log: logger(undefined, id),
    progress: (done, { total, message } = {}) =>
      tell({ done, ...(total === undefined ? {} : { total }), ...(message === undefined ? {} : { message }) }),
    succeed: (message) => tell({ state: "succeeded", ...(message === undefined ? {} : { message }) }),
    fail: (message) => tell({ state: "failed", message }),
    child: (part) => startJob(part, { parentId: id }),
  };
}

/** How many lines were dropped since the start, because they came faster than they could be sent. */
export function dropped(): number {
  return droppedLines;
}

type Note = { bulkhead: "log" | "job" | "health" } & Fields;

const waiting: Note[] = [];
let droppedLines = 0;
let toldDropped = 0;
let sending = false;
let timer: ReturnType<typeof setTimeout> | undefined;

function note(note: Note): void {
  if (waiting.length >= MAX_LINES) {
    droppedLines++;
    return;
  }
  waiting.push(note);
  // Health and jobs are news; lines may wait for more.
  if (note.bulkhead !== "log") return void send();
  if (timer !== undefined) return;
  timer = setTimeout(() => void send(), FLUSH_MS);
  // A program that has nothing else to do may end.
  (timer as { unref?: () => void }).unref?.();
}

/** Sends what waits. Nobody has to call it: it happens each second, and at the end of the program. */
export async function flush(): Promise<void> {
  while (waiting.length > 0 || sending) {
    await send();
    if (sending) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function send(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  if (sending || waiting.length === 0) return;
  sending = true;
  const batch = take();
  try {
    if (isService()) await printed(batch.map((one) => `${JSON.stringify(one)}\n`).join(""));
    else await shipped(batch);
  } catch {
    // The host is away: what it does not hear of is counted, and nobody is kept waiting.
    droppedLines += batch.length;
  } finally {
    sending = false;
  }
  if (waiting.length > 0) void send();
}

function take(): Note[] {
  const lost = droppedLines - toldDropped;
  // The word about it is a line as well.
  const batch = waiting.splice(0, lost > 0 ? MAX_LINES - 1 : MAX_LINES);
  if (lost > 0) {
    toldDropped = droppedLines;
    batch.push({
      bulkhead: "log",
      level: "warn",
      message: `${lost} lines were dropped: they came faster than they could be sent`,
    });
  }
  return batch;
}

/** Through the system, not through the runtime's stream, which waits where the reader is slow. */
function printed(text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  return new Promise((resolve, reject) => {
    const rest = (at: number) =>
      write(1, bytes, at, bytes.length - at, null, (error, written) => {
        if (error && error.code === "EAGAIN") setTimeout(() => rest(at), 5);
        else if (error) reject(error);
        else if (at + written < bytes.length) rest(at + written);
        else resolve();
      });
    rest(0);
  });
}

async function shipped(batch: Note[]): Promise<void> {
  const records = batch.filter(({ bulkhead }) => bulkhead === "log").map((
    { bulkhead: _, source, job, fields, ...line },
  ) => ({
    ...line,
    source: source === undefined ? programName() : `${programName()}.${source}`,
    fields: { ...fields as Fields, ...(job === undefined ? {} : { job }) },
  }));
  if (records.length > 0) await call("host.log.insert", { records });
  for (const { bulkhead, parent, ...report } of batch) {
    if (bulkhead !== "job") continue;
    await call("supervisor.job.report", { ...report, ...(parent === undefined ? {} : { parentId: parent }) });
  }
}

function programName(): string {
  const file = (process.argv[1] ?? "program").replace(/^.*[\\/]/, "").replace(/\.\w+$/, "");
  return file.replace(/[^\w-]/g, "_") || "program";
}

process.on("exit", () => {
  if (!isService()) return;
  for (const one of take()) {
    try {
      writeSync(1, `${JSON.stringify(one)}\n`);
    } catch {
      return;
    }
  }
});

/** Calls a method of the host. Rejects with what went wrong and what to do. */
export async function call<T = unknown>(method: string, params: unknown, timeoutMs = 10_000): Promise<T> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const { BULKHEAD_URL: url, BULKHEAD_TOKEN: token } = process.env;
  const text = url ? await byUrl(url, token, body, timeoutMs) : await bySocket(body, timeoutMs);
  const answer = JSON.parse(text) as { result?: T; error?: { message: string; data?: { hint?: string } } };
  if (answer.error) throw new Error([answer.error.message, answer.error.data?.hint].filter(Boolean).join(". "));
  return answer.result as T;
}

async function byUrl(url: string, token: string | undefined, body: string, timeoutMs: number): Promise<string> {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const signal = AbortSignal.timeout(timeoutMs);
  return await (await fetch(new URL("/rpc", url), { method: "POST", headers, body, signal })).text();
}

function bySocket(body: string, timeoutMs: number): Promise<string> {
  const data = process.env.BULKHEAD_DATA || "./data";
  let token: string;
  try {
    token = readFileSync(`${data}/run/token`, "utf8").trim();
  } catch {
    throw new Error(
      `No host runs with the data folder "${data}": set BULKHEAD_DATA to that of the running one, or BULKHEAD_URL and BULKHEAD_TOKEN`,
    );
  }
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", authorization: `Bearer ${token}`, host: "localhost" };
    const options = { socketPath: `${data}/run/rpc.sock`, path: "/rpc", method: "POST", headers, timeout: timeoutMs };
    const asking = request(options, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part: string) => text += part);
      answer.on("end", () => resolve(text));
    });
    asking.on("timeout", () => asking.destroy(new Error(`The host did not answer within ${timeoutMs / 1_000} s`)));
    asking.on("error", reject);
    asking.end(body);
  });
}
