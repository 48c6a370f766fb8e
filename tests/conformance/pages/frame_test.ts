/** A page of a plugin from elsewhere, as people and its author have it, in a real browser against the real product. */
import assert from "node:assert/strict";
import { lacks } from "../../harness/mod.ts";
import { pagesTest } from "./cockpit.ts";

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

    const sandbox = await page.locator("iframe").getAttribute("sandbox");
    assert.equal(sandbox, "allow-scripts allow-forms");
    const { items } = await test.host.call<{ items: { author: string }[] }>("board.note.list");
    assert.match(items[0]!.author, /^Alice/);
    assert.deepEqual(page.faults, []);
  },
});
