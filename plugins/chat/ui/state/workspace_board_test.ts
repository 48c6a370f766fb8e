import assert from "node:assert/strict";
import type { LiveListener, LivePort, RpcPort } from "@bulkhead/ui";
import { isOfWorkspace } from "./event_scope.ts";
import type { WorkspaceItem } from "./wire.ts";
import { WorkspaceBoard } from "./workspace_board.ts";
import { inWorkspace } from "./workspace_rpc.ts";

const item = (id: string, more: Partial<WorkspaceItem> = {}): WorkspaceItem => ({
  id,
  name: id,
  slug: id,
  description: "",
  access: "open",
  first: id === "w1",
  member: true,
  memberCount: 1,
  unread: 0,
  mentions: 0,
  ...more,
});

function opened(items: WorkspaceItem[]) {
  let calls = 0;
  const listeners = new Set<LiveListener>();
  const rpc = { call: () => Promise.resolve({ items }).finally(() => calls++) } as unknown as RpcPort;
  const live = {
    state: "online",
    subscribe: (_: string[], listener: LiveListener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onState: () => () => {},
  } as unknown as LivePort;
  const board = new WorkspaceBoard({ rpc, live, isShown: (channelId) => channelId === "shown" });
  const release = board.hold();
  const tell = (type: string, data: unknown) => {
    for (const listener of listeners) listener.event?.({ id: "e", source: "chat", type, time: "", seq: 1, data });
  };
  return { board, release, tell, listeners, calls: () => calls };
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

Deno.test("counts of other workspaces are asked for once after many events, and not at all with one workspace", async () => {
  const two = opened([item("w1"), item("w2")]);
  await wait(5);
  assert.equal(two.calls(), 1);
  for (let n = 0; n < 20; n++) two.tell("chat.message.sent", { channelId: "c2", seq: n });
  await wait(1_000);
  assert.equal(two.calls(), 2);
  two.tell("chat.message.sent", { channelId: "shown" });
  await wait(1_000);
  assert.equal(two.calls(), 2, "what the page shows is not asked for at once");
  two.release();
  assert.equal(two.listeners.size, 0);

  const one = opened([item("w1"), item("w2", { member: false })]);
  await wait(5);
  one.tell("chat.message.sent", { channelId: "c2" });
  await wait(1_000);
  assert.equal(one.calls(), 1);
  one.tell("chat.workspace.joined", { workspaceId: "w2" });
  await wait(1);
  one.tell("chat.message.sent", { channelId: "c2" });
  await wait(20);
  assert.equal(one.calls(), 2, "which workspaces there are is always asked for");
  one.release();
});

Deno.test("an event is of the workspace that it names, or whose channel it names; of people it is everybody's", () => {
  const ours = (type: string, data: unknown) => isOfWorkspace({ type, data }, "w2", (id) => id === "c2");
  assert.equal(ours("chat.message.sent", { channelId: "c2" }), true);
  assert.equal(ours("chat.message.sent", { channelId: "c1" }), false);
  assert.equal(ours("chat.group.changed", { workspaceId: "w1" }), false);
  assert.equal(ours("chat.channel.joined", { workspaceId: "w2", channelId: "new" }), true);
  assert.equal(ours("chat.mention.created", { message: { channelId: "c1" } }), false);
  assert.equal(ours("chat.scheduled.changed", { scheduled: { channelId: "c2" } }), true);
  assert.equal(ours("chat.workspace.updated", { id: "w1" }), false);
  assert.equal(ours("chat.user.updated", { id: "ann" }), true);
});

Deno.test("calls that list or make something name the workspace, others are as they were", async () => {
  const seen: unknown[] = [];
  const rpc = {
    call: (method: string, params: unknown) => Promise.resolve(seen.push([method, params])),
  } as unknown as RpcPort;
  const inside = inWorkspace(rpc, "w2");
  await inside.call("chat.snapshot", {});
  await inside.call("chat.message.send", { channel: "c2" });
  await inside.call("chat.user.list", { query: "a", workspaceId: undefined });
  assert.deepEqual(seen, [
    ["chat.snapshot", { workspaceId: "w2" }],
    ["chat.message.send", { channel: "c2" }],
    ["chat.user.list", { query: "a", workspaceId: undefined }],
  ]);
  assert.equal(inWorkspace(rpc, undefined), rpc);
});
