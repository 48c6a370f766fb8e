import assert from "node:assert/strict";
import type { CallOptions, RpcPort } from "../sdk/ports.ts";
import { LogFeed, type LogLine } from "./log_feed.ts";

const line = (id: number): LogLine => ({
  id,
  time: "2026-01-01T00:00:00Z",
  source: "host",
  level: "info",
  message: `line ${id}`,
});

/** The host's log: pages backwards by cursor, a tail that waits until something is written. */
class FakeLog implements RpcPort {
  lines: LogLine[] = [];
  fail = false;
  readonly calls: { method: string; params: Record<string, unknown> }[] = [];
  #waiting: (() => void)[] = [];

  write(...ids: number[]): void {
    this.lines.push(...ids.map(line));
    for (const wake of this.#waiting.splice(0)) wake();
  }

  async call<T>(method: string, params?: unknown, options: CallOptions = {}): Promise<T> {
    const asked = params as { limit: number; cursor?: string; after?: number };
    this.calls.push({ method, params: asked });
    if (this.fail) throw new Error("away");
    if (method === "host.log.query") {
      const all = this.lines.filter((each) => asked.cursor === undefined || each.id < Number(asked.cursor));
      const items = all.slice(-asked.limit);
      return { items, ...(all.length > items.length ? { nextCursor: String(items[0]!.id) } : {}) } as T;
    }
    const after = asked.after ?? this.lines.at(-1)?.id ?? 0;
    const fresh = () => this.lines.filter((each) => each.id > after);
    while (fresh().length === 0) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting.push(resolve);
        options.signal?.addEventListener("abort", () => reject(options.signal!.reason), { once: true });
      });
    }
    return { items: fresh(), position: this.lines.at(-1)!.id } as T;
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const ids = (feed: LogFeed) => feed.state.get().lines.map((each) => each.id);

Deno.test("the newest lines come first, older ones on demand, new ones by themselves", async () => {
  const log = new FakeLog();
  log.write(...Array.from({ length: 450 }, (_, index) => index + 1));
  const feed = new LogFeed({ rpc: log, filter: { source: "host" } });
  await feed.start();
  assert.deepEqual([ids(feed)[0], ids(feed).length], [251, 200]);
  await Promise.all([feed.loadOlder(), feed.loadOlder()]);
  assert.deepEqual([ids(feed)[0], ids(feed).length], [51, 400]);
  await feed.loadOlder();
  assert.deepEqual([ids(feed)[0], feed.state.get().hasMore], [1, false]);
  log.write(451, 452);
  await settled();
  assert.deepEqual(ids(feed).slice(-2), [451, 452]);
  assert.ok(log.calls.every((call) => call.params.source === "host"));
  feed.close();
});

Deno.test("a pause holds what is new back, and going on brings all of it once", async () => {
  const log = new FakeLog();
  log.write(1);
  const feed = new LogFeed({ rpc: log, filter: {} });
  await feed.start();
  feed.setLive(false);
  log.write(2, 3);
  await settled();
  assert.deepEqual(ids(feed), [1]);
  feed.setLive(true);
  await settled();
  assert.deepEqual(ids(feed), [1, 2, 3]);
  feed.close();
});

Deno.test("a host that is away is asked again, and nothing is missed", async () => {
  const log = new FakeLog();
  log.write(1);
  let resume = () => {};
  const feed = new LogFeed({ rpc: log, filter: {}, pause: () => new Promise((resolve) => resume = resolve) });
  await feed.start();
  await settled();
  log.fail = true;
  log.write(2);
  await settled();
  await settled();
  log.fail = false;
  log.write(3);
  resume();
  await settled();
  assert.deepEqual(ids(feed), [1, 2, 3]);
  feed.close();
});

Deno.test("a first look that fails says why", async () => {
  const log = new FakeLog();
  log.fail = true;
  const feed = new LogFeed({ rpc: log, filter: {} });
  await feed.start();
  assert.equal(feed.state.get().phase, "failed");
  assert.match(feed.state.get().problem!.message, /away/);
  feed.close();
});

Deno.test("after it is closed it asks no more", async () => {
  const log = new FakeLog();
  log.write(1);
  const feed = new LogFeed({ rpc: log, filter: {} });
  await feed.start();
  await settled();
  feed.close();
  await settled();
  const asked = log.calls.length;
  log.write(2);
  await settled();
  assert.equal(log.calls.length, asked);
});
