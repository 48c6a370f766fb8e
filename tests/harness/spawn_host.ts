import { CHECKOUT, type FileTree, makePluginsFolder, type PluginFolders, writeTree } from "./folders.ts";
import { type CallOptions, callRpc, type HookOptions, postHook } from "./rpc_client.ts";
import { lineReader } from "./line_reader.ts";
import { processesOf } from "./processes.ts";

export interface SpawnOptions extends PluginFolders {
  /** Scripts: names of shipped ones, or files by name. */
  workflows?: string[] | FileTree;
  /** Holds `data`, `plugins` and `workflows`; a new one is made by default. It is never removed by this. */
  dir?: string;
  /** More flags. */
  args?: string[];
  env?: Record<string, string>;
  /** Until the ready line; default 60,000. */
  startMs?: number;
}

/** The product as a process of its own, the way a person starts it. */
export interface SpawnedHost extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  readonly dir: string;
  /** What stood in the ready line. */
  readonly ready: { url: string; plugins: number; workflows: number; ms: number };
  readonly claimLink: string | undefined;
  call<T = Record<string, unknown>>(method: string, params?: unknown, options?: CallOptions): Promise<T>;
  hook(path: string, body: unknown, options?: HookOptions): Promise<{ status: number; text: string; headers: Headers }>;
  /** Sends a signal and waits for the end; answers the exit code. */
  end(signal: Deno.Signal): Promise<number>;
  /** Everything that it wrote to stderr so far. */
  stderr(): string;
}

/** Starts `host/main.ts` in dev mode on a free port and waits for its ready line. */
export async function spawnHost(options: SpawnOptions = {}): Promise<SpawnedHost> {
  const dir = options.dir ?? await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-spawn-" }));
  await prepare(dir, options);
  const child = new Deno.Command(Deno.execPath(), {
    cwd: CHECKOUT,
    args: [
      ...["run", "-A", "--frozen", "host/main.ts", "--log-format", "json", "--port", "0", "--auth", "dev", "--demo"],
      ...["--data", `${dir}/data`, "--plugins", `${dir}/plugins`, "--workflows", `${dir}/workflows`],
      ...options.args ?? [],
    ],
    env: { NO_COLOR: "1", ...options.env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let stderr = "";
  const errors = readText(child.stderr, (text) => stderr = (stderr + text).slice(-100_000));
  const lines = lineReader(child.stdout);
  const late = setTimeout(() => kill(child, "SIGKILL"), options.startMs ?? 60_000);
  const announced = await readAnnouncement(lines.next).finally(() => clearTimeout(late));
  if (!announced) {
    const { code } = await child.status;
    await errors;
    throw new SpawnError(`The host ended with code ${code} before it was ready:\n${stderr}`, code, stderr);
  }
  const { ready, claimLink } = announced;
  const rest = lines.drain();
  let ended: Promise<number> | undefined;
  const end = (signal: Deno.Signal): Promise<number> =>
    ended ??= (async () => {
      kill(child, signal);
      const { code } = await child.status;
      await Promise.all([rest, errors]);
      return code;
    })();
  return {
    url: ready.url,
    pid: child.pid,
    dir,
    ready,
    claimLink,
    call: (method, params = {}, how = {}) => callRpc(ready.url, method, params, how),
    hook: (path, body, how) => postHook(ready.url, path, body, how),
    end,
    stderr: () => stderr,
    async [Symbol.asyncDispose]() {
      await end("SIGTERM");
      for (const pid of processesOf(`${dir}/data`)) Deno.kill(pid, "SIGKILL");
    },
  };
}

/** The host ended before it was ready. */
export class SpawnError extends Error {
  override readonly name = "SpawnError";
  constructor(message: string, readonly code: number, readonly stderr: string) {
    super(message);
  }
}

async function prepare(dir: string, options: SpawnOptions): Promise<void> {
  if (await Deno.stat(`${dir}/plugins`).then(() => true, () => false)) return;
  await makePluginsFolder(`${dir}/plugins`, options);
  await Deno.mkdir(`${dir}/workflows`, { recursive: true });
  const { workflows = [] } = options;
  if (!Array.isArray(workflows)) return await writeTree(`${dir}/workflows`, workflows);
  for (const name of workflows) await Deno.copyFile(`${CHECKOUT}/workflows/${name}.ts`, `${dir}/workflows/${name}.ts`);
}

async function readAnnouncement(next: () => Promise<string | undefined>) {
  let claimLink: string | undefined;
  for (let line = await next(); line !== undefined; line = await next()) {
    if (!line.startsWith("{")) continue;
    const message = JSON.parse(line);
    if (message.event === "claim") claimLink = message.url;
    if (message.event === "ready") return { ready: message as SpawnedHost["ready"], claimLink };
  }
  return undefined;
}

async function readText(stream: ReadableStream<Uint8Array>, take: (text: string) => void): Promise<void> {
  for await (const text of stream.pipeThrough<string>(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    take(text);
  }
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended by itself.
  }
}
