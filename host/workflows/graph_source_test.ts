import assert from "node:assert/strict";
import { GraphError, type SourceGraph } from "./graph_shape.ts";
import { readGraph } from "./graph_source.ts";

const shape = ({ nodes }: SourceGraph) => {
  const depth = (parent?: string): number => parent ? 1 + depth(nodes.find(({ id }) => id === parent)!.parent) : 0;
  return nodes.map((node) => `${"  ".repeat(depth(node.parent))}${node.kind} ${node.label}`);
};
const edges = ({ nodes, edges }: SourceGraph) => {
  const name = (id: string) => nodes.find((node) => node.id === id)!.label;
  return edges.map(({ from, to, kind }) => `${name(from)} -> ${name(to)}${kind ? ` (${kind})` : ""}`);
};
const draw = (
  body: string,
  context = "{ event, step, chat, linkCheck, sleep, waitFor, approve, signal, invoke, publish, all }",
) =>
  readGraph(`import { cron, event, manual, workflow } from "@bulkhead/workflow";
interface Issue { title: string }
export default workflow({ on: [event("github.issues.opened"), cron("0 7 * * *"), manual()], uses: ["chat"] as never },
  async (${context}: any): Promise<void> => {
${body}
  });
`);

Deno.test("a script is drawn in reading order, with its triggers and what may happen in it", () => {
  const graph = draw(`
    const text: string = await step("summary", () => (event.data as Issue).title);
    if (event.data.open) {
      await chat.message.send({ channel: "#a", text });
    } else return;
    await linkCheck.url.check({});
    try { await invoke("child", {}); } catch (error) { await publish({ type: "work.failed", data: null }); }
    for (const one of event.data.items) { await step(\`item \${one}\`, () => one); await sleep("1h"); }
    if (await approve("Go on?", { role: "admin" })) await waitFor("chat.message.posted");
    await signal("go");
  `);
  assert.deepEqual(shape(graph), [
    "trigger on github.issues.opened",
    "trigger at 0 7 * * *",
    "trigger by hand",
    "step summary",
    "branch if event.data.open",
    "  call chat.message.send",
    "  return Ends here",
    "call link-check.url.check",
    "try try",
    "  invoke invoke child",
    "  publish publish work.failed",
    "loop for each of event.data.items",
    "  step item …",
    "  sleep sleep 1h",
    "approve approve: Go on?",
    'branch if await approve("Go on?", { role: "admin" })',
    "  wait wait for chat.message.posted",
    "signal signal go",
    "end Ends",
  ]);
  assert.deepEqual(edges(graph), [
    "on github.issues.opened -> summary",
    "at 0 7 * * * -> summary",
    "by hand -> summary",
    "summary -> chat.message.send",
    "summary -> Ends here",
    "chat.message.send -> link-check.url.check",
    "link-check.url.check -> invoke child",
    "invoke child -> publish work.failed (fails)",
    "invoke child -> item …",
    "publish work.failed -> item …",
    "item … -> sleep 1h",
    "sleep 1h -> item … (again)",
    "sleep 1h -> approve: Go on?",
    "invoke child -> approve: Go on?",
    "publish work.failed -> approve: Go on?",
    "approve: Go on? -> wait for chat.message.posted",
    "wait for chat.message.posted -> signal go",
    "approve: Go on? -> signal go",
    "signal go -> Ends",
  ]);
  const step = graph.nodes.find(({ kind }) => kind === "step")!;
  assert.deepEqual([step.line, step.name, step.once], [6, ["summary"], true]);
  const item = graph.nodes.find(({ label }) => label === "item …")!;
  assert.deepEqual([item.name, item.once], [["item ", ""], undefined]);
});

Deno.test("the context may be one name or renamed, and functions of the file are drawn where they are called", () => {
  const graph = readGraph(`import { manual, workflow } from "@bulkhead/workflow";
async function tell(chat: { message: any }, text: string) { await chat.message.send({ text }); return text; }
const again = async (context: any) => { await context.step("again", () => 1); await again(context); };
const main = workflow({ on: manual() }, async (ctx: any) => {
  const { step: once, chat } = ctx;
  const nap = () => ctx.sleep(500);
  await once("first", () => 1);
  await tell(chat, "x");
  await again(ctx);
  await nap();
  await Promise.all([ctx.step("left", () => 1), ctx.step("right", () => 2)]);
  await ctx.all([1, 2].map((n) => ctx.step("lane " + n, () => n)));
  console.log("no step");
});
export default main;
`);
  assert.deepEqual(shape(graph), [
    "trigger by hand",
    "step first",
    "call chat.message.send",
    "step again",
    "sleep sleep 500",
    "parallel at the same time",
    "  step left",
    "  step right",
    "loop for each of [1, 2]",
    "  step lane …",
    "end Ends",
  ]);
  assert.ok(edges(graph).includes("sleep 500 -> right"));
  assert.ok(edges(graph).includes("left -> lane …"));
});

Deno.test("what cannot be drawn says why", () => {
  assert.throws(() => readGraph("export default 1;"), /has no `export default workflow/);
  assert.throws(() => readGraph("export default workflow({ on: manual() }, imported);"), /is not in this file/);
  assert.throws(() => readGraph("enum A { b }"), GraphError);
  assert.throws(() => readGraph("let ("), GraphError);
  assert.throws(() => draw('await step("x", () => 1);\n'.repeat(600)), /more than 500 parts/);
});
