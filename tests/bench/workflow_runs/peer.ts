import { lineReader } from "../../harness/mod.ts";

/** A process that takes orders as JSON lines and answers each with one. */
export interface Peer extends AsyncDisposable {
  run<T>(order: object): Promise<T>;
}

/** What is measured, and how. */
export interface Order {
  /** Runs with so many in flight, then `sequential` one after the other. */
  runs?: number;
  inFlight?: number;
  sequential?: number;
  /** Events, one after the other, each of which begins a run with one step. */
  events?: number;
}

export interface PeerOptions {
  /** Of the script; its own deno.json and lock lie beside it, or it is one of the product's. */
  cwd: string;
  script: string;
  /** Empty, for its files. */
  folder: string;
  /** Further arguments. */
  args?: string[];
}

/**
 * Starts one and waits until it is ready; undefined when it cannot be had on this machine (nothing to fetch it from, or a
 * program that it needs is missing).
 */
export async function startPeer({ cwd, script, folder, args = [] }: PeerOptions): Promise<Peer | undefined> {
  await Deno.mkdir(folder, { recursive: true });
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", "--v8-flags=--expose-gc", script, folder, ...args],
    cwd,
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  const answers = lineReader(child.stdout);
  const orders = child.stdin.getWriter();
  const end = async () => {
    await orders.close().catch(() => {});
    await answers.drain();
    await child.status;
  };
  if (await answers.next() !== "ready") {
    await end();
    return undefined;
  }
  return {
    async run(order) {
      await orders.write(new TextEncoder().encode(`${JSON.stringify(order)}\n`));
      const answer = await answers.next();
      if (answer === undefined) throw new Error(`${script} ended without an answer`);
      return JSON.parse(answer);
    },
    [Symbol.asyncDispose]: end,
  };
}
