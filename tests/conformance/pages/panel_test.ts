/** Panels: small views of a plugin's page where everybody lands, in a real browser against the real product. */
import assert from "node:assert/strict";
import { lacks, until } from "../../harness/mod.ts";
import { pagesTest } from "./cockpit.ts";

const ignore = lacks("chromium");

Deno.test({
  name: "a plugin's panels stand where everybody lands: live, as high as they need, and a way to its page",
  ignore,
  async fn() {
    await using test = await pagesTest(["board"]);
    await test.host.call("board.note.add", { text: "Coffee is out" });
    const page = await test.signIn("alice");
    await page.goto("/");
    const panel = page.locator('[data-panel="board/newest"]');
    await panel.getByRole("heading", { name: "Newest notes" }).waitFor();
    const frame = panel.frameLocator("iframe");
    await frame.getByRole("cell", { name: "Coffee is out" }).waitFor();
    assert.equal(await frame.getByLabel("New note").isVisible(), false, "it knows that it is a panel");
    const height = async (id: string) =>
      (await page.locator(`[data-panel="board/${id}"] iframe`).boundingBox())!.height;
    const one = await until(async () => {
      const found = await height("newest");
      return found !== 160 && found;
    }, { what: "the height of its content" });

    for (const text of ["Tea too", "Milk"]) await test.host.call("board.note.add", { text }, { as: "bob" });
    await frame.getByRole("cell", { name: "Milk" }).waitFor();
    await until(async () => await height("newest") > one, { what: "a higher frame" });
    assert.equal(await height("long"), 420, "what is too long scrolls by itself");
    assert.equal(await page.locator('[data-panel="board/cellar"]').count(), 0, "there is no such place");

    await frame.getByRole("button", { name: "Open 2" }).click();
    await page.waitForURL("/app/board/note/2");
    await page.frameLocator("iframe").getByRole("heading", { name: "Tea too" }).waitFor();
    await page.goBack();
    await panel.getByRole("link", { name: "Notice board" }).click();
    await page.waitForURL("/app/board");

    await page.goto("/");
    await frame.getByRole("cell", { name: "Milk" }).waitFor();
    await test.host.call("host.plugin.disable", { id: "board" });
    await panel.waitFor({ state: "detached" });
    assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "a panel that cannot be loaded, or says nothing, says so in its own place, and the rest of the page goes on",
  ignore,
  async fn() {
    const files = (id: string, page: string) => ({
      "plugin.ts": `import { definePlugin } from "@bulkhead/plugin"; export default definePlugin({ methods: {} });`,
      "plugin.json": JSON.stringify({
        ...{ id, name: id, version: "1.0.0", engine: "^1", entry: "plugin.ts" },
        ui: { page, panels: [{ id: "one", title: `Of ${id}` }] },
      }),
      "ui/page.html": "<!doctype html><p>Hello</p>",
    });
    await using test = await pagesTest(["board"], {
      pluginFiles: { gone: files("gone", "ui/elsewhere.html"), mute: files("mute", "ui/page.html") },
    });
    await test.host.call("board.note.add", { text: "Coffee is out" });
    const page = await test.signIn("alice");
    await page.goto("/");
    await page.locator('[data-panel="gone/one"]').getByText("This panel could not be loaded").waitFor();
    await page.locator('[data-panel="gone/one"]').getByRole("button", { name: "Retry" }).waitFor();
    await page.locator('[data-panel="mute/one"]').getByText("has not said that it is ready").waitFor();
    await page.locator('[data-panel="board/newest"]').frameLocator("iframe").getByText("Coffee is out").waitFor();
  },
});
