/**
 * Redis Streams as a durable log: many publishers, one consumer group. Prints one JSON line for each line it reads, which
 * says how: `{"events", "inFlight", "bytes", "pipelines"}`. It gets what makes it fastest: no TCP, one XACK for a whole
 * read, which the next read does not wait for, and commands of one turn in one pipeline where that is asked for.
 *
 *   deno run -A --frozen streams.ts <socket>
 */
import { Redis } from "ioredis";
import process from "node:process";
import { createInterface } from "node:readline";

interface Order {
  events: number;
  inFlight: number;
  bytes: number;
  pipelines: boolean;
  /** Events that are published one after the other to measure how long each takes. */
  latencies: number;
}

const GROUP = "takers";
const path = Deno.args[0]!;
const consumer = new Redis({ path });
const publishers = { plain: new Redis({ path }), piped: new Redis({ path, enableAutoPipelining: true }) };
let streams = 0;

for await (const line of createInterface({ input: process.stdin })) {
  const order: Order = JSON.parse(line);
  const publisher = order.pipelines ? publishers.piped : publishers.plain;
  const rate = await atOnce(publisher, order);
  const latencies = await oneAtATime(publisher, order);
  console.log(JSON.stringify({ rate, medianMs: latencies[latencies.length >> 1] ?? 0 }));
}
for (const each of [consumer, publishers.plain, publishers.piped]) each.disconnect();

/** Events a second, from the first publish to the last acknowledgement. */
async function atOnce(publisher: Redis, { events, inFlight, bytes }: Order): Promise<number> {
  const payloads = Array.from({ length: events }, (_, n) => payload(n, bytes));
  const stream = await open();
  const start = performance.now();
  let next = 0;
  const publish = async () => {
    while (next < events) await publisher.xadd(stream, "*", "body", payloads[next++]!);
  };
  await Promise.all([take(stream, events, inFlight, () => {}), ...Array.from({ length: inFlight }, publish)]);
  const rate = events / (performance.now() - start) * 1_000;
  await consumer.del(stream);
  return rate;
}

/** From each publish to its handler, in milliseconds, sorted. */
async function oneAtATime(publisher: Redis, { latencies, bytes, inFlight }: Order): Promise<number[]> {
  const stream = await open();
  const found: number[] = [];
  let arrived = () => {};
  const taking = take(stream, latencies, inFlight, () => arrived());
  for (let n = 0; n < latencies; n++) {
    const start = performance.now();
    const handled = new Promise<void>((resolve) => arrived = resolve);
    const published = publisher.xadd(stream, "*", "body", payload(n, bytes));
    await handled;
    found.push(performance.now() - start);
    await published;
  }
  await taking;
  return found.sort((a, b) => a - b);
}

async function open(): Promise<string> {
  const stream = `bench${streams++}`;
  await consumer.xgroup("CREATE", stream, GROUP, "$", "MKSTREAM");
  return stream;
}

async function take(stream: string, count: number, inFlight: number, handle: () => void): Promise<void> {
  const acks: Promise<unknown>[] = [];
  const read = () =>
    consumer.xreadgroup("GROUP", GROUP, "one", "COUNT", inFlight, "BLOCK", 5_000, "STREAMS", stream, ">") as Promise<
      [string, [string, string[]][]][] | null
    >;
  for (let taken = 0; taken < count;) {
    const entries = (await read())?.[0]?.[1] ?? [];
    for (const [, [, body]] of entries) {
      JSON.parse(body!);
      handle();
    }
    if (entries.length > 0) acks.push(consumer.xack(stream, GROUP, ...entries.map(([id]) => id)));
    taken += entries.length;
  }
  await Promise.all(acks);
}

function payload(n: number, bytes: number): string {
  return `{"n":${n},"text":"`.padEnd(bytes - 2, "x") + '"}';
}
