import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import { openrpcDocument } from "../../rpc/mod.ts";
import { filesOf } from "../archive/pack.ts";
import {
  addSignature,
  type BuiltPackage,
  BundleError,
  createKeyFile,
  ManifestError,
  packageBuilder,
  PackageError,
} from "../mod.ts";
import { MANIFEST, pluginSource } from "../_test/plugin_source.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const buildPackage = packageBuilder(openrpcDocument);

/** Builds with a cache folder of its own, of which nothing may stay. */
async function build(folder: string): Promise<BuiltPackage> {
  const cacheDir = await Deno.makeTempDir();
  try {
    return await buildPackage(folder, { cacheDir, logger: silent });
  } finally {
    assert.deepEqual([...Deno.readDirSync(`${cacheDir}/build`)], [], "a build leaves nothing behind");
    await Deno.remove(cacheDir, { recursive: true });
  }
}

const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

Deno.test("a source folder becomes a package that holds its code, its methods and what it says of itself", async () => {
  await using source = await pluginSource({ ".env": "SECRET=1", "notes_test.ts": "1" });
  const built = await build(source.folder);
  assert.equal(built.name, "polls-1.2.3.tgz");
  const files = await filesOf(built.bytes);
  assert.deepEqual([...files.keys()], ["README.md", "integrity.json", "openrpc.json", "plugin.js", "plugin.json"]);
  assert.deepEqual(JSON.parse(text(files.get("plugin.json"))), {
    ...MANIFEST,
    entry: "plugin.js",
    openrpc: "openrpc.json",
  });
  assert.deepEqual(built.manifest, JSON.parse(text(files.get("plugin.json"))));
  assert.match(text(files.get("plugin.js")), /^\/\/ needs .*\n"use strict";/);
  assert.match(text(files.get("plugin.js")), /Poll: \$\{question\}/);
  const { methods } = JSON.parse(text(files.get("openrpc.json")));
  assert.deepEqual(methods.map(({ name }: { name: string }) => name), ["polls.poll.close", "polls.poll.open"]);
  assert.equal(methods[1].summary, "Opens a poll");
  assert.equal(methods[1].params[0].schema.maxLength, 80);
});

Deno.test("the same sources give the same bytes, wherever they lie and whatever their folder is called", async () => {
  const lock = JSON.parse(await Deno.readTextFile(new URL("../../../deno.lock", import.meta.url)));
  const files = {
    "plugin.ts": `import isUrl from "is-url";\nimport { definePlugin } from "@bulkhead/plugin";\n` +
      `console.log(import.meta.url, import.meta.filename, import.meta.dirname);\n` +
      `export default definePlugin({ methods: {}, setup: () => { isUrl("x"); } });\n`,
    "deno.json": JSON.stringify({ imports: { "is-url": "npm:is-url@1.2.4" } }),
    "deno.lock": JSON.stringify({
      version: "5",
      specifiers: { "npm:is-url@1.2.4": "1.2.4" },
      npm: { "is-url@1.2.4": lock.npm["is-url@1.2.4"] },
      workspace: { dependencies: ["npm:is-url@1.2.4"] },
    }),
    "ui/page.html": `<script type="module" src="./page.ts"></script>`,
    "ui/page.ts": `console.log(import.meta.url);`,
  };
  await using one = await pluginSource(files);
  await using two = await pluginSource(files, "deeper/and/called/otherwise");
  const [first, second] = [await build(one.folder), await build(two.folder)];
  assert.equal(first.hash, second.hash);
  assert.deepEqual(first.bytes, second.bytes);
  const raw = new TextDecoder("latin1").decode(gunzipSync(first.bytes));
  assert.match(raw, /npm\/is-url@1\.2\.4\/index\.js/, "packages are named without this machine's cache");
  const cache = JSON.parse(
    text((await new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).output()).stdout),
  ).denoDir as string;
  const checkout = decodeURIComponent(new URL("../../../", import.meta.url).pathname);
  for (const path of [one.root, two.root, cache, checkout, "/tmp/", "file:///"]) {
    // Without the first slash, as a relative path would have it.
    assert.ok(!raw.includes(path.replace(/^\//, "")), `the package names "${path}"`);
  }
});

Deno.test("a changed source gives other bytes", async () => {
  await using source = await pluginSource();
  const before = await build(source.folder);
  await source.write({ "domain/greeting.ts": "export const greeting = (question: string): string => question;\n" });
  assert.notEqual((await build(source.folder)).hash, before.hash);
});

Deno.test("a plugin that awaits at its top level becomes a package too", async () => {
  await using source = await pluginSource({
    "domain/greeting.ts": "export const greeting = await Promise.resolve(String);",
  });
  const files = await filesOf((await build(source.folder)).bytes);
  assert.doesNotMatch(text(files.get("plugin.js")), /^\/\/ needs/);
});

Deno.test("scripts of pages are bundled for the browser, other files are copied, sources stay behind", async () => {
  await using source = await pluginSource({
    "plugin.json": JSON.stringify({ ...MANIFEST, icon: "ui/icon.svg", ui: { page: "ui/index.html" } }),
    "ui/index.html": `<!doctype html>\n<link rel="stylesheet" href="./style.css">\n` +
      `<script type="module" src="./app/main.tsx"></script><script src='./plain.js'></script>\n` +
      `<script defer src = "page.ts" type=module></script>`,
    "ui/app/main.tsx": `import { label } from "./label.ts";\ndocument.title = label as string;\n`,
    "ui/app/label.ts": `export const label = "sesame street";\n`,
    "ui/page.ts": `import { z } from "zod";\nconsole.log(z.string().parse("barley"));\n`,
    "ui/plain.js": "console.log('plain')",
    "ui/style.css": "p { color: red }",
    "ui/icon.svg": "<svg/>",
    "ui/fonts/one.woff2": new Uint8Array([1, 2, 3]),
  });
  const files = await filesOf((await build(source.folder)).bytes);
  assert.deepEqual([...files.keys()].filter((path) => path.startsWith("ui/")), [
    "ui/app/main.js",
    "ui/fonts/one.woff2",
    "ui/icon.svg",
    "ui/index.html",
    "ui/page.js",
    "ui/plain.js",
    "ui/style.css",
  ]);
  assert.equal(
    text(files.get("ui/index.html")),
    `<!doctype html>\n<link rel="stylesheet" href="./style.css">\n` +
      `<script type="module" src="./app/main.js"></script><script src='./plain.js'></script>\n` +
      `<script defer src = "page.js" type=module></script>`,
  );
  assert.match(text(files.get("ui/app/main.js")), /sesame street/);
  assert.match(text(files.get("ui/page.js")), /barley/);
});

Deno.test("a page speaks to the cockpit through the SDK for pages, and may be written with its own npm packages", async () => {
  const { npm } = JSON.parse(await Deno.readTextFile(new URL("../../../deno.lock", import.meta.url)));
  const names = ["react@19.3.1", "react-dom@19.3.1_react@19.3.1", "scheduler@0.28.0"];
  await using source = await pluginSource({
    "deno.json": JSON.stringify({
      imports: {
        "@bulkhead/page": "../elsewhere/for/the/editor.ts",
        react: "npm:react@19.3.1",
        "react-dom": "npm:react-dom@19.3.1",
      },
      compilerOptions: { jsx: "react-jsx", jsxImportSource: "react" },
    }),
    "deno.lock": JSON.stringify({
      version: "5",
      specifiers: { "npm:react@19.3.1": "19.3.1", "npm:react-dom@19.3.1": "19.3.1_react@19.3.1" },
      npm: Object.fromEntries(names.map((name) => [name, npm[name]])),
    }),
    "ui/index.html": `<div id="root"></div><script type="module" src="./page.tsx"></script>`,
    "ui/page.tsx": `import { connect } from "@bulkhead/page";
import { createRoot } from "react-dom/client";
const page = await connect();
createRoot(document.getElementById("root")!).render(<p>{page.user.name} and sesame</p>);
`,
  });
  const script = text((await filesOf((await build(source.folder)).bytes)).get("ui/page.js"));
  assert.match(script, /bulkhead:rpc/);
  assert.match(script, /and sesame/);
  assert.doesNotMatch(script, /process\.env/, "there is no process in a browser");
});

Deno.test("integrity.json and signature.json are as their schemas say", async () => {
  await using source = await pluginSource();
  const key = await createKeyFile(`${source.root}/key.pem`);
  const files = await filesOf(await addSignature((await build(source.folder)).bytes, key));
  const ajv = new Ajv2020({ strict: false });
  for (const name of ["integrity", "signature"]) {
    const schema = new URL(`../../../schemas/package_${name}.schema.json`, import.meta.url);
    const validate = ajv.compile(JSON.parse(await Deno.readTextFile(schema)));
    assert.ok(validate(JSON.parse(text(files.get(`${name}.json`)))), ajv.errorsText(validate.errors));
  }
});

Deno.test("a page's script takes in nothing from outside its plugin's folder", async (t) => {
  const attempts: Record<string, [page: string, expected: RegExp]> = {
    "a file above": [`import x from "../../secret.ts"; console.log(x);`, /outside its folder/],
    "a text": [`import x from "/etc/hostname" with { type: "text" }; console.log(x);`, /outside its folder/],
    "a node: module": [`import "node:fs";`, /a browser does not have/],
    "a module of the net": [`import "https://example.org/x.js";`, /https:/],
    "the plugin's SDK": [`import "@bulkhead/plugin";`, /is unknown/],
    "nothing that is there": [`import "./gone.ts";`, /does not exist/],
    "a syntax error": [`const x = {;`, /Unexpected token|Expected/],
  };
  for (const [name, [page, expected]] of Object.entries(attempts)) {
    await t.step(name, async () => {
      await using source = await pluginSource({
        "ui/index.html": `<script type="module" src="./page.ts"></script>`,
        "ui/page.ts": page,
        "../secret.ts": `export default "do-not-inline";`,
      });
      await assert.rejects(build(source.folder), (error) => {
        assert.ok(error instanceof BundleError, String(error));
        assert.match(error.message, expected);
        assert.equal(error.faults[0]?.file, `${source.folder}/ui/page.ts`);
        return true;
      });
    });
  }
  for (
    const src of ["../plugin.ts", "/ui/page.ts", "https://example.org/page.ts", "./gone.ts", "../../../../etc/x.ts"]
  ) {
    await t.step(`a script at ${src}`, async () => {
      await using source = await pluginSource({ "ui/index.html": `<script type="module" src="${src}"></script>` });
      await assert.rejects(build(source.folder), /ui\/index\.html.*expected a file in ui\//);
    });
  }
});

Deno.test("describing a plugin runs its code without any permission, and not for ever", async (t) => {
  const report = (attempt: string) =>
    `import { definePlugin } from "@bulkhead/plugin";
    const outcome = await (async () => ${attempt})().then(() => "it worked", (error) => error.name + ": " + error.message);
    throw new Error("OUTCOME " + outcome);
    export default definePlugin({ methods: {} });`;
  const attempts: Record<string, string> = {
    "reading a file": `await Deno.readTextFile("/etc/passwd")`,
    "importing a file": `await import(["file:///etc/passwd"][0], { with: { type: "text" } })`,
    "writing a file": `await Deno.writeTextFile("/tmp/bulkhead-escape", "x")`,
    "running a program": `await new Deno.Command("/bin/true").output()`,
    "opening a connection": `await fetch("http://127.0.0.1:1/")`,
    "reading who it is": `Deno.hostname()`,
  };
  for (const [name, attempt] of Object.entries(attempts)) {
    await t.step(name, async () => {
      await using source = await pluginSource({ "plugin.ts": report(attempt) });
      await assert.rejects(build(source.folder), /cannot be loaded: .*OUTCOME (NotCapable|TypeError|.*Requires)/);
    });
  }
  await t.step("the environment is empty", async () => {
    await using source = await pluginSource({
      "plugin.ts": report(`{ if (Deno.env.get("HOME") === undefined) throw new TypeError(); }`),
    });
    await assert.rejects(build(source.folder), /OUTCOME TypeError/);
  });
  await t.step("printing without end", async () => {
    await using source = await pluginSource({
      "plugin.ts": `for (;;) console.log("x".repeat(100_000));\nexport default {};`,
    });
    await assert.rejects(build(source.folder), /cannot be loaded/);
  });
  await t.step("ending itself", async () => {
    await using source = await pluginSource({ "plugin.ts": `Deno.exit(0);\nexport default {};` });
    await assert.rejects(build(source.folder), /cannot be loaded: it ended/);
  });
  await t.step("exporting something else", async () => {
    await using source = await pluginSource({ "plugin.ts": `export default { methods: { "Bad Name": 1 } };` });
    await assert.rejects(build(source.folder), BundleError);
  });
});

Deno.test("what a folder lacks is named", async () => {
  await using source = await pluginSource();
  await assert.rejects(buildPackage(source.root, { cacheDir: source.root, logger: silent }), (error) => {
    assert.ok(error instanceof PackageError);
    assert.equal(error.fault, "not_found");
    assert.match(error.message, /There is no plugin\.json in "/);
    return true;
  });
  await source.write({ "plugin.json": JSON.stringify({ ...MANIFEST, colour: "red" }) });
  await assert.rejects(buildPackage(source.folder, { cacheDir: source.root, logger: silent }), ManifestError);
});
