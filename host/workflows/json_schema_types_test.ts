import assert from "node:assert/strict";
import { z } from "zod";
import { typeOfSchema } from "./json_schema_types.ts";
import { pluginTypes } from "./plugin_types.ts";

const flat = (schema: Parameters<typeof typeOfSchema>[0]) => typeOfSchema(schema).replaceAll(/\s+/g, " ");
const ofZod = (schema: z.ZodType) => flat(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));

Deno.test("every kind of schema that zod writes becomes its type", () => {
  const cases: [z.ZodType, string][] = [
    [z.string().max(3), "string"],
    [z.int(), "number"],
    [z.boolean().nullable(), "boolean | null"],
    [z.literal("a"), '"a"'],
    [z.enum(["a", "b"]), '"a" | "b"'],
    [z.array(z.union([z.string(), z.number()])), "(string | number)[]"],
    [z.array(z.object({ id: z.string() })), "{ id: string; }[]"],
    [z.tuple([z.string(), z.number()]), "[string, number]"],
    [z.record(z.string(), z.number()), "Record<string, number>"],
    [z.object({ a: z.string(), b: z.number().optional() }), "{ a: string; b?: number; }"],
    [z.object({ "x-y": z.string().default("") }), '{ "x-y"?: string; }'],
    [z.unknown(), "unknown"],
    [z.looseObject({ a: z.string() }), "{ a: string; [key: string]: unknown; }"],
  ];
  for (const [schema, expected] of cases) assert.equal(ofZod(schema), expected);
  const both = { allOf: [{ anyOf: [{ type: "string" }, { type: "null" }] }, { type: "object" }] };
  assert.equal(flat(both), "(string | null) & Record<string, unknown>");
});

Deno.test("a schema that contains itself ends in unknown", () => {
  const tree = { $ref: "#/$defs/T", $defs: { T: { type: "object", properties: { next: { $ref: "#/$defs/T" } } } } };
  assert.equal(flat(tree), "{ next?: unknown; }");
});

Deno.test("a hostile description cannot leave its comment, and a hostile name not its quotes", () => {
  const schema = { type: "object", properties: { 'a"; evil(); "': { type: "string", description: "x */ evil()" } } };
  assert.equal(flat(schema), '{ /** x * / evil() */ "a\\"; evil(); \\""?: string; }');
});

Deno.test("methods become a tree of clients, and the text compiles", async () => {
  const method = (name: string, params: z.ZodType, result: z.ZodType) => ({
    name,
    summary: `Does ${name}`,
    params: z.toJSONSchema(params) as Record<string, unknown>,
    result: z.toJSONSchema(result) as Record<string, unknown>,
  });
  const text = pluginTypes([
    method("link-check.page.check", z.object({ url: z.string() }), z.object({ ok: z.boolean() })),
    method("link-check.page", z.object({}), z.null()),
    method("chat.send", z.object({ text: z.string() }), z.object({ id: z.string() })),
  ]);
  const file = Deno.makeTempFileSync({ suffix: ".ts" });
  try {
    Deno.writeTextFileSync(
      file,
      `${text}
declare const plugins: Plugins;
const ok: Promise<{ ok: boolean }> = plugins["link-check"].page.check({ url: "x" }, { retry: { max: 2, delayMs: "5s" } });
const nothing: Promise<null> = plugins["link-check"].page();
// @ts-expect-error -- text is required
plugins.chat.send({});
void ok, nothing;
`,
    );
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--no-config", file],
      stdout: "null",
      stderr: "piped",
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
  } finally {
    Deno.removeSync(file);
  }
});

Deno.test("data of events is typed by what the manifests say; patterns and empty schemas are left out", () => {
  const text = pluginTypes([], {
    "shop.order.placed": { type: "object", properties: { n: { type: "number" } }, required: ["n"] },
    "shop.**": { type: "object", properties: { n: { type: "number" } } },
    "shop.push": { type: "object" },
  });
  assert.match(text, /export interface Events \{\n {2}"shop\.order\.placed": \{[^}]*n: number;?[^}]*\};\n\}\n/);
  assert.doesNotMatch(text, /shop\.\*\*|shop\.push/);
});
