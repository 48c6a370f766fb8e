/**
 * Restate with two partitions: its server from npm, and a service of three durable steps in this process. Prints `ready`,
 * then one JSON line for each line it reads, which says how: `{"runs", "inFlight", "sequential"}`.
 *
 *   deno run -A --frozen runs.ts <empty folder>
 */
import * as restate from "@restatedev/restate-sdk";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import process from "node:process";
import { createInterface } from "node:readline";

interface Order {
  runs: number;
  inFlight: number;
  sequential: number;
}

const service = restate.service({
  name: "bench",
  handlers: {
    three: async (ctx: restate.Context) => {
      const one = await ctx.run("one", () => 1);
      const two = await ctx.run("two", () => one + 1);
      return await ctx.run("three", () => two + 1);
    },
  },
});

const folder = Deno.args[0]!;
const logger = () => {};
const served = await restate.serve({ services: [service], port: 0, logger });
const [ingress, admin, node] = [await freePort(), await freePort(), await freePort()];
const server = new Deno.Command(serverPath(), {
  args: ["--base-dir", folder, "--bind-address", `127.0.0.1:${node}`],
  cwd: folder,
  env: {
    RESTATE_DEFAULT_NUM_PARTITIONS: "2",
    RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
    RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
    RESTATE_DISABLE_TELEMETRY: "true",
    RESTATE_LOG_FILTER: "error",
    DO_NOT_TRACK: "1",
  },
  stdin: "null",
  stdout: "null",
  stderr: "null",
}).spawn();
try {
  await registered();
  for (let n = 0; n < 200; n++) await call();
  console.log("ready");
  for await (const line of createInterface({ input: process.stdin })) {
    const order: Order = JSON.parse(line);
    const rate = await atOnce(order);
    console.log(JSON.stringify({ rate, medianMs: await oneAtATime(order) }));
  }
} finally {
  // At once and without waiting: a goodbye of the server ends this process badly.
  server.kill("SIGKILL");
  Deno.exit(0);
}

async function call(): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${ingress}/bench/three`, { method: "POST" });
  const text = await answer.text();
  if (text !== "3") throw new Error(`Restate answered ${answer.status}: ${text}`);
}

async function atOnce({ runs, inFlight }: Order): Promise<number> {
  let left = runs;
  const start = performance.now();
  const lane = async () => {
    while (left-- > 0) await call();
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return runs / (performance.now() - start) * 1_000;
}

async function oneAtATime({ sequential }: Order): Promise<number> {
  const found: number[] = [];
  for (let n = 0; n < sequential; n++) {
    const start = performance.now();
    await call();
    found.push(performance.now() - start);
  }
  return found.sort((a, b) => a - b)[found.length >> 1] ?? 0;
}

/** Waits for the server and tells it where the service is. */
async function registered(): Promise<void> {
  const body = JSON.stringify({ uri: `http://127.0.0.1:${served}` });
  for (let attempt = 0; attempt < 300; attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`http://127.0.0.1:${admin}/deployments`, { method: "POST", headers, body }).catch(() =>
      undefined
    );
    await answer?.body?.cancel();
    if (answer?.ok) return;
  }
  throw new Error("Restate's server did not take the service within 30 s");
}

/** The server's program, in the package for this machine. */
function serverPath(): string {
  const require = createRequire(import.meta.url);
  const near = createRequire(require.resolve("@restatedev/restate-server/package.json"));
  const machine = `${process.platform}-${process.arch}`;
  return near.resolve(`@restatedev/restate-server-${machine}/package.json`).replace(
    "package.json",
    "bin/restate-server",
  );
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
