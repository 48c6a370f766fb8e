import assert from "node:assert/strict";
import { CHECKOUT } from "./checkout.ts";

/** Runs the command line as a person does, from another folder. */
async function bulkhead(args: string[], cwd: string): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", `${CHECKOUT}/host/cli/main.ts`, ...args],
    cwd,
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, out: decode(stdout), err: decode(stderr) };
}

async function edit(file: string, change: (text: string) => string): Promise<void> {
  await Deno.writeTextFile(file, change(await Deno.readTextFile(file)));
}

const FAULTY_METHOD = `import { method } from "@bulkhead/plugin";
import { z } from "zod";

export const noteList = method({
  summary: "Lists notes",
  params: z.object({ limit: z.int().default(50) }),
  result: z.unknown(),
  handler: async ({ limit }, ctx) => {
    await import("./" + limit);
    return await ctx.call("chat.channel.list");
  },
});
`;

Deno.test("outside the product's folder a new plugin passes its tests, in the real host too", async () => {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-author-" });
  try {
    const made = await bulkhead(["plugin", "new", "polls", "--name", "Polls"], dir);
    assert.equal(made.code, 0, made.err);
    const { code, out, err } = await bulkhead(["plugin", "test", "polls"], dir);
    assert.equal(code, 0, out + err);
    assert.match(out, /4 passed \| 0 failed/);
    const again = await bulkhead(["plugin", "new", "polls"], dir);
    assert.deepEqual([again.code, again.err.includes("is there already")], [1, true]);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("check finds each kind of fault by file and line, and --write mends what it can", async () => {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-author-" });
  const folder = `${dir}/polls`;
  try {
    await bulkhead(["plugin", "new", "polls", "--no-page"], dir);
    const clean = await bulkhead(["plugin", "check", "polls"], dir);
    assert.equal(clean.code, 0, clean.out + clean.err);
    await bulkhead(["plugin", "check", "polls", "--write"], dir);

    await Deno.writeTextFile(`${folder}/methods/note_list.ts`, FAULTY_METHOD);
    await edit(`${folder}/methods/note_add.ts`, (text) => text.replace("Adds a note", "Writes a note down"));
    await edit(`${folder}/plugin.json`, (text) => {
      const manifest = JSON.parse(text);
      manifest.permissions.net = [{ host: "api.example.net", reason: "Was needed once" }];
      manifest.ui = { panels: [{ id: "open", title: "Open polls" }] };
      return JSON.stringify(manifest);
    });
    const faulty = await bulkhead(["plugin", "check", "polls", "--json"], dir);
    assert.equal(faulty.code, 1, faulty.out + faulty.err);
    const { findings } = JSON.parse(faulty.out) as { findings: { level: string; where: string; message: string }[] };
    const found = findings.map(({ level, where, message }) => `${level} ${where} ${message}`).join("\n");
    assert.match(found, /warn methods\/note_list\.ts:\d+ imports a computed path/);
    assert.match(found, /fault plugin\.json lists no permission call "chat\.channel\.list"/);
    assert.match(found, /warn plugin\.json asks for net "api\.example\.net"/);
    assert.match(found, /warn plugin\.json has panels and no page that draws them/);
    assert.match(found, /fault openrpc\.json does not say what the methods are now/);

    await bulkhead(["plugin", "check", "polls", "--write"], dir);
    const written = JSON.parse(await Deno.readTextFile(`${folder}/plugin.json`));
    assert.deepEqual(Object.keys(written.permissions).sort(), ["call", "publish"]);
    const mended = await bulkhead(["plugin", "check", "polls", "--json"], dir);
    assert.match(mended.out, /gives no reason for call/);
    assert.doesNotMatch(mended.out, /openrpc\.json/);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("check refuses modules from outside the folder and a manifest without a reason", async () => {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-author-" });
  const folder = `${dir}/polls`;
  try {
    await bulkhead(["plugin", "new", "polls", "--no-page"], dir);
    await Deno.writeTextFile(`${dir}/outside.ts`, "export const secret = 1;\n");
    await edit(
      `${folder}/plugin.ts`,
      (text) => `import { secret } from "../outside.ts";\nconsole.log(secret);\n${text}`,
    );
    const outside = await bulkhead(["plugin", "check", "polls"], dir);
    assert.equal(outside.code, 1);
    assert.match(outside.out, /plugin\.ts:1 imports "\.\.\/outside\.ts", which lies outside its folder/);
    await edit(`${folder}/plugin.json`, (text) => text.replace(/"reason": "[^"]*"/, `"reason": ""`));
    const silent = await bulkhead(["plugin", "check", "polls"], dir);
    assert.equal(silent.code, 1);
    assert.match(silent.err, /\/permissions\/publish\/0\/reason/);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});
