import assert from "node:assert/strict";
import { RpcFailure } from "../../sdk/failure.ts";
import type { SettingsView } from "../wire.ts";
import { SettingsDraft } from "./draft.ts";
import { type SettingField, settingFields } from "./fields.ts";
import { rawOf, valueOf } from "./values.ts";

const SCHEMA = {
  type: "object",
  required: ["channel", "token"],
  properties: {
    channel: { type: "string", minLength: 2, description: "Where it posts" },
    dailyAt: { type: "string", format: "time", default: "09:00" },
    remindAfter: { type: ["integer", "null"], minimum: 1, exclusiveMaximum: 100 },
    ratio: { type: "number", minimum: 0, maximum: 1, multipleOf: 0.1 },
    loud: { type: "boolean", default: false },
    tone: { enum: ["kind", "dry", 3] },
    size: { oneOf: [{ const: "s", title: "Small" }, { const: "l", title: "Large" }] },
    days: { type: "array", uniqueItems: true, items: { enum: ["mon", "tue", "wed"] }, minItems: 1 },
    names: { type: "array", items: { type: "string", maxLength: 5 }, maxItems: 2 },
    intro: { type: "string", maxLength: 2_000 },
    starts: { type: "string", format: "date-time" },
    token: { type: "string", writeOnly: true, minLength: 4 },
    mail: {
      type: "object",
      required: ["from"],
      properties: {
        from: { type: "string", format: "email" },
        deep: { type: "object", properties: { a: { type: "string" } } },
      },
    },
    rules: { type: "array", items: { type: "object" } },
    either: { anyOf: [{ type: "string" }, { type: "number" }] },
    ref: { $ref: "#/$defs/x" },
  },
};

const byName = (fields: readonly SettingField[]) => new Map(fields.map((field) => [field.name, field]));
const field = (name: string) => byName(settingFields(SCHEMA)).get(name)!;
const view = (more: Partial<SettingsView> = {}): SettingsView => ({
  id: "polls",
  schema: SCHEMA,
  values: { channel: "#general", days: ["mon"], mail: { from: "a@b.c", deep: { a: "x" } } },
  set: ["token"],
  ...more,
});

Deno.test("each part of a schema becomes the control that fits it", () => {
  const kinds = settingFields(SCHEMA).map((
    { name, kind, input },
  ) => [name, input && input !== "text" ? `${kind} ${input}` : kind]);
  assert.deepEqual(Object.fromEntries(kinds), {
    channel: "text",
    dailyAt: "text time",
    remindAfter: "number",
    ratio: "number",
    loud: "switch",
    tone: "choice",
    size: "choice",
    days: "choices",
    names: "texts",
    intro: "long",
    starts: "text datetime-local",
    token: "secret",
    mail: "group",
    rules: "json",
    either: "json",
    ref: "json",
  });
  assert.deepEqual([field("remindAfter").integer, field("remindAfter").min, field("remindAfter").max], [true, 1, 99]);
  assert.equal(field("dailyAt").label, "Daily at");
  assert.deepEqual(field("size").options!.map(({ label }) => label), ["Small", "Large"]);
  assert.deepEqual(field("mail").fields!.map(({ kind, pointer, required }) => [kind, pointer, required]), [
    ["text", "/mail/from", true],
    ["json", "/mail/deep", false],
  ]);
});

Deno.test("a schema that is no object of properties is one field of JSON", () => {
  const [only, ...rest] = settingFields({ type: "object", additionalProperties: { type: "string" } });
  assert.deepEqual([only!.kind, only!.pointer, rest.length], ["json", "", 0]);
  assert.deepEqual(valueOf(only!, `{"a":"b"}`), { value: { a: "b" } });
});

Deno.test("what was typed is checked as the schema says", () => {
  const problem = (name: string, raw: Parameters<typeof valueOf>[1]) => {
    const read = valueOf(field(name), raw);
    return "problem" in read ? read.problem : undefined;
  };
  assert.equal(problem("channel", ""), "Needed");
  assert.equal(problem("channel", "x"), "At least 2 characters");
  assert.equal(problem("remindAfter", "1.5"), "A whole number is needed");
  assert.equal(problem("remindAfter", "100"), "At most 99");
  assert.equal(problem("remindAfter", "soon"), "“soon” is no number");
  assert.equal(problem("ratio", "-1"), "At least 0");
  assert.equal(problem("days", []), "At least 1");
  assert.equal(problem("names", ["a", "b", "c"]), "At most 2");
  assert.match(problem("names", ["toolong"])!, /at most 5 characters/);
  assert.match(problem("rules", "[")!, /not JSON/);
  assert.match(valueProblem(field("mail").fields![0]!, "nobody"), /ada@example.com/);
  assert.deepEqual(valueOf(field("remindAfter"), ""), { value: undefined });
  assert.deepEqual(valueOf(field("tone"), "2"), { value: 3 });
  assert.deepEqual(valueOf(field("days"), ["wed", "mon"]), { value: ["mon", "wed"] });
});

function valueProblem(of: SettingField, raw: string): string {
  const read = valueOf(of, raw);
  return "problem" in read ? read.problem : "";
}

Deno.test("a time goes to the person's clock and back unchanged", () => {
  const starts = field("starts");
  const raw = rawOf(starts, "2026-03-01T09:30:00.000Z") as string;
  assert.match(raw, /^2026-0[23]-\d\dT\d\d:\d\d$/);
  assert.deepEqual(valueOf(starts, raw), { value: "2026-03-01T09:30:00.000Z" });
});

Deno.test("only what was touched is handed to the host, a group as a whole", async () => {
  const draft = new SettingsDraft(view());
  const at = byName(draft.fields);
  assert.equal(draft.dirty, false);
  draft.type(at.get("channel")!, "#ops");
  draft.type(at.get("remindAfter")!, "");
  draft.type(at.get("mail")!.fields![0]!, "x@y.z");
  const sent: unknown[] = [];
  assert.equal(await draft.save((change) => (sent.push(change), Promise.resolve(view()))), true);
  assert.deepEqual(sent, [{ values: { channel: "#ops", mail: { from: "x@y.z", deep: { a: "x" } } }, clear: [] }]);
  assert.equal(draft.dirty, false);
});

Deno.test("typing what is there already is no change", () => {
  const draft = new SettingsDraft(view());
  const channel = byName(draft.fields).get("channel")!;
  draft.type(channel, "#ops");
  assert.equal(draft.dirty, true);
  draft.type(channel, "#general");
  assert.equal(draft.dirty, false);
});

Deno.test("an emptied optional value is cleared, a secret is kept, replaced or cleared", async () => {
  const schema = {
    type: "object",
    properties: { note: { type: "string" }, token: { type: "string", writeOnly: true } },
  };
  const draft = new SettingsDraft(view({ schema, values: { note: "old" } }));
  const [note, token] = draft.fields as [SettingField, SettingField];
  assert.equal(draft.isSet(token), true);
  draft.type(note, "");
  draft.type(token, { act: "clear", text: "" });
  const sent: unknown[] = [];
  const send = (change: unknown) => (sent.push(change), Promise.resolve(view({ schema, values: {}, set: [] })));
  await draft.save(send);
  draft.type(token, { act: "replace", text: "s3cret" });
  await draft.save(send);
  assert.deepEqual(sent, [{ values: {}, clear: ["note", "token"] }, { values: { token: "s3cret" }, clear: [] }]);
});

Deno.test("a secret that is needed cannot be left out or replaced by nothing", async () => {
  const draft = new SettingsDraft(view({ set: [] }));
  const token = byName(draft.fields).get("token")!;
  const never = () => Promise.reject(new Error("must not be sent"));
  assert.equal(await draft.save(never), false);
  assert.equal(draft.state.get().problems["/token"], "Needed");
  assert.deepEqual([draft.missing, new SettingsDraft(view()).missing], [true, false]);
  draft.type(token, { act: "replace", text: "" });
  assert.equal(await draft.save(never), false);
  assert.match(draft.state.get().problems["/token"]!, /Type a value/);
});

Deno.test("what the host refuses stands at the field that its path names, and goes when it is changed", async () => {
  const draft = new SettingsDraft(view());
  const from = byName(draft.fields).get("mail")!.fields![0]!;
  draft.type(from, "x@y.z");
  const refuse = (path?: string) => () =>
    Promise.reject(
      new RpcFailure({ code: -32602, reason: "invalid_params", message: "Nobody has this address", path }),
    );
  assert.equal(await draft.save(refuse("/values/mail/from")), false);
  assert.deepEqual(draft.state.get().problems, { "/mail/from": "Nobody has this address" });
  draft.type(from, "z@y.x");
  assert.deepEqual(draft.state.get().problems, {});
  await draft.save(refuse());
  assert.equal(draft.state.get().failure!.message, "Nobody has this address");
  assert.equal(draft.dirty, true, "what was typed stays");
});

Deno.test("new values of the host do not take away what was typed", () => {
  const draft = new SettingsDraft(view());
  const at = byName(draft.fields);
  draft.type(at.get("channel")!, "#ops");
  draft.update(view({ values: { channel: "#elsewhere", loud: true } }));
  assert.deepEqual([draft.raw(at.get("channel")!), draft.raw(at.get("loud")!)], ["#ops", true]);
});

Deno.test("stored values that do not fit are told at their field, the rest by themselves, until they are changed", () => {
  const draft = new SettingsDraft(view({
    problems: [{ path: "/channel", message: "is too short" }, { path: "/gone", message: "is not known" }],
  }));
  assert.deepEqual(draft.state.get().problems, { "/channel": "is too short" });
  assert.deepEqual(draft.unplaced, ["gone: is not known"]);
  draft.type(byName(draft.fields).get("channel")!, "#ops");
  assert.deepEqual(draft.state.get().problems, {});
  draft.discard();
  assert.deepEqual(draft.state.get().problems, { "/channel": "is too short" });
});
