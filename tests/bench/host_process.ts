import { TextLineStream } from "./lines.ts";

/** The product as a child process, the way a person starts it, in a temporary data folder of its own or a given one. */
export interface HostProcess extends AsyncDisposable {
  url: string;
  pid: number;
  dataDir: string;
  /** From the launch of the process to its `ready` line, in milliseconds. */
  readyMs: number;
  /** A call as the seeded owner `alice` (dev mode). */
  call<T>(method: string, params: unknown): Promise<T>;
}

/** Starts `host/main.ts` in dev mode on a free port and waits for its ready line. */
export async function startHostProcess(options: { dataDir?: string; args?: string[] } = {}): Promise<HostProcess> {
  const dataDir = options.dataDir ?? await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  const startedAt = performance.now();
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "-A", "--frozen", "host/main.ts"],
      ...["--port", "0", "--data", dataDir, "--auth", "dev", "--demo", "--log-format", "json"],
      ...(options.args ?? []),
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream()).getReader();
  let url = "";
  while (url === "") {
    const { value, done } = await lines.read();
    if (done) throw new Error(`The host ended before it was ready: exit code ${(await child.status).code}`);
    if (value.includes('"event":"ready"')) url = JSON.parse(value).url;
  }
  const readyMs = performance.now() - startedAt;
  const drained = drain(lines);

  return {
    url,
    pid: child.pid,
    dataDir,
    readyMs,
    async call<T>(method: string, params: unknown): Promise<T> {
      const response = await fetch(`${url}/rpc`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-user": "alice" },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
      });
      const body = await response.json();
      if (body.error) throw new Error(`${method}: ${body.error.message}`);
      return body.result as T;
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await drained;
      if (!options.dataDir) await Deno.remove(dataDir, { recursive: true });
    },
  };
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}
