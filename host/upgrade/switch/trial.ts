import { UpgradeError } from "../ports.ts";
import { hostCommand } from "./run_release.ts";

export interface TrialOptions {
  /** Folder of the release. */
  folder: string;
  /** Folder with a copy of the data. */
  dataDir: string;
  /** Folder of the plugins that it will run. */
  pluginsDir: string;
  version: string;
  env: Record<string, string | undefined>;
  readyMs: number;
  signal: AbortSignal;
}

/** Of what it printed the end is kept. */
const MAX_OUTPUT = 64 * 1024;

/**
 * Starts a release on a copy of the data, where it may change what it wants, waits until it serves, and ends it. It brings the
 * data of plugins up to date, and runs neither them nor workflows: what these do reaches out of the copy. Rejects with {@linkcode UpgradeError}.
 */
export async function trial(
  { folder, dataDir, pluginsDir, version, env, readyMs, signal }: TrialOptions,
): Promise<void> {
  const child = hostCommand(folder, [
    ...["--data", dataDir, "--host", "127.0.0.1", "--port", "0", "--log-format", "json"],
  ], {
    env,
    add: { BULKHEAD_TRIAL: "1", BULKHEAD_PLUGINS: pluginsDir, OTEL_DENO: "false", NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const late = AbortSignal.timeout(readyMs);
  const stop = AbortSignal.any([signal, late]);
  const kill = () => {
    try {
      child.kill("SIGKILL");
    } catch { /* it has ended */ }
  };
  stop.addEventListener("abort", kill, { once: true });
  const errors = endOf(child.stderr);
  try {
    const url = await readyLine(child.stdout);
    if (url === undefined) {
      const { code } = await child.status;
      const said = shorten(await errors);
      signal.throwIfAborted();
      const how = late.aborted ? `was not ready within ${readyMs / 1_000} s` : `ended with code ${code}`;
      throw new UpgradeError(
        "trial_failed",
        `Version ${version} ${how} when it was tried on a copy of the data${said ? `: ${said}` : ""}`,
        "Nothing was changed: tell whoever publishes the release",
      );
    }
    const health = await (await fetch(`${url}/health`, { signal: stop })).json() as { version?: string };
    if (health.version !== version) {
      throw new UpgradeError("trial_failed", `Version ${version} says at its start that it is "${health.version}"`);
    }
    child.kill("SIGTERM");
    await child.status;
  } finally {
    stop.removeEventListener("abort", kill);
    kill();
    await child.status;
    await errors;
  }
}

/** The address in the ready line; undefined when it ended before. */
async function readyLine(stdout: ReadableStream<Uint8Array>): Promise<string | undefined> {
  let found: string | undefined;
  let rest = "";
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  const text = stdout.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>);
  // Read on to the end, so that it never waits for a reader.
  void (async () => {
    for await (const chunk of text) {
      if (found) continue;
      rest = (rest + chunk).slice(-MAX_OUTPUT);
      const lines = rest.split("\n");
      rest = lines.pop()!;
      const line = lines.find((line) => line.startsWith('{"event":"ready"'));
      if (line) resolve(found = (JSON.parse(line) as { url: string }).url);
    }
    resolve(found);
  })().catch(() => resolve(found));
  return await promise;
}

async function endOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let all = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)) {
    all = (all + chunk).slice(-MAX_OUTPUT);
  }
  return all;
}

/** The words of the host itself, without log lines and stacks. */
function shorten(text: string): string {
  const own = text.split("\n").filter((line) => /^(bulkhead|error): /.test(line)).map((line) =>
    line.replace(/^\w+: /, "")
  );
  return (own.length > 0 ? own.join(" ") : text.trim().split("\n").slice(-5).join(" ")).slice(0, 1_000);
}
