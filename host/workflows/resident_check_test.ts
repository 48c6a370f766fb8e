import assert from "node:assert/strict";
import type { MethodDescriptor } from "../sdk/channel/protocol.ts";
import { LanguageSession } from "./language_session.ts";
import { residentCheck } from "./resident_check.ts";
import { checkTypes, CONFIG } from "./type_check.ts";
import { SHIPPED_TYPES, TypeFiles } from "./type_files.ts";

const METHODS = ["chat.message.send", "mail.message.send"].map((name): MethodDescriptor => ({
  name,
  summary: `Does ${name}`,
  params: {
    type: "object",
    properties: { channel: { type: "string" }, text: { type: "string" } },
    required: ["channel", "text"],
  },
  result: { type: "object" },
}));

const FILES = {
  "_good.ts": "export const good: number = 1;\n",
  "_faulty.ts": `import { good } from "./_good.ts";\nexport const faulty: string = good;\n`,
  "data.json": `{"answer": 42}`,
  // What the folder says of the compiler does not count.
  "deno.json": `{"compilerOptions": {"strict": false}, "imports": {"zod": "./_good.ts"}}`,
};

const script = (body: string, head = "") =>
  `import { event, workflow } from "@bulkhead/workflow";
${head}
export default workflow({ on: event("a.b"), uses: ["chat"] }, async ({ event, chat }) => {
  ${body}
});
`;

/** Texts of which the server has to tell what the compiler tells; how many faults they have. */
const ALIKE: Record<string, [faults: number, text: string]> = {
  "nothing wrong": [
    0,
    script(
      `await chat.message.send({ channel: "#a", text: event.data.title + good.toFixed() + data.answer + z.string() });`,
      `import { good } from "./_good.ts"; import { z } from "zod"; import data from "./data.json" with { type: "json" };`,
    ),
  ],
  "wrong calls": [
    5,
    script(
      `await chat.message.send({ channel: 5, text: "a" });
  await chat.message.send({ channel: "", txt: "a" });
  await chat.message.send({ channel: "#a" });
  await chat.mesage.send({});
  const s: number = z.string().parse(1); console.log(s);`,
      `import { z } from "zod";`,
    ),
  ],
  "the compiler's own chains, lines and letters": [
    5,
    script(`const a = { b: { c: 5 } }; const d: { b: { c: string } } = a; console.log(d);
  const f = (x) => x; f(1);\r
  const g = "\u{1F600}\u{1F600}"; const h: string = 1;
  const i: string = null as string | null;
  console.log(g, h, i, nowhere);`),
  ],
  "a faulty file beside it": [
    2,
    script(`faulty.at("");`, `import { faulty } from "./_faulty.ts";`),
  ],
  "plugins that are not there": [
    2,
    script("").replace(`["chat"]`, `["caht"]`).replace("chat }", "github }"),
  ],
};

/** Texts that are left to `deno check`. */
const LEFT: Record<string, string> = {
  "a file that is not there": script("", `import { x } from "./_nowhere.ts"; x();`),
  "a file of another folder": script("", `import { x } from "../types/plugins.d.ts"; x();`),
  "a module of the network": script("", `import { x } from "https://example.com/x.ts"; x();`),
  "a package": script("", `import { x } from "npm:left-pad@1.0.0"; x();`),
  "a name that is not offered": script("", `import { Hono } from "hono"; new Hono();`),
  "a syntax error": script(`const = 5;`),
};

Deno.test("the resident server finds what `deno check` finds, in the same words, places and order", async (t) => {
  const root = Deno.realPathSync(Deno.makeTempDirSync({ prefix: "bulkhead-resident-" }));
  const folder = `${root}/workflows`;
  Deno.mkdirSync(folder);
  for (const [file, text] of Object.entries(FILES)) Deno.writeTextFileSync(`${folder}/${file}`, text);
  const types = new TypeFiles(`${root}/types`);
  types.write(METHODS);
  const session = await LanguageSession.start(
    { folder, config: CONFIG, importMap: types.importMap, startMs: 120_000, timeoutMs: 60_000 },
    {
      path: `${folder}/first.ts`,
      text: script(""),
      documents: [[SHIPPED_TYPES, Deno.readTextFileSync(types.plugins)]],
    },
  );
  const options = { folder, names: types.importable, plugins: types.pluginIds() };
  const path = `${folder}/script.ts`;
  try {
    for (const [what, [faults, text]] of Object.entries(ALIKE)) {
      await t.step(what, async () => {
        const found = await residentCheck(session, { path, text }, options);
        assert.equal(found?.length, faults, JSON.stringify(found));
        // The text is in no file: what stands in for the server looks at a copy.
        assert.deepEqual(found, await checkTypes(path, types, { text, folder }));
      });
    }
    for (const [what, text] of Object.entries(LEFT)) {
      await t.step(`${what} is left to it`, async () => {
        assert.equal(await residentCheck(session, { path, text }, options), undefined);
      });
    }
    await t.step("in an editor a syntax error is told at once", async () => {
      const text = LEFT["a syntax error"]!;
      const [fault] = await residentCheck(session, { path, text }, { ...options, syntax: true }) ?? [];
      assert.equal(fault?.kind, "syntax");
      assert.equal(fault?.line, 4);
    });
    await t.step("nothing was written into the folder", () => {
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), Object.keys(FILES).sort());
      assert.deepEqual([...Deno.readDirSync(types.folder)].filter(({ isDirectory }) => isDirectory), []);
    });
  } finally {
    await session.server.stop();
    await Deno.remove(root, { recursive: true });
  }
});
