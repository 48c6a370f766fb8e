import assert from "node:assert/strict";
import { lacks } from "../harness/require.ts";
import { testBrowser } from "./browser.ts";

Deno.test({
  name: "testBrowser() gives a page that reports uncaught errors",
  ignore: lacks("chromium"),
  async fn() {
    await using chromium = await testBrowser();
    const page = await chromium.page();
    await page.setContent("<h1>Hello</h1><script>setTimeout(() => { throw new Error('seen') })</script>");
    await page.waitForFunction("document.querySelector('h1').textContent === 'Hello'");
    while (page.faults.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.match(page.faults[0]!, /seen/);
  },
});
