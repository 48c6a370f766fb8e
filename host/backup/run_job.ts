import { BackupError, type BackupFault } from "./backup_error.ts";
import type { Created, CreateOptions } from "./create/create_backup.ts";
import type { Manifest } from "./format.ts";
import type { Damage } from "./read/read_archive.ts";
import type { RestoreOptions } from "./read/restore_backup.ts";

/** What a thread does. */
export type ThreadJob =
  | { kind: "verify"; archive: string; passphrase?: string }
  | { kind: "restore"; options: Omit<RestoreOptions, "progress"> };

export type Job = { kind: "create"; options: Omit<CreateOptions, "progress"> } | ThreadJob;

/** What comes of each. */
export interface JobResults {
  create: Created;
  verify: { manifest: Manifest; damaged: Damage[] };
  restore: Manifest;
}

/** What it tells. */
export type Report =
  | { kind: "progress"; done: number; total: number }
  | { kind: "done"; value: unknown }
  | { kind: "failed"; fault: BackupFault | undefined; message: string };

interface RunOptions {
  progress?(done: number, total: number): void;
  signal?: AbortSignal;
}

/**
 * Runs a job away from the host's thread: a thread of its own, or a process where databases are read. Aborting ends it where it
 * is; what it leaves has no name of a backup.
 */
export async function runJob<K extends Job["kind"]>(
  job: Job & { kind: K },
  options: RunOptions = {},
): Promise<JobResults[K]> {
  const order: Job = job;
  const { signal } = options;
  signal?.throwIfAborted();
  const ended = Promise.withResolvers<JobResults[K]>();
  const abort = () => ended.reject(new BackupError("busy", "The host is stopping: the backup was given up"));
  signal?.addEventListener("abort", abort, { once: true });
  const take = (report: Report) => {
    if (report.kind === "progress") options.progress?.(report.done, report.total);
    else if (report.kind === "done") ended.resolve(report.value as JobResults[K]);
    else ended.reject(report.fault ? new BackupError(report.fault, report.message) : new Error(report.message));
  };
  const failed = (why: string) => ended.reject(new Error(`The backup could not be worked on: ${why}`));
  await using _runner = order.kind === "create"
    ? inProcess(order.options, { take, failed })
    : inThread(order, { take, failed });
  try {
    return await ended.promise;
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

interface Ear {
  take(report: Report): void;
  failed(why: string): void;
}

function inThread(job: ThreadJob, { take, failed }: Ear): AsyncDisposable {
  const thread = new Worker(new URL("./_thread.ts", import.meta.url), { type: "module" });
  thread.onmessage = ({ data }: MessageEvent<Report>) => take(data);
  thread.onerror = (event) => {
    event.preventDefault();
    failed(event.message);
  };
  thread.postMessage(job);
  return { [Symbol.asyncDispose]: () => Promise.resolve(thread.terminate()) };
}

const PROGRAM = decodeURIComponent(new URL("./_process.ts", import.meta.url).pathname);
const CONFIG = decodeURIComponent(new URL("../../deno.json", import.meta.url).pathname);
/** What the runtime needs to find its cache, and programs a place for what is temporary. */
const INHERITED = ["HOME", "DENO_DIR", "XDG_CACHE_HOME", "PATH", "TMPDIR"];
const MAX_STDERR = 4_000;

function inProcess(options: Omit<CreateOptions, "progress">, { take, failed }: Ear): AsyncDisposable {
  const env = INHERITED.flatMap((name) => {
    const value = Deno.env.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  const child = new Deno.Command(Deno.execPath(), {
    // Nothing is fetched for it.
    args: ["run", "-A", "--frozen", "--cached-only", "--config", CONFIG]
      .concat(PROGRAM),
    clearEnv: true,
    env: { ...Object.fromEntries(env), NO_COLOR: "1" },
    ...{ stdin: "piped", stdout: "piped", stderr: "piped" },
  }).spawn();
  const order = child.stdin.getWriter();
  // By this way and not among the arguments, which every user of the machine can read. When it is gone its end is told below.
  order.write(new TextEncoder().encode(`${JSON.stringify(options)}\n`)).catch(() => {});
  const told = readReports(child.stdout, take);
  const complaints = new Response(child.stderr).text();
  const ended = Promise.all([child.status, told, complaints]).then(([{ code, signal }, , text]) =>
    failed(`its process ended with ${signal ?? `code ${code}`}: ${text.trim().slice(-MAX_STDERR)}`)
  );
  return {
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch { /* it has ended */ }
      await ended;
      await order.close().catch(() => {});
    },
  };
}

async function readReports(stdout: ReadableStream<Uint8Array>, take: (report: Report) => void): Promise<void> {
  let rest = "";
  for await (const text of stdout.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    const lines = `${rest}${text}`.split("\n");
    rest = lines.pop()!;
    for (const line of lines) take(JSON.parse(line));
  }
}
