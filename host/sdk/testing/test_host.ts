import type { BusEvent } from "../channel/protocol.ts";
import { RpcError, type RpcErrorObject } from "../errors.ts";
import { readyUrl } from "./ready_line.ts";

/** What the host of a test runs. */
export interface TestHostOptions {
  /**
   * Folders of plugins to run, each with its `plugin.json`. Default: the folder that `bulkhead plugin test` was given, else
   * the working directory.
   */
  folders?: (string | URL)[];
  /** Plugins that ship with the product and are to run beside them, such as `chat`. */
  plugins?: string[];
  /** Secrets by name. */
  secrets?: Record<string, string>;
  /** More flags of the host. */
  args?: string[];
}

/** Who calls. */
export interface TestHostCallOptions {
  /** Who calls: alice (the owner, default), bob, carol or dave (members). */
  as?: string;
}

/** The real host with real compartments, in a process and a folder of its own. */
export interface TestHost extends AsyncDisposable {
  /** Where it listens, without a slash at the end. */
  readonly url: string;
  /** Calls a method over HTTP. Rejects with RpcError. */
  // deno-lint-ignore no-explicit-any -- any: results are for assertions; a test need not repeat the schema
  call<T = any>(method: string, params?: unknown, options?: TestHostCallOptions): Promise<T>;
  /** Events of these types (patterns) that alice may see, oldest first; waits until there is one. */
  // deno-lint-ignore no-explicit-any -- any: as for call
  events<D = any>(...types: string[]): Promise<BusEvent<D>[]>;
  /** Posts to `/hooks/<path>`. */
  hook(path: string, body: string | Uint8Array, headers?: Record<string, string>): Promise<Response>;
  /** Any request, as alice unless the headers say otherwise. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
}

/** How long the first start may take: it may bundle. */
const START_MS = 60_000;
const EVENT_MS = 10_000;

/**
 * Starts the host in dev mode with the plugins under test, enabled. Everything that it needs is in a temporary folder,
 * which goes when the host is disposed of.
 *
 * @example
 * ```ts
 * import { testHost } from "@bulkhead/testing";
 *
 * // Without `folders` it is the plugin whose tests are running.
 * await using host = await testHost({ folders: [], plugins: ["chat"] });
 * await host.call("chat.message.send", { channel: "#general", text: "Hello" }, { as: "bob" });
 * const [sent] = await host.events("chat.message.sent");
 * if (sent?.data.text !== "Hello") throw new Error("Nobody heard it");
 * ```
 * @throws {Error} with what the host printed when it does not become ready within a minute.
 */
export async function testHost(options: TestHostOptions = {}): Promise<TestHost> {
  const checkout = findCheckout();
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-test-" }));
  const remove = () => Deno.remove(dir, { recursive: true });
  try {
    await linkPlugins(`${dir}/plugins`, options, checkout);
    await Deno.mkdir(`${dir}/workflows`);
  } catch (error) {
    await remove();
    throw error;
  }
  const child = new Deno.Command(Deno.execPath(), {
    cwd: checkout,
    args: [
      ...["run", "-A", "--frozen", "host/main.ts", "--port", "0", "--auth", "dev", "--demo", "--log-format", "json"],
      ...["--data", `${dir}/data`, "--plugins", `${dir}/plugins`, "--workflows", `${dir}/workflows`],
      ...options.args ?? [],
    ],
    env: {
      NO_COLOR: "1",
      ...Object.fromEntries(
        Object.entries(options.secrets ?? {}).map(([name, value]) => [`BULKHEAD_SECRET_${name}`, value]),
      ),
    },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const stderr = new Response(child.stderr).text();
  const stop = async (signal: Deno.Signal) => {
    try {
      child.kill(signal);
    } catch {
      // It has ended by itself.
    }
    await Promise.all([child.status, stderr]);
  };
  const late = setTimeout(() => void stop("SIGKILL"), START_MS);
  const url = await readyUrl(child.stdout).finally(() => clearTimeout(late));
  if (url === undefined) {
    await Promise.all([child.status, remove()]);
    throw new Error(`The host did not become ready:\n${await stderr}`);
  }
  return new SpawnedTestHost(url, async () => {
    await stop("SIGTERM");
    await remove();
  });
}

class SpawnedTestHost implements TestHost {
  constructor(readonly url: string, private readonly end: () => Promise<void>) {}

  // deno-lint-ignore no-explicit-any -- any: as declared
  async call<T = any>(method: string, params: unknown = {}, { as = "alice" }: TestHostCallOptions = {}): Promise<T> {
    const response = await this.fetch("/rpc", {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-user": as },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { result, error } = await response.json() as { result?: T; error?: RpcErrorObject };
    if (error) throw RpcError.from(error);
    return result as T;
  }

  // deno-lint-ignore no-explicit-any -- any: as declared
  async events<D = any>(...types: string[]): Promise<BusEvent<D>[]> {
    const until = Date.now() + EVENT_MS;
    for (;;) {
      const { items } = await this.call<{ items: BusEvent<D>[] }>("host.event.list", { types, limit: 200 });
      if (items.length > 0) return items.sort((a, b) => a.seq - b.seq);
      if (Date.now() > until) throw new Error(`No event ${types.join(" or ")} came within ${EVENT_MS / 1_000} s`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  hook(path: string, body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${this.url}/hooks/${path}`, { method: "POST", body: body as BodyInit, headers });
  }

  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (!headers.has("x-forwarded-user")) headers.set("x-forwarded-user", "alice");
    return fetch(this.url + path, { ...init, headers });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end();
  }
}

/** Below `folder` each plugin under its id: a link for one under test, and for each that ships. */
async function linkPlugins(folder: string, options: TestHostOptions, checkout: string): Promise<void> {
  await Deno.mkdir(folder);
  const folders = options.folders ?? [Deno.env.get("BULKHEAD_PLUGIN_FOLDER") ?? Deno.cwd()];
  for (const given of folders) {
    const path = await Deno.realPath(given);
    const { id } = JSON.parse(await Deno.readTextFile(`${path}/plugin.json`)) as { id?: unknown };
    if (typeof id !== "string") throw new Error(`${path}/plugin.json has no id`);
    await Deno.symlink(path, `${folder}/${id}`);
  }
  for (const id of options.plugins ?? []) {
    await Deno.symlink(await Deno.realPath(`${checkout}/plugins/${id}`), `${folder}/${id}`);
  }
}

/** Where the host's own sources lie: this module is one of them, or the link that leads to them is. */
function findCheckout(): string {
  const url = new URL("../../../", import.meta.url);
  if (url.protocol !== "file:") throw new Error("testHost needs a host on this machine: run bulkhead plugin test");
  return Deno.realPathSync(url);
}
