/**
 * BullMQ on a Redis server that waits for the disk (`appendfsync always`): jobs of three steps, each of which keeps its
 * result by `updateData`, as BullMQ's documentation does it. Prints `ready`, or `missing` where there is no redis-server,
 * then one JSON line for each line it reads, which says how: `{"runs", "inFlight", "sequential"}`.
 *
 *   deno run -A --frozen runs.ts <empty folder>
 */
import { type Job, Queue, QueueEvents, Worker } from "bullmq";
import { Redis } from "ioredis";
import process from "node:process";
import { createInterface } from "node:readline";

interface Order {
  runs: number;
  inFlight: number;
  sequential: number;
}

interface Data {
  one?: number;
  two?: number;
  three?: number;
}

const folder = Deno.args[0]!;
const path = `${folder}/redis.sock`;
const server = startServer();
if (!server) {
  console.log("missing");
  Deno.exit(0);
}
await answering();
const connection = () => new Redis({ path, maxRetriesPerRequest: null });
const queue = new Queue<Data>("bench", { connection: connection() });
const events = new QueueEvents("bench", { connection: connection() });
const worker = new Worker<Data>("bench", threeSteps, { connection: connection(), concurrency: 256 });
for (const emitter of [queue, events]) emitter.setMaxListeners(0);
await Promise.all([queue.waitUntilReady(), events.waitUntilReady(), worker.waitUntilReady()]);
for (let n = 0; n < 200; n++) await call();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const order: Order = JSON.parse(line);
  const rate = await atOnce(order);
  console.log(JSON.stringify({ rate, medianMs: await oneAtATime(order) }));
}
await Promise.all([worker.close(), queue.close(), events.close()]);
server.kill("SIGTERM");
await server.status;
Deno.exit(0);

async function threeSteps(job: Job<Data>): Promise<number> {
  const data = { ...job.data };
  if (data.one === undefined) await job.updateData({ ...data, one: data.one = 1 });
  if (data.two === undefined) await job.updateData({ ...data, two: data.two = data.one + 1 });
  if (data.three === undefined) await job.updateData({ ...data, three: data.three = data.two + 1 });
  return data.three;
}

async function call(): Promise<void> {
  const job = await queue.add("three", {}, { removeOnComplete: true });
  if (await job.waitUntilFinished(events) !== 3) throw new Error("BullMQ answered something else");
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

function startServer(): Deno.ChildProcess | undefined {
  const files = ["--port", "0", "--unixsocket", path, "--dir", folder, "--save", ""];
  try {
    return new Deno.Command("redis-server", {
      args: [...files, "--appendonly", "yes", "--appendfsync", "always"],
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Waits until the server takes commands. */
async function answering(): Promise<void> {
  const probe = new Redis({ path, retryStrategy: () => 50, maxRetriesPerRequest: null });
  probe.on("error", () => {});
  await probe.ping();
  probe.disconnect();
}
