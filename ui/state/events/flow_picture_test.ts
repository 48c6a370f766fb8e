import assert from "node:assert/strict";
import { flowPicture, lineWidth } from "./flow_picture.ts";
import type { ConsumerInfo, EmitEdge, FlowView } from "./wire.ts";

const emit = (source: string, type: string, count = 0): EmitEdge => ({
  ...{ source, type, count, total: count, lastAt: "2026-01-01T00:00:00.000Z" },
});
const consumer = (name: string, ...types: string[]): ConsumerInfo => ({
  ...{ name, types, state: "running", position: 0, lag: 0, inFlight: 0, deadLetters: 0 },
});
const view = (more: Partial<FlowView>): FlowView => ({
  ...{ at: "2026-01-01T00:00:00.000Z", emits: [], takes: [], consumers: [], ...more },
});
const take = (name: string, type: string, taken: number, failed = 0) => ({
  ...{ consumer: name, type, taken, failed, dead: 0, lastAt: "2026-01-01T00:00:00.000Z" },
});

Deno.test("sources stand by name with their types, and keep their places while rates change", () => {
  const emits = [
    emit("github", "github.issues.opened", 3),
    emit("chat", "chat.message.sent"),
    emit("chat", "chat.a.b"),
  ];
  const first = flowPicture(view({ emits }));
  assert.deepEqual(first.sources.map(({ id, height }) => [id, height]), [["chat", 72], ["github", 36]]);
  assert.deepEqual(first.types.map(({ type }) => type), ["chat.a.b", "chat.message.sent", "github.issues.opened"]);
  const later = flowPicture(view({ emits: emits.map((each) => ({ ...each, count: each.type.length * 7 })) }));
  assert.deepEqual(later.types.map(({ y }) => y), first.types.map(({ y }) => y));
  assert.equal(later.sources[0]!.count, 7 * ("chat.a.b".length + "chat.message.sent".length));
});

Deno.test("a consumer is linked to every type that it listens to, with what it took and what failed", () => {
  const picture = flowPicture(view({
    emits: [emit("chat", "chat.message.sent", 10), emit("github", "github.issues.opened", 2)],
    consumers: [consumer("workflow:triage", "github.**"), consumer("plugin:log", "**"), consumer("plugin:idle", "x.y")],
    takes: [take("workflow:triage", "github.issues.opened", 1, 1), take("plugin:log", "chat.message.sent", 10)],
  }));
  assert.deepEqual(picture.links.map(({ type, taker, taken, failed }) => [type.type, taker.id, taken, failed]), [
    ["chat.message.sent", "plugin:log", 10, 0],
    ["github.issues.opened", "plugin:log", 0, 0],
    ["github.issues.opened", "workflow:triage", 1, 1],
  ]);
  assert.deepEqual(picture.takers.map(({ kind, name, failed }) => [kind, name, failed]), [
    ["plugin", "log", 0],
    ["workflow", "triage", 1],
    ["plugin", "idle", 0],
  ]);
  for (const [index, taker] of picture.takers.entries()) {
    const before = picture.takers[index - 1];
    if (before) assert.ok(taker.top >= before.top + before.height, "none stands on another");
  }
  assert.ok(picture.takers.every(({ top, height }) => top + height <= picture.height));
});

Deno.test("what two sources publish of one type is shared out", () => {
  const picture = flowPicture(view({
    emits: [emit("chat", "a.b", 30), emit("host", "a.b", 10)],
    consumers: [consumer("plugin:x", "a.b")],
    takes: [take("plugin:x", "a.b", 40)],
  }));
  assert.deepEqual(picture.links.map(({ type, taken }) => [type.source, taken]), [["chat", 30], ["host", 10]]);
});

Deno.test("of many types the busiest are shown, and it is said how many are not", () => {
  const emits = Array.from({ length: 9 }, (_, n) => emit("chat", `chat.t${n}.x`, n));
  const picture = flowPicture(view({ emits }), { maxTypes: 4 });
  assert.deepEqual(picture.types.map(({ type }) => type), ["chat.t5.x", "chat.t6.x", "chat.t7.x", "chat.t8.x"]);
  assert.equal(picture.left, 5);
});

Deno.test("fifty plugins with five hundred types stay one picture, and what fails is in it", () => {
  const types = Array.from({ length: 500 }, (_, n) => `p${n % 50}.thing.t${n}`);
  const emits = types.map((type, n) => emit(type.split(".")[0]!, type, n));
  const consumers = [
    consumer("plugin:all", "**"),
    ...Array.from(
      { length: 50 },
      (_, n) => consumer(`plugin:p${n}`, types[n]!, types[n + 100]!, `p${(n + 1) % 50}.**`),
    ),
    consumer("plugin:quiet", types[1]!),
  ];
  const picture = flowPicture(view({ emits, consumers, takes: [take("plugin:all", types[7]!, 0, 2)] }));
  assert.equal(picture.types.length, 60);
  assert.equal(picture.left, 440);
  assert.ok(picture.types.some(({ type, failed }) => type === types[7] && failed === 2), "the one that fails");
  assert.ok(picture.height < 4_000, `${picture.height} px`);
  assert.ok(picture.takers.every(({ id }) => id !== "plugin:quiet"));
  assert.equal(picture.takersLeft, 1);
  assert.ok(picture.links.length <= 400, `${picture.links.length} lines`);
});

Deno.test("lines grow with the order of magnitude, up to a limit", () => {
  const widths = [0, 1, 10, 100, 1_000, 10 ** 6, 10 ** 9].map(lineWidth);
  assert.deepEqual(widths, [...widths].sort((a, b) => a - b));
  assert.equal(widths[0], 1);
  assert.equal(widths.at(-1), 12);
});
