import assert from "node:assert/strict";
import type { RpcPort } from "../../sdk/ports.ts";
import type { RunInfo } from "../wire.ts";
import { RunFeed } from "./run_feed.ts";
import type { RunFilter } from "./run_filter.ts";

const run = (n: number, state = "succeeded"): RunInfo => ({
  id: `run_${n}`,
  name: "order",
  state,
  startedAt: new Date(1_700_000_000_000 + n * 1_000).toISOString(),
});

/** A host with these pages, newest first. */
function feedOf(pages: RunInfo[][], filter: RunFilter = {}) {
  const asked: unknown[] = [];
  const rpc: RpcPort = {
    call: (_method: string, params: unknown) => {
      asked.push(params);
      const at = Number((params as { cursor?: string }).cursor ?? 0);
      const nextCursor = at + 1 < pages.length ? { nextCursor: String(at + 1) } : {};
      return Promise.resolve({ items: pages[at] ?? [], ...nextCursor } as never);
    },
  } as RpcPort;
  const feed = new RunFeed(rpc, filter);
  return { feed, asked, ids: () => feed.state.get().runs.map(({ id }) => id) };
}

Deno.test("new runs are put at the top while it is in sight, else announced", async () => {
  const { feed, ids } = feedOf([[run(2), run(1)]]);
  await feed.read();
  feed.changed(run(3));
  assert.deepEqual(ids(), ["run_3", "run_2", "run_1"]);
  feed.setAtTop(false);
  feed.changed(run(4));
  feed.changed(run(5));
  assert.deepEqual([ids().length, feed.state.get().fresh.length], [3, 2]);
  feed.showFresh();
  assert.deepEqual(ids().slice(0, 2), ["run_5", "run_4"]);
});

Deno.test("a run that changes is changed in its place, also when the filter would not show it any more", async () => {
  const { feed, ids } = feedOf([[run(2, "running"), run(1, "running")]], { state: ["running"] });
  await feed.read();
  feed.changed(run(1, "failed"));
  assert.deepEqual([ids(), feed.state.get().runs[1]!.state], [["run_2", "run_1"], "failed"]);
  feed.changed(run(3, "failed"));
  assert.deepEqual(ids(), ["run_2", "run_1"]);
});

Deno.test("older ones come page by page, and pages in which nothing was found are passed over", async () => {
  const { feed, ids, asked } = feedOf([[run(3)], [], [run(2)], [run(1)]]);
  await feed.read();
  await feed.more();
  assert.deepEqual(ids(), ["run_3", "run_2"]);
  await feed.more();
  assert.deepEqual(ids(), ["run_3", "run_2", "run_1"]);
  assert.equal(feed.state.get().hasMore, false);
  await feed.more();
  assert.equal(asked.length, 4);
  // One that is older than what is shown belongs to no place that is known.
  feed.changed(run(0));
  assert.equal(ids().length, 3);
});
