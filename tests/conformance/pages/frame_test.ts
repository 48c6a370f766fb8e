/** A page of a plugin from elsewhere, as people and its author have it, in a real browser against the real product. */
import assert from "node:assert/strict";
import { type FileTree, lacks } from "../../harness/mod.ts";
import { openPage, pagesTest } from "./cockpit.ts";

const ignore = lacks("chromium");

Deno.test({
  name: "a page knows who looks, calls its methods, and shows what others do without a reload",
  ignore,
  async fn() {
    await using test = await pagesTest(["board"]);
    const page = await test.signIn("alice");
    await page.goto("/");
    await page.locator('[data-plugin="board"]').click();
    const frame = page.frameLocator("iframe");
    await frame.getByText(/^Alice.* \(owner\), light, en-US$/).waitFor();
    await frame.getByLabel("New note").fill("Coffee is out");
    await frame.getByRole("button", { name: "Add" }).click();
    await frame.getByRole("cell", { name: "Coffee is out" }).waitFor();
    await test.host.call("board.note.add", { text: "Tea too" }, { as: "bob" });
    await frame.getByRole("cell", { name: "Tea too" }).waitFor();

    const { items } = await test.host.call<{ items: { author: string }[] }>("board.note.list");
    assert.match(items[0]!.author, /^Alice/);
    const rail = page.getByRole("navigation", { name: "Main" });
    assert.equal(await rail.getByRole("link", { name: "Notice board" }).getAttribute("aria-current"), "page");
    assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "the page of an installed package comes into an open cockpit, works from the store, and goes with it",
  ignore,
  async fn() {
    await using test = await pagesTest([]);
    const page = await test.signIn("alice");
    await page.goto("/");
    await page.getByText("No plugin is on").waitFor();
    const source = decodeURIComponent(new URL("./board", import.meta.url).pathname);
    const { grantHash, hash } = await test.host.call<{ grantHash: string; hash: string }>("host.plugin.inspect", {
      source,
    });
    await test.host.call("host.plugin.install", { source, grantHash });
    const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Notice board" });
    await link.click();
    const frame = page.frameLocator("iframe");
    await frame.getByLabel("New note").fill("Delivered");
    await frame.getByRole("button", { name: "Add" }).click();
    await frame.getByRole("cell", { name: "Delivered" }).waitFor();
    await page.waitForFunction(() => (document.querySelector("nav img") as HTMLImageElement | null)?.naturalWidth);
    const file = await test.host.fetch("/p/board/page.html");
    await file.body?.cancel();
    assert.ok(
      file.headers.get("etag")!.includes(hash.slice(0, 32)),
      "kept by the browser for as long as the package is",
    );
    const source2 = await test.host.fetch("/p/board/page.ts");
    await source2.body?.cancel();
    assert.equal(source2.status, 404, "sources stay behind");

    await test.host.call("host.plugin.uninstall", { id: "board" });
    await link.waitFor({ state: "detached" });
    const gone = await test.host.fetch("/p/board/page.html");
    await gone.body?.cancel();
    assert.equal(gone.status, 404);
    assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "the address says what the page shows: a link leads there, back and forward work",
  ignore,
  async fn() {
    await using test = await pagesTest(["board"]);
    for (const text of ["First", "Second"]) await test.host.call("board.note.add", { text });
    const page = await test.signIn("alice");
    const frame = await openPage(page, "/app/board/note/2");
    await frame.getByRole("heading", { name: "Second" }).waitFor();
    await frame.getByRole("button", { name: "All notes" }).click();
    await page.waitForURL("/app/board");
    await frame.getByRole("button", { name: "Open 1" }).click();
    await frame.getByRole("heading", { name: "First" }).waitFor();
    await page.waitForURL("/app/board/note/1");
    await page.goBack();
    await frame.getByRole("heading", { name: "First" }).waitFor({ state: "hidden" });
    await page.goBack();
    await frame.getByRole("heading", { name: "Second" }).waitFor();
    await page.goForward();
    await page.goForward();
    await frame.getByRole("heading", { name: "First" }).waitFor();
    assert.equal(new URL(page.url()).pathname, "/app/board/note/1");
    // The address of its files is for the frame: a person who goes there gets the cockpit.
    await page.goto("/p/board/page.html");
    await page.waitForURL("/app/board");
  },
});

Deno.test({
  name: "a page looks as the cockpit does, and changes with it",
  ignore,
  async fn() {
    await using test = await pagesTest(["board"]);
    const page = await test.signIn("alice");
    const frame = await openPage(page, "/app/board");
    await frame.getByText(", light,").waitFor();
    const look = () => frame.locator("html").evaluate(coloursOf);
    const cockpit = () => page.locator("main").evaluate(coloursOf);
    const before = await look();
    assert.deepEqual(before, await cockpit());
    const inter = await frame.locator("html").evaluate(() => document.fonts.check('14px "Inter Variable"', "Note"));
    assert.equal(inter, true, "the cockpit's typeface is there");
    await page.emulateMedia({ colorScheme: "dark" });
    await frame.getByText(", dark,").waitFor();
    const after = await look();
    assert.notDeepEqual(after, before);
    assert.deepEqual(after, await cockpit());
    // What the person chose counts more than what the system says.
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox").fill("Light theme");
    await page.keyboard.press("Enter");
    await frame.getByText(", light,").waitFor();
    assert.deepEqual(await look(), before);
  },
});

Deno.test({
  name: "a page goes when its plugin is turned off and comes back with it; an update brings the new page by itself",
  ignore,
  async fn() {
    await using test = await pagesTest([], { pluginFiles: { hut: hut("One") } });
    const page = await test.signIn("alice");
    const frame = await openPage(page, "/app/hut");
    await frame.getByText("Hut One").waitFor();
    await test.host.call("host.plugin.disable", { id: "hut" });
    await page.getByRole("heading", { name: "hut is turned off" }).waitFor();
    assert.equal(await page.locator("iframe").count(), 0);
    await page.getByRole("button", { name: "Turn on hut" }).click();
    await frame.getByText("Hut One").waitFor();
    await Deno.writeTextFile(`${test.host.pluginsDir}/hut/ui/page.html`, hut("Two")["ui/page.html"]!);
    await test.host.running.kernel.sourceChanged("hut");
    await frame.getByText("Hut Two").waitFor();
  },
});

Deno.test({
  name: "a page that is not there, or cannot be built, or never says anything, says what is the matter and what to do",
  ignore,
  async fn() {
    await using test = await pagesTest([], {
      pluginFiles: {
        gone: { ...hut("x"), "plugin.json": manifest("gone", "ui/elsewhere.html") },
        faulty: {
          ...hut("x"),
          "plugin.json": manifest("faulty"),
          "ui/page.html": `<script type="module" src="./page.ts"></script>`,
          "ui/page.ts": "const = 1;",
        },
        mute: { ...hut("x"), "plugin.json": manifest("mute") },
        crash: {
          ...hut("x"),
          "plugin.json": manifest("crash"),
          "ui/page.html": `<!doctype html><p>Before</p><script src="./page.js"></script>`,
          "ui/page.js": `throw new Error("at once");`,
        },
      },
    });
    const page = await test.signIn("alice");
    await page.goto("/app/gone");
    await page.getByText("The page could not be loaded").waitFor();
    await page.getByText("No such page").waitFor();
    await page.goto("/app/faulty");
    await page.getByText(/faulty\/ui\/page\.ts:1:\d+/).waitFor();
    await page.getByRole("button", { name: "See the plugin" }).click();
    await page.waitForURL("/plugins/faulty");

    await Promise.all(([["mute", "Hut x"], ["crash", "Before"]] as const).map(async ([id, text]) => {
      const page = await test.signIn("alice");
      const frame = await openPage(page, `/app/${id}`);
      // It is shown all the same: it may be all that it is meant to be.
      await frame.getByText(text).waitFor();
      await page.getByText("This page has not said that it is ready").waitFor();
      await page.getByRole("button", { name: "Hide" }).click();
      assert.equal(await page.getByText("This page has not said that it is ready").count(), 0);
    }));
  },
});

Deno.test({
  name: "a page that tells its height is as high, and the cockpit scrolls around it",
  ignore,
  async fn() {
    const script = `import { connect } from "@bulkhead/page";
      const page = await connect({ height: "content" });
      const rows = (count) => document.body.replaceChildren(...Array.from({ length: count }, (_, row) => {
        const line = document.createElement("p");
        line.textContent = "Row " + row;
        return line;
      }));
      rows(200);
      page.onRoute(() => rows(2));`;
    await using test = await pagesTest([], {
      pluginFiles: {
        tall: {
          ...hut("x"),
          "plugin.json": manifest("tall"),
          "ui/page.html": `<!doctype html><body></body><script type="module" src="./page.ts"></script>`,
          "ui/page.ts": script,
        },
      },
    });
    const page = await test.signIn("alice");
    const frame = await openPage(page, "/app/tall");
    await frame.getByText("Row 199").waitFor();
    const heights = () =>
      page.locator("iframe").evaluate((frame) => [frame.clientHeight, frame.parentElement!.clientHeight]);
    await page.waitForFunction(() => document.querySelector("iframe")!.clientHeight > 4_000);
    const [, room] = await heights();
    assert.ok(room! < 1_000, "it stands in its place and scrolls there");
    await page.evaluate(() => {
      history.pushState(null, "", "/app/tall/short");
      dispatchEvent(new PopStateEvent("popstate"));
    });
    await frame.getByText("Row 2").waitFor({ state: "detached" });
    await page.waitForFunction(() => document.querySelector("iframe")!.clientHeight < 1_000);
    const [height, place] = await heights();
    assert.equal(height, place, "and is never lower than its place");
  },
});

/** Ground and ink of an element, as they are drawn: the two write the same colour in different ways. */
function coloursOf(element: Element): number[][] {
  const { backgroundColor, color } = getComputedStyle(element);
  const canvas = document.createElement("canvas").getContext("2d")!;
  return [backgroundColor, color].map((colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  });
}

function manifest(id: string, page = "ui/page.html"): string {
  return JSON.stringify({ id, version: "1.0.0", engine: "^1", name: id, ui: { nav: { title: id }, page } });
}

/** A page without a script. */
function hut(name: string): FileTree {
  return {
    "plugin.json": manifest("hut"),
    "plugin.ts": `import { definePlugin } from "@bulkhead/plugin";\nexport default definePlugin({ methods: {} });\n`,
    "ui/page.html": `<!doctype html><title>Hut</title><p>Hut ${name}</p>`,
  };
}
