import { lineReader } from "../harness/mod.ts";

/** The product as a newcomer starts it: a process of its own, default sign-in, a data folder of its own. */
export interface Product extends AsyncDisposable {
  url: string;
  /** The one-time link for the first owner; undefined once the server is claimed. */
  claimLink?: string;
  pid: number;
  dataDir: string;
  /** The folder whose scripts it runs: a copy of the shipped ones. */
  workflowsDir: string;
  /** Ends it at once, as a power cut would. */
  killHard(): Promise<void>;
}

export interface ProductOptions {
  /** An earlier product's folders, to start again on them. */
  again?: { dataDir: string; workflowsDir: string; port: string };
  /** Default a free one. */
  port?: string;
  /** Text of bulkhead.toml. */
  toml?: string;
  env?: Record<string, string>;
  /** What to start it with: a command that runs the command behind it (`unshare … sh -c '… exec "$@"'`). */
  launcher?: (dataDir: string) => string[];
}

/** Starts `host/main.ts` and waits for its ready line; folders are removed at the end unless they were given. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.again?.dataDir ?? await Deno.makeTempDir({ prefix: "bulkhead-e2e-" });
  if (options.toml !== undefined) await Deno.writeTextFile(`${dataDir}/bulkhead.toml`, options.toml);
  const workflowsDir = options.again?.workflowsDir ?? await copyShippedScripts();
  const [command, ...before] = [...(options.launcher?.(dataDir) ?? []), Deno.execPath()];
  const child = new Deno.Command(command!, {
    args: [
      ...before,
      ...["run", "-A", "--frozen", "host/main.ts", "--log-format", "json"],
      ...["--port", options.again?.port ?? options.port ?? "0", "--data", dataDir, "--workflows", workflowsDir],
    ],
    env: options.env,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const lines = lineReader(child.stdout);
  let url = "";
  let claimLink: string | undefined;
  while (url === "") {
    const line = await lines.next();
    if (line === undefined) {
      throw new Error(`The product ended before it was ready: exit code ${(await child.status).code}`);
    }
    claimLink ??= line.match(/http[^\s"]*\/claim#[^\s"]+/)?.[0];
    if (line.includes('"event":"ready"')) url = JSON.parse(line).url;
  }
  const rest = lines.drain();
  let ended = false;
  const end = async (signal: Deno.Signal) => {
    if (ended) return;
    ended = true;
    child.kill(signal);
    await child.status;
    await rest;
  };
  return {
    url,
    claimLink,
    pid: child.pid,
    dataDir,
    workflowsDir,
    killHard: () => end("SIGKILL"),
    async [Symbol.asyncDispose]() {
      await end("SIGTERM");
      if (options.again) return;
      await Deno.remove(dataDir, { recursive: true });
      await Deno.remove(workflowsDir, { recursive: true });
    },
  };
}

async function copyShippedScripts(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "bulkhead-e2e-workflows-" });
  const source = new URL("../../workflows/", import.meta.url);
  for await (const entry of Deno.readDir(source)) {
    if (entry.isFile && entry.name.endsWith(".ts") && !entry.name.endsWith("_test.ts")) {
      await Deno.copyFile(new URL(entry.name, source), `${folder}/${entry.name}`);
    }
  }
  return folder;
}
