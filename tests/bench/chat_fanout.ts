/**
 * 500 people have one channel open and others write 400 messages a second into it, through `chat.message.send`, each on disk
 * before it is acknowledged. Server, readers and senders are processes of their own. Beside it, in the same run, what somebody would
 * write first: a `Deno.serve` that sends each message to each socket, and keeps nothing.
 */
import { CHECKOUT, lineReader, spawnHost } from "../harness/mod.ts";
import type { ReadersOptions, ReadersResult } from "./chat_fanout/readers.ts";
import type { SendersOptions, SendersResult } from "./chat_fanout/senders.ts";
import type { BenchResult } from "./result.ts";

const SOCKETS = 500;
const PER_SECOND = 400;
const SENDERS = 20;
const SECONDS = Number(Deno.env.get("BULKHEAD_BENCH_SECONDS") ?? 6);
/** What else runs on the machine only ever slows a round down: the quickest counts, and nothing may be lost in any. */
const ROUNDS = 3;
/** Before it is measured: what is compiled while it runs is compiled by then. */
const WARM_SECONDS = 2;

interface Round {
  read: ReadersResult;
  sent: SendersResult;
}

export async function run(): Promise<BenchResult[]> {
  const rounds = await ofProduct();
  const product = rounds.toSorted((a, b) => a.read.p99 - b.read.p99)[0]!;
  const plain = await ofPlain(product.read.size);
  const wanted = SOCKETS * PER_SECOND * SECONDS;
  const rate = ({ delivered, seconds }: ReadersResult) => Math.round(delivered / seconds / 1_000);
  const { read } = product;
  const lost = rounds.flatMap(({ sent }) =>
    sent.acknowledged < PER_SECOND * SECONDS ? [...sent.errors, "not all acknowledged"] : sent.errors
  );
  const delivered = Math.min(...rounds.map((round) => round.read.delivered));
  return [{
    name: `chat, ${SOCKETS} sockets and ${PER_SECOND} messages/s: what is delivered`,
    value: lost.length > 0 ? 0 : delivered / wanted,
    unit: "ratio",
    bar: 1,
    better: "higher",
    detail: `${delivered.toLocaleString("en")} of ${wanted.toLocaleString("en")} in the worst of ${ROUNDS} rounds; ${
      lost.length > 0 ? lost.join("; ") : "all were acknowledged, each on disk before"
    }`,
  }, {
    name: `chat, ${SOCKETS} sockets and ${PER_SECOND} messages/s: from sender to reader, p99`,
    value: read.p99,
    unit: "ms",
    bar: 60,
    better: "lower",
    detail:
      `p50 ${read.p50.toFixed(1)} ms, ${rate(read)}k deliveries/s of ${read.size} characters; a plain send loop that ` +
      `keeps nothing: p50 ${plain.read.p50.toFixed(0)} ms, p99 ${plain.read.p99.toFixed(0)} ms, ${rate(plain.read)}k/s`,
  }];
}

async function ofProduct(): Promise<Round[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    // Whoever the proxy names is somebody: there are five hundred people, not one person five hundred times.
    const args = ["--no-demo", "--auth", "proxy", "--trusted-proxy", "127.0.0.1"];
    await using host = await spawnHost({ dir, plugins: ["chat"], args });
    await measure({ url: host.url, kind: "product", seconds: WARM_SECONDS, size: 0 });
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push(await measure({ url: host.url, kind: "product", seconds: SECONDS, size: 0 }));
    }
    return rounds;
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

async function ofPlain(size: number): Promise<Round> {
  const child = deno("plain_server.ts").spawn();
  const lines = lineReader(child.stdout);
  try {
    const url = (await lines.next())!;
    await measure({ url, kind: "plain", seconds: WARM_SECONDS, size });
    return await measure({ url, kind: "plain", seconds: SECONDS, size });
  } finally {
    child.kill("SIGTERM");
    await child.status;
    await lines.drain();
  }
}

async function measure(
  { url, kind, seconds, size }: { url: string; kind: "product" | "plain"; seconds: number; size: number },
): Promise<Round> {
  const messages = PER_SECOND * seconds;
  const readers: ReadersOptions = { url, kind, sockets: SOCKETS, messages };
  const senders: SendersOptions = { url, kind, senders: SENDERS, perSecond: PER_SECOND, messages, size };
  const reading = deno("readers.ts", readers).spawn();
  const lines = lineReader(reading.stdout);
  if (await lines.next() !== "ready") throw new Error("The readers did not get ready");
  const { stdout, success } = await deno("senders.ts", senders).output();
  if (!success) throw new Error("The senders failed");
  const read = await lines.next();
  await reading.status;
  return { read: JSON.parse(read!), sent: JSON.parse(new TextDecoder().decode(stdout)) };
}

function deno(script: string, options?: unknown): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    cwd: CHECKOUT,
    args: ["run", "-A", "--frozen", `tests/bench/chat_fanout/${script}`, ...options ? [JSON.stringify(options)] : []],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  });
}
