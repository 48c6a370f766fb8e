import assert from "node:assert/strict";
import { narrowFlow } from "./flow_filter.ts";
import type { ConsumerInfo, EmitEdge, FlowView } from "./wire.ts";

const emit = (source: string, type: string): EmitEdge => ({
  ...{ source, type, count: 1, total: 1, lastAt: "2026-01-01T00:00:00.000Z" },
});
const consumer = (name: string, types: string[], more: Partial<ConsumerInfo> = {}): ConsumerInfo => ({
  ...{ name, types, state: "running", position: 0, lag: 0, inFlight: 0, deadLetters: 0, ...more },
});
const VIEW: FlowView = {
  at: "2026-01-01T00:00:00.000Z",
  emits: [
    emit("chat", "chat.message.sent"),
    emit("github", "github.issues.opened"),
    emit("polls", "polls.vote.cast"),
    emit("polls", "polls.poll.made"),
  ],
  takes: [{
    ...{ consumer: "plugin:mail", type: "polls.vote.cast", taken: 1, failed: 2, dead: 0 },
    lastAt: "2026-01-01T00:00:00.000Z",
  }],
  consumers: [
    consumer("plugin:mail", ["polls.**"]),
    consumer("workflow:triage", ["github.**"], { state: "away", lag: 3 }),
    consumer("plugin:search", ["**"]),
    consumer("plugin:idle", ["chat.**"], { state: "away" }),
  ],
};
const shown = (filter: Parameters<typeof narrowFlow>[1]) => {
  const { emits, consumers } = narrowFlow(VIEW, filter);
  return [emits.map(({ type }) => type), consumers.map(({ name }) => name)];
};

Deno.test("words find who publishes, a type, and who takes it", () => {
  assert.deepEqual(shown({ words: "mail" }), [["polls.vote.cast", "polls.poll.made"], ["plugin:mail"]]);
  assert.deepEqual(shown({ words: "Chat" }), [["chat.message.sent"], ["plugin:search", "plugin:idle"]]);
  assert.deepEqual(shown({ words: "vote.c" }), [["polls.vote.cast"], ["plugin:mail", "plugin:search"]]);
  assert.deepEqual(shown({ words: "triage" }), [["github.issues.opened"], ["workflow:triage"]]);
  assert.deepEqual(shown({ words: "nobody" }), [[], []]);
});

Deno.test("trouble is what fails, was given up on, or waits for somebody who is not there", () => {
  assert.deepEqual(shown({ trouble: true }), [
    ["github.issues.opened", "polls.vote.cast"],
    ["plugin:mail", "workflow:triage"],
  ]);
  assert.deepEqual(shown({ trouble: true, words: "polls" }), [["polls.vote.cast"], ["plugin:mail"]]);
});

Deno.test("without a filter it is all of it", () => {
  assert.equal(narrowFlow(VIEW, {}), VIEW);
  assert.equal(narrowFlow(VIEW, { words: "  " }), VIEW);
});
