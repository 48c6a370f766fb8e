import assert from "node:assert/strict";
import { testWorkflow } from "@bulkhead/testing";
import script from "./daily_digest.ts";

interface Said {
  /** Hours before the digest. */
  ago: number;
  text: string;
  author?: string;
  kind?: "human" | "workflow";
  threadId?: string;
  reactions?: Record<string, number>;
}

/** A channel that says these, oldest first, and answers in pages as chat does. */
function channel(said: Said[], digestAt: number) {
  const messages = said.map((
    { ago, text, author = "ann", kind = "human" as const, threadId, reactions = {} },
    index,
  ) => ({
    id: `m${index + 1}`,
    seq: index + 1,
    text,
    author: { id: author, name: author, kind },
    createdAt: new Date(digestAt - ago * 3_600_000).toISOString(),
    ...(threadId === undefined ? {} : { threadId }),
    reactions: Object.entries(reactions).map(([emoji, n]) => ({ emoji, users: Array.from({ length: n }, String) })),
  }));
  return {
    "chat.message.list": ({ before = Infinity, limit = 50 }: { before?: number | string; limit?: number }) => {
      const older = messages.filter(({ seq }) => seq < Number(before));
      return { items: older.slice(-limit), hasMore: older.length > limit };
    },
    "chat.message.get": ({ id }: { id: string }) => messages.find((message) => message.id === id)!,
    "chat.message.send": () => ({ id: "digest" }),
  };
}

/** 9 o'clock in Berlin, on the first day of a test's clock. */
const NINE = Date.UTC(2026, 0, 1, 8);

async function digest(said: Said[]) {
  using test = testWorkflow(script, { plugins: channel(said, NINE) });
  await test.advance("8h");
  assert.equal(test.runs.length, 1, "the time zone is that of Berlin");
  const output = await test.runs[0]!.result();
  const texts = test.calls.filter(({ method }) => method === "chat.message.send").map(({ params }) =>
    (params as { text: string }).text
  );
  const pages = test.calls.filter(({ method }) => method === "chat.message.list").length;
  return { output, texts, pages };
}

Deno.test("the digest counts what people said, and names the busiest threads and what was liked most", async () => {
  const { texts } = await digest([
    { ago: 48, text: "An old question, @bob?" },
    { ago: 30, text: "Too old" },
    { ago: 20, text: "Lunch?", author: "bob", reactions: { "👍": 2, "🍜": 1 } },
    { ago: 10, text: "Yes", author: "cem", threadId: "m3" },
    { ago: 9, text: "It works now", author: "bob", threadId: "m1" },
    { ago: 8, text: "Thanks", threadId: "m1", reactions: { "🎉": 1 } },
    { ago: 1, text: "A build ended", author: "workflow:ci", kind: "workflow", reactions: { "👎": 9 } },
    { ago: 0, text: "After the digest" },
  ]);
  assert.deepEqual(texts, [[
    "**#general since yesterday**: 4 messages by 3 people",
    "",
    "Threads:",
    "• “An old question, @\u200bbob?” (ann): 2 answers",
    "• “Lunch?” (bob): 1 answer",
    "",
    "Reactions:",
    "• “Lunch?” (bob): 👍 2 🍜 1",
    "• “Thanks” (ann): 🎉 1",
  ].join("\n")]);
});

Deno.test("a quiet day gets no digest", async () => {
  const { output, texts } = await digest([
    { ago: 30, text: "Yesterday" },
    { ago: 2, text: "A build ended", author: "workflow:ci", kind: "workflow" },
  ]);
  assert.deepEqual([output, texts], ["a quiet day", []]);
});

Deno.test("it reads no further back than the day, and of a loud day the newest thousand", async () => {
  const loud = Array.from({ length: 3_000 }, (_, n) => ({ ago: 23 - n / 150, text: `n${n}` }));
  const { output, pages } = await digest(loud);
  assert.deepEqual([output, pages], ["1000 messages", 20]);
  const old = Array.from({ length: 3_000 }, (_, n) => ({ ago: 9_000 - n, text: `n${n}` }));
  assert.equal((await digest([...old, { ago: 1, text: "new" }])).pages, 1);
});
