/** From the line where a day begins to other days of the channel, by mouse and by keyboard. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost } from "../harness/mod.ts";
import { testBrowser } from "./browser.ts";
import { composerOf, messageIn, signIn } from "./chat_person.ts";

Deno.test({
  name: "the line of a day leads to the beginning, to a day, and says when nothing was written since",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    for (let n = 0; n < 300; n++) {
      await host.call("chat.message.send", { channel: "#general", text: `number ${n}.` }, { as: "bob" });
    }
    const page = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    await page.goto(`${host.url}/app/chat/general`);
    await composerOf(page, "general").waitFor();
    await messageIn(page, "general", "number 299.").waitFor();
    const log = page.getByRole("log", { name: "Messages in #general" });
    const day = log.getByRole("button", { name: /^Today: jump to another day$/ });
    const first = messageIn(page, "general", "number 0.");
    // As far up as is known for now there may be no line of a day: the page scrolls until one is there.
    await log.hover();
    for (let turn = 0; turn < 40 && !(await day.isVisible()); turn++) await page.mouse.wheel(0, -2_000);
    await day.click();
    await page.getByRole("menuitem", { name: "The beginning" }).click();
    await first.waitFor();
    await page.waitForURL(/\/app\/chat\/general#/);
    await page.screenshot({ path: `${CHECKOUT}/tests/output/chat_days/1-beginning.png` });

    await page.getByRole("button", { name: "Jump to present" }).click();
    await messageIn(page, "general", "number 299.").waitFor();
    await log.hover();
    for (let turn = 0; turn < 40 && !(await day.isVisible()); turn++) await page.mouse.wheel(0, -2_000);
    await day.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "A day …" }).click();
    const dialog = page.getByRole("dialog", { name: "Jump to a day" });
    const today = await dialog.getByLabel("Day").inputValue();
    assert.match(today, /^\d{4}-\d{2}-\d{2}$/);
    await page.screenshot({ path: `${CHECKOUT}/tests/output/chat_days/2-day.png` });
    await dialog.getByLabel("Day").press("Enter");
    await dialog.waitFor({ state: "hidden" });
    await first.waitFor();
    assert.deepEqual(page.faults, []);
  },
});
