/** Services: many in the order of what they need, against pm2 for equal ones, and how soon a crash is mended. */
import { type SpawnedHost, spawnHost } from "../harness/mod.ts";
import { type BenchResult, median } from "./result.ts";
import { pm2StartMs } from "./services/pm2.ts";

const MANY = 200;
const LAYERS = 10;
const EQUAL = 50;
const ROUNDS = 3;
const CRASHES = 30;

export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-bench-" }));
  try {
    await using host = await spawnHost({ dir, plugins: ["supervisor"] });
    const ordered = await inOrderMs(host);
    const equal: number[] = [];
    for (let round = 0; round < ROUNDS; round++) equal.push(await equalMs(host));
    const mended = await crashMs(host, dir);
    const results: BenchResult[] = [{
      name: `${MANY} services started in dependency order to ready`,
      value: ordered / 1_000,
      unit: "s",
      bar: 15,
      better: "lower",
      detail:
        `${LAYERS} layers, each service waits for one or two of the layer before, ready when a line of it has come`,
    }, {
      name: "a crash detected and the service started again, without the delay of its policy",
      value: median(mended),
      unit: "ms",
      bar: 50,
      better: "lower",
      detail: `from the kill of its process to the first thing that the next one does; ${CRASHES} kills, ` +
        `worst ${Math.max(...mended).toFixed(0)} ms`,
    }];
    const peer = await pm2StartMs(EQUAL, ROUNDS);
    if (!peer) {
      console.error("pm2 cannot be had here (it needs npm and node): no comparison");
      return results;
    }
    return [...results, {
      name: `${EQUAL} equal services started, against pm2`,
      value: median(peer) / median(equal),
      unit: "ratio",
      bar: 3,
      better: "higher",
      detail: `${EQUAL} times sleep, all running: here ${
        equal.map(Math.round).join(", ")
      } ms; pm2 7.0.4 with its daemon up ${peer.map(Math.round).join(", ")} ms`,
    }];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

interface Row {
  name: string;
  actual: string;
  pid?: number;
}

const call = <T>(host: SpawnedHost, method: string, params: Record<string, unknown>) =>
  host.call<T & Record<string, unknown>>(`supervisor.${method}`, params);
const register = (host: SpawnedHost, service: Record<string, unknown>) =>
  call(host, "service.register", { spec: { service } });

async function inOrderMs(host: SpawnedHost): Promise<number> {
  const width = MANY / LAYERS;
  const names: string[] = [];
  for (let n = 0; n < MANY; n++) {
    const [layer, at] = [Math.floor(n / width), n % width];
    const before = (one: number) => ({ service: `l${layer - 1}-${one % width}` });
    const name = `l${layer}-${at}`;
    names.push(name);
    await register(host, {
      ...{ name, exec: ["sh", "-c", "echo serving; exec sleep 1000"], ready_log: "serving" },
      after: layer === 0 ? [] : at % 2 === 0 ? [before(at)] : [before(at), before(at + 1)],
    });
  }
  const begun = performance.now();
  // The last first: the order is the supervisor's affair.
  for (const name of names.toReversed()) await call(host, "service.start", { name });
  for (const name of names) await call(host, "service.wait_ready", { name, timeoutMs: 120_000 });
  const took = performance.now() - begun;
  await all(host, "stop", names);
  await all(host, "remove", names);
  return took;
}

/** From the first call to the last of them being there. */
async function equalMs(host: SpawnedHost): Promise<number> {
  const names = Array.from({ length: EQUAL }, (_, n) => `s${n}`);
  for (const name of names) await register(host, { name, exec: ["/usr/bin/sleep", "1000"] });
  const begun = performance.now();
  // One request for all, as pm2 has one command.
  await startAtOnce(host, names);
  // Looking costs processor time, of which the start has need: at one of them first, then at all.
  while (!isUp(await call<Row>(host, "service.get", { name: names.at(-1)! }))) await pause();
  let items: Row[] = [];
  while (items.filter(isUp).length < EQUAL) {
    ({ items } = await call<{ items: Row[] }>(host, "service.list", { limit: 200 }));
    if (items.filter(isUp).length < EQUAL) await pause();
  }
  const took = performance.now() - begun;
  if (!items.every(({ pid }) => isSleep(pid!))) throw new Error("what runs is not what was asked for");
  await all(host, "stop", names);
  await all(host, "remove", names);
  return took;
}

async function startAtOnce(host: SpawnedHost, names: string[]): Promise<void> {
  const calls = names.map((name, id) => ({ jsonrpc: "2.0", id, method: "supervisor.service.start", params: { name } }));
  const answer = await fetch(`${host.url}/rpc`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-user": "alice" },
    body: JSON.stringify(calls),
  });
  const faults = (await answer.json() as { error?: unknown }[]).filter(({ error }) => error !== undefined);
  if (faults.length > 0) throw new Error(`not started: ${JSON.stringify(faults[0])}`);
}

const isUp = ({ actual, pid }: Row) => actual === "running" && pid !== undefined;
const pause = () => new Promise((resolve) => setTimeout(resolve, 10));

/** Is it the program itself, and not what is around it? */
function isSleep(pid: number): boolean {
  return Deno.readTextFileSync(`/proc/${pid}/cmdline`).startsWith("/usr/bin/sleep");
}

/** The service itself writes down when it begins: nothing in between is left out. */
async function crashMs(host: SpawnedHost, dir: string): Promise<number[]> {
  const restart = { delay: 0, policy: "always", max: 10_000 };
  await register(host, { name: "crash", exec: ["sh", "-c", "date +%s%N >> begun; exec sleep 1000"], restart });
  await call(host, "service.start", { name: "crash", wait: true });
  const begins = async () =>
    (await Deno.readTextFile(`${dir}/data/services/crash/begun`)).trim().split("\n").map((ns) => Number(ns) / 1e6);
  const times: number[] = [];
  for (let n = 0; n < CRASHES; n++) {
    const known = (await begins()).length;
    const { pid } = await call<{ pid: number }>(host, "service.get", { name: "crash" });
    const killed = performance.timeOrigin + performance.now();
    Deno.kill(pid, "SIGKILL");
    let now = await begins();
    while (now.length === known) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      now = await begins();
    }
    times.push(now.at(-1)! - killed);
    await until(host, pid);
  }
  await call(host, "service.stop", { name: "crash" });
  return times;
}

async function until(host: SpawnedHost, old: number): Promise<void> {
  for (let pid: number | undefined = old; pid === undefined || pid === old;) {
    ({ pid } = await call<{ pid?: number }>(host, "service.get", { name: "crash" }));
  }
  await new Promise((resolve) => setTimeout(resolve, 100));
}

async function all(host: SpawnedHost, verb: string, names: string[]): Promise<void> {
  await Promise.all(names.map((name) => call(host, `service.${verb}`, { name })));
}
