import { CHECKOUT, type SpawnedHost, spawnHost } from "../harness/mod.ts";

/** The product as a child process with everything that ships, in a folder of its own or a given one. */
export interface HostProcess extends AsyncDisposable {
  host: SpawnedHost;
  /** From the launch of the process to its `ready` line, in milliseconds. */
  readyMs: number;
}

/** Starts `host/main.ts` in dev mode on a free port and waits for its ready line. */
export async function startHostProcess(options: { dir?: string; args?: string[] } = {}): Promise<HostProcess> {
  const dir = options.dir ?? await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  const startedAt = performance.now();
  const shipped = ["--plugins", `${CHECKOUT}/plugins`, "--workflows", `${CHECKOUT}/workflows`];
  const host = await spawnHost({ dir, args: [...shipped, ...options.args ?? []] });
  const readyMs = performance.now() - startedAt;
  return {
    host,
    readyMs,
    async [Symbol.asyncDispose]() {
      await host[Symbol.asyncDispose]();
      if (!options.dir) await Deno.remove(dir, { recursive: true });
    },
  };
}
