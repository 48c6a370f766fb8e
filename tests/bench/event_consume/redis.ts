import { lineReader, programPath } from "../../harness/mod.ts";

/** What the peer answers to one order. */
export interface RedisRates {
  /** Events a second, published and acknowledged. */
  rate: number;
  /** From publish to handler, one at a time. */
  medianMs: number;
}

export interface RedisPeer extends AsyncDisposable {
  run(order: { events: number; inFlight: number; bytes: number; pipelines: boolean; latencies: number }): Promise<
    RedisRates
  >;
}

const FOLDER = new URL("../peers/redis", import.meta.url).pathname;

/**
 * A Redis server that waits for the disk before it answers (`appendfsync always`), with its files in `dir`, and a client
 * process; undefined where the machine has no `redis-server`.
 */
export async function startRedis(dir: string): Promise<RedisPeer | undefined> {
  const program = programPath("redis");
  if (!program) return undefined;
  const socket = `${dir}/redis.sock`;
  const settings = ["--port", "0", "--unixsocket", socket, "--dir", dir, "--save", ""];
  const server = new Deno.Command(program, {
    args: [...settings, "--appendonly", "yes", "--appendfsync", "always"],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const log = lineReader(server.stdout);
  for (let line = await log.next(); !line?.includes("eady to accept connections"); line = await log.next()) {
    if (line === undefined) throw new Error("redis-server ended before it was ready");
  }
  const drained = log.drain();
  const client = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", "streams.ts", socket],
    cwd: FOLDER,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const answers = lineReader(client.stdout);
  const orders = client.stdin.getWriter();
  return {
    async run(order) {
      await orders.write(new TextEncoder().encode(`${JSON.stringify(order)}\n`));
      const answer = await answers.next();
      if (answer === undefined) throw new Error("The Redis client ended without an answer");
      return JSON.parse(answer);
    },
    async [Symbol.asyncDispose]() {
      await orders.close();
      await answers.drain();
      await client.status;
      server.kill("SIGTERM");
      await Promise.all([server.status, drained]);
    },
  };
}
