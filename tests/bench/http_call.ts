/**
 * A call through HTTP to a method in a compartment, the whole pipeline on (session cookie, CSRF, rate limit, roles,
 * params checked in the host and in the plugin), against a bare Hono JSON handler on the same runtime. Both servers and
 * the load generator are processes of their own; the two are measured by turns, so that a busy machine hits both.
 */
import { startHostProcess } from "./host_process.ts";
import type { LoadOptions, LoadResult } from "./http_call/load.ts";
import { measureRights } from "./http_call/rights.ts";
import { lineReader } from "../harness/mod.ts";
import type { BenchResult } from "./result.ts";

const ROUNDS = 6;
const SECONDS = 1.5;
const METHOD = "mirror.note.echo";

/** About 200 bytes of params. */
const PARAMS = {
  text:
    "The quick brown fox jumps over the lazy dog, and then it does so once more, to be quite sure of it, as foxes will.",
  count: 7,
  tags: ["first", "second", "third"],
};

type Target = Pick<LoadOptions, "url" | "headers">;

/** Runs the benchmark; needs nothing but the machine for itself. */
export async function run(): Promise<BenchResult[]> {
  const rightsMicros = await measureRights();
  await using bare = await startBare();
  const dir = await folderWithoutLimits();
  await using product = await startHostProcess({ dir, args: ["--plugins", pluginsFolder()] });
  const { host } = product;
  const session = await signIn(host.url);
  const headers = { "content-type": "application/json" };
  const targets: Record<"bare" | "call", Target> = {
    bare: { url: `${bare.url}/rpc`, headers },
    call: { url: `${host.url}/rpc`, headers: { ...headers, ...session } },
  };

  for (const target of Object.values(targets)) await load(target, 32, SECONDS); // warm
  const busy = { bare: [] as LoadResult[], call: [] as LoadResult[] };
  const alone = { bare: [] as LoadResult[], call: [] as LoadResult[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ["bare", "call"] as const) busy[name].push(await load(targets[name], 32, SECONDS));
    for (const name of ["bare", "call"] as const) alone[name].push(await load(targets[name], 1, SECONDS / 2));
  }
  await host.end("SIGTERM");
  await Deno.remove(dir, { recursive: true });

  // What else runs on the machine only ever slows a round down, so the best round of each is the one that counts.
  const best = (results: LoadResult[]) => Math.max(...results.map((result) => result.requestsPerSecond));
  const quickest = (results: LoadResult[]) => Math.min(...results.map((result) => result.medianMs));
  const rounds = busy.call.map((result, round) => result.requestsPerSecond / busy.bare[round]!.requestsPerSecond);
  return [{
    name: "HTTP call to a compartment, 32 connections, against bare Hono",
    value: best(busy.call) / best(busy.bare),
    unit: "ratio",
    bar: 0.25,
    better: "higher",
    detail: `best of ${ROUNDS} rounds: ${best(busy.call).toFixed(0)} calls/s against ${
      best(busy.bare).toFixed(0)
    }/s, medians ${quickest(busy.call).toFixed(2)} and ${quickest(busy.bare).toFixed(2)} ms; round by round ${
      rounds.map((ratio) => ratio.toFixed(2)).join(" ")
    }`,
  }, {
    name: "HTTP call to a compartment, one connection, median above bare Hono",
    value: quickest(alone.call) - quickest(alone.bare),
    unit: "ms",
    bar: 0.4,
    better: "lower",
    detail: `median ${quickest(alone.call).toFixed(3)} ms against ${quickest(alone.bare).toFixed(3)} ms`,
  }, {
    name: "Finding out who calls and whether they may",
    value: rightsMicros,
    unit: "µs",
    bar: 15,
    better: "lower",
    detail: "Host header, Origin, session cookie, CSRF token, role; mean of 200,000 in one process",
  }];
}

/** Starts the handler that a call is compared with. */
async function startBare(): Promise<{ url: string } & AsyncDisposable> {
  const child = deno(["run", "-A", "--frozen", "tests/bench/http_call/bare_hono.ts"]).spawn();
  const lines = lineReader(child.stdout);
  const url = await lines.next();
  return {
    url: url!,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.status;
      await lines.drain();
    },
  };
}

async function load(target: Target, connections: number, seconds: number): Promise<LoadResult> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: METHOD, params: PARAMS });
  const options: LoadOptions = { ...target, connections, seconds, body };
  const script = "tests/bench/http_call/load.ts";
  const { stdout, success } = await deno(["run", "-A", "--frozen", script, JSON.stringify(options)]).output();
  if (!success) throw new Error(`The load generator failed on ${target.url}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Signs in as the seeded owner the way a page does. */
async function signIn(url: string): Promise<Record<string, string>> {
  const headers = { "content-type": "application/json" };
  const signedIn = await fetch(`${url}/auth/dev`, {
    method: "POST",
    headers,
    body: JSON.stringify({ handle: "alice" }),
  });
  await signedIn.body?.cancel();
  const cookie = signedIn.headers.getSetCookie().map((header) => header.split(";")[0]).join("; ");
  const { csrf } = await (await fetch(`${url}/auth/state`, { headers: { cookie } })).json();
  return { cookie, "x-csrf-token": csrf };
}

/** Dev mode has no rate limits unless they are configured: one that is never reached still has to be counted. */
async function folderWithoutLimits(): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  await Deno.mkdir(`${folder}/data`);
  await Deno.writeTextFile(`${folder}/data/bulkhead.toml`, "[rates.person]\nper-minute = 1000000000\n");
  return folder;
}

function pluginsFolder(): string {
  return new URL("http_call/plugins", import.meta.url).pathname;
}

function deno(args: string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), { args, stdin: "null", stdout: "piped", stderr: "inherit" });
}
