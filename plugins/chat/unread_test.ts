import fc from "fast-check";
import assert from "node:assert/strict";
import { testPlugin } from "@bulkhead/testing";
import chat from "./plugin.ts";

const PEOPLE = ["ann", "ben", "cem"];
const as = (who: string) => ({ caller: { id: who, name: who } });

/** What a channel ought to look like, kept by plain counting. */
interface Model {
  messages: { id: string; seq: number; deleted: boolean; author: string }[];
  read: Map<string, number>;
  head: number;
}

type Step =
  | { do: "send"; who: string; channel: number }
  | { do: "delete"; channel: number; pick: number }
  | { do: "edit"; channel: number; pick: number }
  | { do: "read"; who: string; channel: number; pick: number }
  | { do: "restart" };

const channel = fc.nat({ max: 1 });
const who = fc.constantFrom(...PEOPLE);
const pick = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant("send" as const), who, channel }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("delete" as const), channel, pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("edit" as const), channel, pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("read" as const), who, channel, pick }) },
  { weight: 1, arbitrary: fc.constant({ do: "restart" as const }) },
);

Deno.test("unread counts follow from positions, whatever is sent, read, edited and deleted in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      let plugin = await testPlugin(chat, { id: "chat" });
      const started = [plugin];
      try {
        await plugin.call("chat.channel.create", { name: "second" }, as("ann"));
        const names = ["#general", "#second"];
        const models: Model[] = names.map(() => ({ messages: [], read: new Map(), head: 0 }));
        for (const person of PEOPLE) {
          for (const name of names) await plugin.call("chat.channel.join", { channel: name }, as(person));
        }
        for (const step of steps) {
          if (step.do === "restart") {
            plugin = await testPlugin(chat, { id: "chat", dataDir: plugin.snapshot() });
            started.push(plugin);
          } else {
            await take(step, models[step.channel]!, names[step.channel]!);
          }
        }
        for (const person of PEOPLE) {
          for (const [index, name] of names.entries()) {
            const seen = await plugin.call("chat.channel.get", { channel: name }, as(person));
            const model = models[index]!;
            const read = model.read.get(person) ?? 0;
            const unread = model.messages.filter(({ seq, deleted }) => seq > read && !deleted).length;
            assert.deepEqual(
              { unread: seen.unread, lastReadSeq: seen.lastReadSeq, lastSeq: seen.lastSeq },
              { unread, lastReadSeq: read, lastSeq: model.head },
            );
          }
        }
        const seqs = models.flatMap((model) => model.messages.map(({ seq }) => seq));
        assert.equal(new Set(seqs).size, seqs.length, "positions are given out once");
      } finally {
        for (const each of started) await each[Symbol.asyncDispose]();
      }

      async function take(step: Exclude<Step, { do: "restart" }>, model: Model, name: string) {
        if (step.do === "send") {
          const sent = await plugin.call("chat.message.send", { channel: name, text: "x" }, as(step.who));
          model.messages.push({ id: sent.id, seq: sent.seq, deleted: false, author: step.who });
          model.head = sent.seq;
          model.read.set(step.who, sent.seq);
          return;
        }
        const message = model.messages[step.pick % (model.messages.length || 1)];
        if (message === undefined) return;
        if (step.do === "read") {
          await plugin.call("chat.channel.mark_read", { channel: name, seq: message.seq }, as(step.who));
          model.read.set(step.who, Math.max(model.read.get(step.who) ?? 0, message.seq));
        } else if (!message.deleted) {
          const params = step.do === "edit" ? { id: message.id, text: "y" } : { id: message.id };
          await plugin.call(`chat.message.${step.do}`, params, as(message.author));
          if (step.do === "delete") message.deleted = true;
        }
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("a read marker never goes back and is told to its owner's other devices only when it moved", async () => {
  await using plugin = await testPlugin(chat, { id: "chat" });
  await plugin.call("chat.channel.list", {}, as("ben"));
  const seqs: number[] = [];
  for (let n = 0; n < 3; n++) {
    seqs.push((await plugin.call("chat.message.send", { channel: "#general", text: `${n}` }, as("ann"))).seq);
  }
  const [first, second, third] = seqs as [number, number, number];
  const mark = async (seq: number) => {
    const { lastReadSeq, unread } = await plugin.call(
      "chat.channel.mark_read",
      { channel: "#general", seq },
      as("ben"),
    );
    return [lastReadSeq, unread];
  };
  assert.deepEqual(await mark(second), [second, 1]);
  assert.deepEqual(await mark(first), [second, 1]);
  assert.deepEqual(await mark(third + 99), [third, 0]);
  assert.deepEqual(await mark(third), [third, 0]);
  await plugin.relayed();
  const read = plugin.events.filter(({ type }) => type === "chat.channel.read");
  assert.deepEqual(read.map(({ data }) => (data as { lastReadSeq: number }).lastReadSeq), [second, third]);
  assert.ok(read.every(({ audience }) => audience === "room:user-ben"));
});
