import assert from "node:assert/strict";
import type { RpcPort } from "../../sdk/ports.ts";
import { type AuditEntry, AuditFeed, type AuditFilter } from "./audit_feed.ts";

function entry(id: number, more: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id,
    time: "2026-01-01T00:00:00.000Z",
    caller: { kind: "user", id: "u-1", name: "Ann", role: "admin" },
    method: "host.plugin.enable",
    outcome: "allowed",
    traceId: `t${id}`,
    ...more,
  };
}

/** Pages of the log, as the host would answer them. */
function pages(...answers: { items: AuditEntry[]; nextCursor?: string }[]) {
  const asked: Record<string, unknown>[] = [];
  const rpc: RpcPort = {
    call: <T>(_method: string, params: unknown) => {
      asked.push(params as Record<string, unknown>);
      return Promise.resolve(answers[asked.length - 1] as T);
    },
  };
  return { rpc, asked };
}

const ids = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);

async function ready(filter: AuditFilter = {}, people: string[] = []) {
  const feed = new AuditFeed(pages({ items: [entry(2), entry(1)] }).rpc, filter, people);
  await feed.read();
  return feed;
}

Deno.test("new entries go to the top while it is in sight, else they are announced and wait", async () => {
  const feed = await ready();
  feed.added([entry(3), entry(2)], 0);
  assert.deepEqual(ids(feed.state.get().entries), [3, 2, 1]);
  feed.setAtTop(false);
  feed.added([entry(5), entry(4)], 0);
  feed.added([entry(6)], 0);
  assert.deepEqual([ids(feed.state.get().entries), ids(feed.state.get().fresh)], [[3, 2, 1], [6, 5, 4]]);
  feed.setAtTop(true);
  assert.deepEqual([ids(feed.state.get().entries), feed.state.get().fresh.length], [[6, 5, 4, 3, 2, 1], 0]);
});

Deno.test("of what is pushed only what the filter takes is shown", async () => {
  const feed = await ready(
    { caller: "@ann", method: "host.plugin.*", outcome: "denied", text: "POLLS" },
    ["u-1"],
  );
  const fits = { outcome: "denied", target: { id: "polls" } } as const;
  feed.added([
    entry(9, fits),
    entry(8, { ...fits, method: "host.pluginx.get" }),
    entry(7, { ...fits, caller: { ...entry(0).caller, id: "u-2" } }),
    entry(6, { ...fits, outcome: "failed" }),
    entry(5, { ...fits, target: { id: "chat" } }),
  ], 0);
  assert.deepEqual(ids(feed.state.get().entries), [9, 2, 1]);
});

Deno.test("more than is told of is said, and gone once the list was read anew", async () => {
  const { rpc } = pages({ items: [entry(1)] }, { items: [entry(900), entry(1)] });
  const feed = new AuditFeed(rpc, {});
  await feed.read();
  feed.added([entry(900)], 799);
  assert.equal(feed.state.get().missed, true);
  await feed.read();
  assert.deepEqual([feed.state.get().missed, ids(feed.state.get().entries)], [false, [900, 1]]);
});

Deno.test("older ones are read on from where the host stopped looking, also over pages in which nothing fits", async () => {
  const { rpc, asked } = pages(
    { items: [entry(9)], nextCursor: "9" },
    { items: [], nextCursor: "5" },
    { items: [entry(2)] },
  );
  const feed = new AuditFeed(rpc, { text: "x" });
  await feed.read();
  await feed.more();
  assert.deepEqual(ids(feed.state.get().entries), [9, 2]);
  assert.deepEqual(asked.map(({ cursor }) => cursor), [undefined, "9", "5"]);
  assert.equal(feed.state.get().hasMore, false);
});
