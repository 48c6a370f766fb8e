import assert from "node:assert/strict";
import { BundleError, createPageBuilder } from "../mod.ts";
import { pluginSource } from "../_test/plugin_source.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const store = { holds: (folder: string) => folder.includes("/store/") };
const PAGES = {
  "ui/page.html": `<!doctype html><script type="module" src="./page.ts"></script>`,
  "ui/page.ts":
    `import { connect } from "@bulkhead/page";\nvoid connect().then((page) => page.call("polls.poll.close"));\n`,
  "ui/style.css": "p { color: red }",
};

Deno.test("pages of a source folder are built once for the same sources, with the SDK for pages in them", async () => {
  await using source = await pluginSource(PAGES);
  const cacheDir = `${source.root}/cache`;
  const about = { id: "polls", entry: "plugin.ts" };
  const first = await createPageBuilder({ cacheDir, logger: silent, store }).build(source.folder, about);
  assert.deepEqual([...Deno.readDirSync(first.folder)].map(({ name }) => name).sort(), [
    "page.html",
    "page.js",
    "style.css",
  ]);
  const script = await Deno.readTextFile(`${first.folder}/page.js`);
  assert.match(script, /bulkhead:ready/);
  assert.match(script, /polls\.poll\.close/);
  assert.match(await Deno.readTextFile(`${first.folder}/page.html`), /src="\.\/page\.js"/);
  const before = Deno.statSync(first.folder).mtime;
  const again = await createPageBuilder({ cacheDir, logger: silent, store }).build(source.folder, about);
  assert.deepEqual([again, Deno.statSync(again.folder).mtime], [first, before], "nothing was built");
  assert.deepEqual([...Deno.readDirSync(`${cacheDir}/build`)], [], "nothing is left behind");

  const builder = createPageBuilder({ cacheDir, logger: silent, store });
  const hashes = [first.hash];
  for (const colour of ["green", "blue", "black"]) {
    await source.write({ "ui/style.css": `p { color: ${colour} }` });
    const next = await builder.build(source.folder, about);
    assert.equal(await Deno.readTextFile(`${next.folder}/style.css`), `p { color: ${colour} }`);
    hashes.push(next.hash);
  }
  assert.equal(new Set(hashes).size, 4);
  assert.equal([...Deno.readDirSync(`${cacheDir}/pages/polls`)].length, 2, "old builds go");
});

Deno.test("the pages of an installed package are taken as they are", async () => {
  const builder = createPageBuilder({ cacheDir: "/nowhere", logger: silent, store });
  const built = await builder.build("/data/store/c0ffee", { id: "polls", entry: "plugin.js" });
  assert.deepEqual(built, { folder: "/data/store/c0ffee/ui", hash: "c0ffee" });
});

Deno.test("a fault in a page's script is told with its place", async () => {
  await using source = await pluginSource({ ...PAGES, "ui/page.ts": "const x = {;" });
  const builder = createPageBuilder({ cacheDir: `${source.root}/cache`, logger: silent, store });
  await assert.rejects(builder.build(source.folder, { id: "polls", entry: "plugin.ts" }), (error) => {
    assert.ok(error instanceof BundleError);
    assert.equal(error.faults[0]?.file, `${source.folder}/ui/page.ts`);
    return true;
  });
});
