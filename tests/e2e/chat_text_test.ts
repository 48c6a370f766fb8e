/** What stands in messages: code, formulas, long texts, pictures; and nothing that anybody writes becomes more than text. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost, until } from "../harness/mod.ts";
import { HOSTILE } from "../../plugins/chat/domain/hostile_texts.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, send, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_text/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

Deno.test({
  name: "code has colours, formulas are drawn, what is long is folded, and hostile text stays text",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    const bob = await signIn(await chromium.page({ baseURL: host.url, colorScheme: "dark" }), host, "bob");
    for (const page of [alice, bob]) {
      page.on("dialog", (dialog) => page.faults.push(`dialog: ${dialog.message()}`));
      await page.goto(`${host.url}/app/chat/general`);
      await composerOf(page, "general").waitFor();
    }
    for (const [index, hostile] of HOSTILE.entries()) await send(alice, "general", `${index}:\n${hostile}`);
    await send(
      alice,
      "general",
      "So $e^{i\\pi} = -1$, and\n$$\n\\int_0^1 \\frac{x^2}{1+x} dx\n$$\n```ts\nconst answer: number = 42; // as ever\n```",
    );
    const last = messageIn(bob, "general", "and");
    await last.locator('[data-token="keyword"]').getByText("const").waitFor();
    await last.locator('[data-formula="block"] mfrac').waitFor({ state: "attached" });
    await last.locator('[data-formula="inline"] msup').waitFor({ state: "attached" });
    await shot(bob, "1-text-dark");
    await shot(alice, "2-text");

    // Each of them stands there as text: no element of theirs, no address but of the web, nothing that ran.
    const log = bob.getByRole("log", { name: "Messages in #general" });
    assert.equal(
      await log.locator("script, iframe, object, embed, form, style, svg[onload], [onerror], [srcdoc]").count(),
      0,
    );
    const hrefs = await log.locator("a[href]").evaluateAll((links) => links.map((link) => link.getAttribute("href")!));
    for (const href of hrefs) assert.match(href, /^(https?:\/\/|\/app\/|\/files\/)/);
    assert.equal(await bob.evaluate(() => "pwned" in globalThis), false);

    // Long texts show their beginning, and all of it when somebody wants.
    await send(alice, "general", Array.from({ length: 60 }, (_, line) => `line ${line}`).join("\n"));
    const long = messageIn(bob, "general", "line 0");
    await long.getByRole("button", { name: "Show all" }).click();
    await long.getByRole("button", { name: "Show less" }).waitFor();
    await long.getByText("line 59").scrollIntoViewIfNeeded();

    // Files are dropped anywhere in the conversation; pictures open over the page and are walked by keyboard.
    await alice.evaluate(dropFiles, PICTURE);
    await until(async () => await alice.locator('[data-upload="ready"]').count() === 2, {
      what: "both uploads",
      timeoutMs: 30_000,
    });
    await send(alice, "general", "two dots");
    await messageIn(bob, "general", "two dots").getByRole("button", { name: "one.png", exact: true }).click();
    await bob.locator('[data-lightbox="0"]').getByText("1 of 2").waitFor();
    await bob.keyboard.press("ArrowRight");
    await bob.locator('[data-lightbox="1"]').getByRole("img", { name: "two.png" }).waitFor();
    await shot(bob, "3-lightbox");
    await bob.keyboard.press("Escape");
    await bob.locator("[data-lightbox]").waitFor({ state: "detached" });
    for (const page of [alice, bob]) assert.deepEqual(page.faults, []);
  },
});

/** In the page: two files come by pointer over the messages and are let go. */
function dropFiles(base64: string): void {
  const page = globalThis as unknown as {
    document: { querySelector(selector: string): { dispatchEvent(event: unknown): void } };
    DataTransfer: new () => { items: { add(file: File): void } };
    DragEvent: new (type: string, init: object) => unknown;
  };
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const dataTransfer = new page.DataTransfer();
  for (const name of ["one.png", "two.png"]) dataTransfer.items.add(new File([bytes], name, { type: "image/png" }));
  const place = page.document.querySelector('[role="log"]');
  for (const type of ["dragover", "drop"]) {
    place.dispatchEvent(new page.DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
  }
}

/** One pixel. */
const PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
