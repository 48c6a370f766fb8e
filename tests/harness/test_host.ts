import { loadConfig } from "../../host/config/mod.ts";
import { type HostOverrides, type RunningHost, startHost } from "../../host/main.ts";
import { CHECKOUT, type FileTree, makePluginsFolder, PACKAGES, type PluginFolders, writeTree } from "./folders.ts";
import { type CallOptions, callRpc, type HookOptions, postHook } from "./rpc_client.ts";
import { withoutParts } from "./without_parts.ts";
import { openSocket, type SocketClient } from "./socket_client.ts";

export interface TestHostOptions extends PluginFolders, HostOverrides {
  /** Scripts: names of shipped ones, or files by name. Default none. */
  workflows?: string[] | FileTree;
  /** Default dev: the people alice (owner), bob, carol and dave sign in without a password. */
  auth?: "dev" | "local" | "oidc" | "proxy";
  /** Text of bulkhead.toml. */
  toml?: string;
  /** More flags of the command line. */
  args?: string[];
  /** Secrets by name. */
  secrets?: Record<string, string>;
  /** Folder to use again; it is kept at the end. Default a new one that is removed. */
  dir?: string;
}

/** The whole product in this process, on a free port, in a temporary folder. */
export interface TestHost extends AsyncDisposable {
  readonly url: string;
  readonly running: RunningHost;
  /** Holds `data`, `plugins` and `workflows`. */
  readonly dir: string;
  readonly dataDir: string;
  readonly pluginsDir: string;
  readonly workflowsDir: string;
  /** Over HTTP, as alice unless another is named. Rejects with RpcError. */
  call<T = Record<string, unknown>>(method: string, params?: unknown, options?: CallOptions): Promise<T>;
  /** Posts to `/hooks/<path>`. */
  hook(path: string, body: unknown, options?: HookOptions): Promise<{ status: number; text: string; headers: Headers }>;
  /** Closed with the host. */
  ws(as?: string): Promise<SocketClient>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  stop(): Promise<void>;
}

/**
 * Starts the real product in the test's own process.
 *
 * ```ts
 * await using host = await testHost({ plugins: ["chat"] });
 * await host.call("chat.message.send", { channel: "#general", text: "hi" }, { as: "bob" });
 * ```
 */
export async function testHost(options: TestHostOptions = {}): Promise<TestHost> {
  const dir = options.dir ?? await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-test-" }));
  const [dataDir, pluginsDir, workflowsDir] = [`${dir}/data`, `${dir}/plugins`, `${dir}/workflows`];
  const fresh = !await exists(pluginsDir);
  if (fresh) {
    await makePluginsFolder(pluginsDir, options);
    await makeWorkflowsFolder(workflowsDir, options.workflows ?? []);
  }
  if (options.toml !== undefined) await writeTree(dataDir, { "bulkhead.toml": options.toml });
  const auth = options.auth ?? "dev";
  const config = loadConfig([
    ...["--port", "0", "--data", dataDir, "--plugins", pluginsDir, "--workflows", workflowsDir, "--auth", auth],
    ...["--log-format", "json"],
    ...(auth === "dev" ? ["--demo"] : []),
    ...options.args ?? [],
  ], {});
  config.warnings.length = 0;
  let running: RunningHost;
  try {
    running = await startHost(config, {
      pages: false,
      watch: false,
      quiet: true,
      packagesDir: PACKAGES,
      validateResults: true,
      without: withoutParts(),
      ...options,
      env: { ...options.env, ...secretVariables(options.secrets ?? {}) },
    });
  } catch (error) {
    if (!options.dir) await Deno.remove(dir, { recursive: true });
    throw error;
  }
  const sockets: SocketClient[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () =>
    stopped ??= (async () => {
      await Promise.all(sockets.map((socket) => socket.close()));
      await running.stop();
    })();
  return {
    url: running.url,
    running,
    dir,
    dataDir,
    pluginsDir,
    workflowsDir,
    call: (method, params = {}, how = {}) => callRpc(running.url, method, params, how),
    hook: (path, body, how) => postHook(running.url, path, body, how),
    async ws(as = "alice") {
      const socket = await openSocket(running.url, as);
      sockets.push(socket);
      return socket;
    },
    fetch: (path, init) => fetch(running.url + path, init),
    stop,
    async [Symbol.asyncDispose]() {
      await stop();
      if (!options.dir) await Deno.remove(dir, { recursive: true });
    },
  };
}

async function makeWorkflowsFolder(folder: string, workflows: string[] | FileTree): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  if (!Array.isArray(workflows)) return await writeTree(folder, workflows);
  for (const name of workflows) await Deno.copyFile(`${CHECKOUT}/workflows/${name}.ts`, `${folder}/${name}.ts`);
}

function secretVariables(secrets: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`BULKHEAD_SECRET_${name}`, value]));
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
