import assert from "node:assert/strict";
import { until } from "../../tests/harness/mod.ts";
import { BundleError, type Bundler, createBundler } from "./mod.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

interface Room extends AsyncDisposable {
  root: string;
  plugin: string;
  bundler: Bundler;
  write(files: Record<string, string>): Promise<void>;
}

/** A plugin's folder `<root>/plugins/hello` with what a plugin needs at least. */
async function room(files: Record<string, string> = {}): Promise<Room> {
  const root = await Deno.realPath(await Deno.makeTempDir());
  const plugin = `${root}/plugins/hello`;
  const write = async (all: Record<string, string>) => {
    for (const [path, text] of Object.entries(all)) {
      const target = path.startsWith("/") ? path : `${plugin}/${path}`;
      await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
      await Deno.writeTextFile(target, text);
    }
  };
  await write({ "plugin.ts": GOOD, ...files });
  return {
    root,
    plugin,
    write,
    bundler: createBundler({ cacheDir: `${root}/packages`, logger: silent }),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

const GOOD = `import { definePlugin } from "@bulkhead/plugin";
import { z } from "zod";
import { word } from "./word.ts";
export default definePlugin({ methods: {}, setup: () => { console.log(word, z.string().parse("x")); } });
`;
const WORD = { "word.ts": `export const word = "sesame";\n` };

async function refused(work: Promise<unknown>): Promise<BundleError> {
  try {
    await work;
  } catch (error) {
    assert.ok(error instanceof BundleError, String(error));
    return error;
  }
  throw new Error("was bundled, but had to be refused");
}

Deno.test("a sound plugin becomes one read-only script that is named for its content", async () => {
  await using at = await room(WORD);
  const bundle = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.equal(bundle.cached, false);
  assert.equal(bundle.path, `${at.root}/packages/bundles/${bundle.hash}.script.js`);
  assert.match(await Deno.readTextFile(bundle.path), /sesame/);
  assert.equal((await Deno.stat(bundle.path)).mode! & 0o222, 0);
  assert.ok(bundle.inputs.includes(`${at.plugin}/word.ts`));
});

Deno.test("a plugin that awaits at its top level becomes a module, which a script cannot be", async () => {
  await using at = await room({ "word.ts": `export const word = await Promise.resolve("sesame");\n` });
  const bundle = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.equal(bundle.path, `${at.root}/packages/bundles/${bundle.hash}.js`);
  assert.match(await Deno.readTextFile(bundle.path), /sesame/);
});

Deno.test("an unchanged source is found without a build, a changed one is built under another hash", async () => {
  await using at = await room(WORD);
  const first = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  const again = await createBundler({ cacheDir: `${at.root}/packages`, logger: silent }).bundlePlugin(
    at.plugin,
    "plugin.ts",
  );
  assert.deepEqual([again.cached, again.hash], [true, first.hash]);
  await at.write({ "word.ts": `export const word = "barley";\n` });
  const changed = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.equal(changed.cached, false);
  assert.notEqual(changed.hash, first.hash);
  assert.match(await Deno.readTextFile(changed.path), /barley/);
});

Deno.test("a bundle that was tampered with is made again", async () => {
  await using at = await room(WORD);
  const first = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  await Deno.remove(first.path);
  await Deno.writeTextFile(first.path, "evil()");
  const again = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.equal(again.cached, false);
  assert.doesNotMatch(await Deno.readTextFile(again.path), /^evil/);
});

Deno.test("nothing outside the plugin's folder is taken in, by no kind of import", async (t) => {
  const secret = `{"secret":"do-not-inline"}`;
  const attempts: Record<string, string> = {
    "a static JSON import": `import x from "../../secret.json" with { type: "json" }; export default x;`,
    "a static text import": `import x from "../../secret.json" with { type: "text" }; export default x;`,
    "a static bytes import": `import x from "../../secret.json" with { type: "bytes" }; export default x;`,
    "an absolute path": `import x from "/etc/hostname" with { type: "text" }; export default x;`,
    "a file URL": `import x from "file:///etc/hostname" with { type: "text" }; export default x;`,
    "a module above it": `import x from "../../secret.ts"; export default x;`,
    "a module beside it": `import x from "../other/plugin.ts"; export default x;`,
    "a re-export": `export { default } from "../../secret.ts";`,
    "a dynamic import": `export default await import("../../secret.ts");`,
    "a require": `declare const require: (path: string) => unknown; export default require("../../secret.json");`,
    "a type import": `import type { T } from "../../secret.ts"; export default 1 as unknown as T;`,
    "a folder with the same beginning": `import x from "../hello-evil/x.ts"; export default x;`,
  };
  for (const [name, source] of Object.entries(attempts)) {
    await t.step(name, async () => {
      await using at = await room();
      await at.write({
        "plugin.ts": source,
        [`${at.root}/secret.json`]: secret,
        [`${at.root}/secret.ts`]: `export type T = string; export default "do-not-inline";`,
        [`${at.root}/plugins/other/plugin.ts`]: `export default "do-not-inline";`,
        [`${at.root}/plugins/hello-evil/x.ts`]: `export default "do-not-inline";`,
      });
      const error = await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"));
      assert.match(error.message, /outside its folder/);
      assert.equal(error.faults[0]?.file, `${at.plugin}/plugin.ts`);
      assert.ok((error.faults[0]?.column ?? 0) > 1, "the fault points at the import");
    });
  }
});

Deno.test("symbolic links that leave the folder are refused, those within it are not", async () => {
  await using at = await room(WORD);
  await Deno.symlink(`${at.plugin}/word.ts`, `${at.plugin}/inner.ts`);
  await at.write({ "plugin.ts": GOOD.replace("./word.ts", "./inner.ts") });
  await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  await at.write({ [`${at.root}/secret.ts`]: `export const word = "do-not-inline";` });
  await Deno.symlink(`${at.root}/secret.ts`, `${at.plugin}/linked.ts`);
  await at.write({ "plugin.ts": GOOD.replace("./word.ts", "./linked.ts") });
  assert.match((await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"))).message, /linked\.ts.*symbolic link/);
  await Deno.remove(`${at.plugin}/linked.ts`);
  await Deno.symlink("/etc/hostname", `${at.plugin}/unused.txt`);
  await at.write({ "plugin.ts": GOOD });
  assert.match((await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"))).message, /unused\.txt.*symbolic link/);
});

Deno.test("a linked folder that leads out is refused", async () => {
  await using at = await room(WORD);
  await at.write({ [`${at.root}/elsewhere/x.ts`]: `export const word = "do-not-inline";` });
  await Deno.symlink(`${at.root}/elsewhere`, `${at.plugin}/deep`);
  await at.write({ "plugin.ts": GOOD.replace("./word.ts", "./deep/x.ts") });
  assert.match((await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"))).message, /symbolic link/);
});

Deno.test("data: and remote modules, unlocked npm packages and unknown names are refused", async () => {
  await using at = await room();
  for (
    const [specifier, expected] of [
      [`data:text/javascript,export default 1`, /data:/],
      [`https://example.org/x.ts`, /https:/],
      [`jsr:@std/path`, /jsr:/],
      [`npm:left-pad@1.3.0`, /do not pin/],
      [`left-pad`, /is unknown/],
      [`ajv`, /is unknown/],
      [`@bulkhead/testing`, /is unknown/],
    ] as const
  ) {
    await at.write({ "plugin.ts": `import x from "${specifier}";\nexport default x;\n` });
    const error = await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"));
    assert.match(error.message, expected);
    assert.deepEqual([error.faults[0]?.line, error.faults[0]?.column], [1, 15]);
  }
});

Deno.test("a plugin's own import map cannot lead out or replace what the host offers", async () => {
  await using at = await room(WORD);
  await at.write({
    "deno.json": JSON.stringify({ imports: { leak: "../../secret.json" } }),
    [`${at.root}/secret.json`]: "{}",
  });
  assert.match((await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"))).message, /deno\.json: imports "leak"/);
  await at.write({ "deno.json": JSON.stringify({ imports: { zod: "./word.ts", spoken: "./word.ts" } }) });
  await at.write({ "plugin.ts": GOOD.replace("./word.ts", "spoken") });
  const bundle = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.match(await Deno.readTextFile(bundle.path), /sesame/);
});

Deno.test("an npm package that the plugin's own lock pins goes into its bundle, one that it does not is refused", async () => {
  const lock = JSON.parse(await Deno.readTextFile(new URL("../../deno.lock", import.meta.url)));
  await using at = await room({
    "plugin.ts": `import isUrl from "is-url";\nexport default { pinned: isUrl("https://example.org") };\n`,
    "deno.json": JSON.stringify({ imports: { "is-url": "npm:is-url@1.2.4" } }),
  });
  assert.match(
    (await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"))).message,
    /"is-url" from npm, which .* do not pin/,
  );
  await at.write({
    "deno.lock": JSON.stringify({
      version: "5",
      specifiers: { "npm:is-url@1.2.4": "1.2.4" },
      npm: { "is-url@1.2.4": lock.npm["is-url@1.2.4"] },
      workspace: { dependencies: ["npm:is-url@1.2.4"] },
    }),
  });
  const bundle = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.match(await Deno.readTextFile(bundle.path), /protocolAndDomainRE/);
});

Deno.test("configuration files in a plugin's folders do not steer the bundler", async () => {
  for (const file of ["sub/deno.json", "sub/package.json", "sub/tsconfig.json", "tsconfig.json", "package.json"]) {
    await using at = await room({
      "plugin.ts": GOOD.replace("./word.ts", "./sub/word.ts"),
      "sub/word.ts": `import { z } from "zod"; export const word = String(z.string);`,
    });
    const leak = `${at.root}/secret.ts`;
    await at.write({
      [leak]: `export const z = "do-not-inline";`,
      [file]: JSON.stringify({
        imports: { zod: leak, "#zod": leak },
        dependencies: { zod: `file:${leak}` },
        compilerOptions: { baseUrl: ".", paths: { zod: [leak] } },
      }),
    });
    const bundle = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
    assert.doesNotMatch(await Deno.readTextFile(bundle.path), /do-not-inline/);
  }
});

Deno.test("one copy of zod goes into a bundle, without its languages", async () => {
  await using at = await room(WORD);
  const bundle = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  const text = await Deno.readTextFile(bundle.path);
  assert.equal(text.match(/\/v4\/core\/core\.js$/gm)?.length, 1);
  assert.doesNotMatch(text, /locales\/fr\.js/);
});

Deno.test("a syntax error names file, line and column and shows the line", async () => {
  await using at = await room({ "word.ts": `export const word = "x";\nexport const b = {;\n` });
  const { faults } = await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"));
  assert.equal(faults.length, 1);
  const { message, ...place } = faults[0]!;
  assert.deepEqual(place, {
    file: `${at.plugin}/word.ts`,
    line: 2,
    column: 19,
    kind: "syntax",
    source: "export const b = {;",
  });
  assert.match(message, /Unexpected token/);
});

Deno.test("a missing module, a missing export and a missing default export are named", async () => {
  await using at = await room();
  const missing = await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"));
  assert.deepEqual([missing.faults[0]?.line, missing.faults[0]?.message], [
    3,
    `imports "./word.ts", which does not exist`,
  ]);
  await at.write({ "word.ts": "export const other = 1;" });
  const unexported = await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"));
  assert.match(unexported.message, /plugin\.ts:3:\d+: No matching export .* "word"/);
  await at.write({ "plugin.ts": "export const nothing = 1;" });
  const undefaulted = await refused(at.bundler.bundlePlugin(at.plugin, "plugin.ts"));
  assert.match(undefaulted.message, /has no default export; expected: export default definePlugin/);
  assert.match(
    (await refused(at.bundler.bundlePlugin(at.plugin, "gone.ts"))).message,
    /does not exist, but it is the entry/,
  );
});

Deno.test("an import whose path is computed warns", async () => {
  await using at = await room({
    "word.ts": `export const word = "x";\nexport const load = (name: string) => import("./" + name);\n`,
  });
  const bundle = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.deepEqual(bundle.warnings.map(({ line, file }) => ({ line, file })), [{
    line: 2,
    file: `${at.plugin}/word.ts`,
  }]);
});

Deno.test("many at once give one build each", async () => {
  await using at = await room(WORD);
  const bundles = await Promise.all(Array.from({ length: 5 }, () => at.bundler.bundlePlugin(at.plugin, "plugin.ts")));
  assert.equal(new Set(bundles.map((bundle) => bundle.hash)).size, 1);
  assert.equal(bundles.filter((bundle) => bundle === bundles[0]).length, 5);
});

Deno.test("a source that is saved while it is bundled is bundled as it is then", async () => {
  await using at = await room(WORD);
  const first = at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  // Its source was copied by then, and the compiler works.
  const stages = `${at.root}/packages/build`;
  await until(() => [...Deno.readDirSync(stages)].some(({ name }) => exists(`${stages}/${name}/wrapper.ts`)));
  await at.write({ "word.ts": `export const word = "open";\n` });
  const second = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.match(await Deno.readTextFile(second.path), /"open"/);
  assert.match(await Deno.readTextFile((await first).path), /"sesame"/);
  const third = await at.bundler.bundlePlugin(at.plugin, "plugin.ts");
  assert.equal(third.hash, second.hash);
});

Deno.test("a text that is not saved is bundled in place of its file, and found again once it is saved", async () => {
  await using at = await room({ "script.ts": "export default 1;", "_word.ts": `export const word = "sesame";` });
  const text = `import { manual, workflow } from "@bulkhead/workflow";
import { word } from "./_word.ts";
export default workflow({ on: manual() }, () => word + " unsaved");
`;
  const path = `${at.plugin}/script.ts`;
  const unsaved = await at.bundler.bundleScript(path, text);
  assert.match(await Deno.readTextFile(unsaved.path), / unsaved/);
  assert.equal(await Deno.readTextFile(path), "export default 1;");
  assert.equal((await at.bundler.bundleScript(path, text)).cached, true);
  await Deno.writeTextFile(path, text);
  const saved = await at.bundler.bundleScript(path);
  assert.deepEqual([saved.hash, saved.cached], [unsaved.hash, true]);
  // One that has no file yet.
  const fresh = await at.bundler.bundleScript(`${at.plugin}/fresh.ts`, text);
  assert.match(await Deno.readTextFile(fresh.path), / unsaved/);
});

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}
