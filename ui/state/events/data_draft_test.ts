import assert from "node:assert/strict";
import { RpcFailure } from "../../sdk/failure.ts";
import { DataDraft } from "./data_draft.ts";

const SCHEMA = {
  type: "object",
  required: ["total"],
  properties: {
    total: { type: "number" },
    note: { type: "string", default: "none" },
    paid: { type: "boolean" },
    lines: { type: "array", items: { type: "object" } },
  },
};

const sent = async (draft: DataDraft) => {
  const got: unknown[] = [];
  const done = await draft.send((data) => {
    got.push(data);
    return Promise.resolve();
  });
  return { done, data: got[0] };
};
const field = (draft: DataDraft, name: string) => draft.form!.fields.find((each) => each.name === name)!;

Deno.test("a form begins with the schema's defaults, and what is needed is asked for", async () => {
  const draft = new DataDraft(SCHEMA);
  assert.equal(draft.state.get().mode, "form");
  assert.deepEqual(await sent(draft), { done: false, data: undefined });
  assert.deepEqual(draft.form!.state.get().problems, { "/total": "Needed" });
  draft.form!.type(field(draft, "total"), "5");
  assert.deepEqual(await sent(draft), { done: true, data: { note: "none", total: 5 } });
});

Deno.test("what was written is taken along from the form to JSON and back", async () => {
  const draft = new DataDraft(SCHEMA);
  draft.form!.type(field(draft, "total"), "5");
  await draft.setMode("json");
  assert.deepEqual(JSON.parse(draft.state.get().text), { note: "none", total: 5 });
  draft.type('{"total": 6, "lines": [{"a": 1}], "more": true}');
  assert.equal(await draft.setMode("form"), true);
  assert.equal(draft.form!.raw(field(draft, "total")), "6");
  assert.deepEqual(await sent(draft), { done: true, data: { total: 6, lines: [{ a: 1 }], more: true } });
});

Deno.test("what no form can show stays JSON, and says why", async () => {
  const draft = new DataDraft(SCHEMA);
  await draft.setMode("json");
  draft.type("[1]");
  assert.equal(await draft.setMode("form"), false);
  assert.equal(draft.state.get().problem, "Only an object can be shown as a form");
  draft.type("{");
  assert.deepEqual(await sent(draft), { done: false, data: undefined });
  assert.match(draft.state.get().problem!, /^This is not JSON/);
  draft.type("[1]");
  assert.deepEqual(await sent(draft), { done: true, data: [1] });
});

Deno.test("without a schema, or with data that is no object, there is JSON alone", () => {
  for (const draft of [new DataDraft(undefined), new DataDraft({ type: "string" }), new DataDraft(SCHEMA, [1])]) {
    assert.deepEqual([draft.form, draft.state.get().mode], [undefined, "json"]);
  }
  assert.equal(new DataDraft(undefined).state.get().text, "null");
  assert.equal(new DataDraft({ type: "object" }).state.get().text, "{}");
  assert.equal(new DataDraft(SCHEMA, [1]).state.get().text, "[\n  1\n]");
});

Deno.test("data that is there is edited, and what was not touched stays", async () => {
  const draft = new DataDraft(SCHEMA, { total: 1, note: "old", extra: [1, 2] });
  draft.form!.type(field(draft, "note"), "new");
  assert.deepEqual(await sent(draft), { done: true, data: { total: 1, note: "new", extra: [1, 2] } });
  draft.form!.type(field(draft, "note"), "");
  assert.deepEqual(await sent(draft), { done: true, data: { total: 1, extra: [1, 2] } });
});

Deno.test("the host's words stand at the field that it names, or at the JSON", async () => {
  const refusal = new RpcFailure({
    ...{ code: -32602, reason: "invalid_params", message: "Does not fit", hint: "See its manifest" },
    path: "/data/total",
  });
  const draft = new DataDraft(SCHEMA, { total: 1 });
  assert.equal(await draft.send(() => Promise.reject(refusal)), false);
  assert.deepEqual(draft.form!.state.get().problems, { "/total": "Does not fit. See its manifest" });
  await draft.setMode("json");
  await draft.send(() => Promise.reject(refusal));
  assert.match(draft.state.get().problem!, /^Does not fit/);
  await draft.send(() => Promise.reject(new Error("away")));
  assert.equal(draft.state.get().failure!.message, "away");
});
