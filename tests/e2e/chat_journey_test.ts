/**
 * Two people in chat: they write, react, answer in a thread, call each other; one goes offline, writes on, and comes back.
 */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, type TestHost, testHost, until } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_journey/`;

Deno.test({
  name: "two people chat, react, answer in a thread, mention, and one is offline for a while",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url, colorScheme: "light" }), host, "alice");
    const bob = await signIn(await chromium.page({ baseURL: host.url, colorScheme: "dark" }), host, "bob");
    await alice.goto(`${host.url}/app/chat/general`);
    await bob.goto(`${host.url}/app/chat/general`);
    for (const page of [alice, bob]) await composer(page).waitFor();

    // A message with a name completed while typing, seen by the other as it comes; her machine is slow at drawing.
    await alice.evaluate(slowFrames);
    await composer(alice).pressSequentially("Morning, @bo");
    await alice.getByRole("option", { name: /Bob/ }).waitFor();
    await alice.keyboard.press("Enter");
    await alice.keyboard.type("look at this", { delay: 10 });
    await alice.keyboard.press("Enter");
    await message(bob, "Morning, @bob look at this").waitFor();

    // A reaction, by the keyboard alone on one side, counted once on both.
    await message(bob, "Morning").hover();
    await bob.getByRole("button", { name: "React with 👍" }).click();
    await message(alice, "Morning").getByRole("button", { name: "👍, 1", exact: true }).click();
    for (const page of [alice, bob]) await page.getByRole("button", { name: "👍, 2, yours too" }).waitFor();

    // A picture hangs on a message; who is in the channel sees it, and that somebody writes.
    await alice.getByLabel("Files to attach").setInputFiles({
      name: "dot.png",
      mimeType: "image/png",
      buffer: PICTURE,
    });
    await alice.locator('[data-upload="ready"]').waitFor();
    await composer(alice).pressSequentially("- one dot");
    await bob.getByText("Alice is writing").waitFor();
    await alice.keyboard.press("Enter");
    const picture = message(bob, "one dot").getByRole("img", { name: "dot.png" });
    await picture.waitFor();
    const loaded = () => picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth === 1);
    await until(loaded, { what: "the picture to come" });

    // A thread: the channel shows that there is one, both are told of answers.
    await message(bob, "Morning").focus();
    await bob.keyboard.press("t");
    await thread(bob).getByLabel("Reply").fill("Looks good to me");
    await bob.keyboard.press("Enter");
    await message(alice, "Morning").getByText("1 reply").waitFor();
    assert.equal(await message(alice, "Looks good").count(), 0, "an answer stands in its thread alone");
    await alice.getByRole("link", { name: /^Threads/ }).getByText("1").waitFor();
    await message(alice, "Morning").getByText("1 reply").click();
    await thread(alice).getByText("Looks good to me").waitFor();
    await shot(alice, "1-thread");
    for (const page of [alice, bob]) {
      await page.getByRole("complementary", { name: "Thread" }).getByLabel("Close").click();
    }

    // Alice is elsewhere: what calls her has a number, and stands behind the line of what is new.
    await alice.getByRole("link", { name: "Saved" }).click();
    await alice.getByRole("heading", { name: "Saved", exact: true }).waitFor();
    await send(bob, "Something for all");
    await send(bob, "@alice and this is for you");
    await alice.getByLabel("1 mention").waitFor();
    await alice.locator('[data-channel="general"]').click();
    await message(alice, "this is for you").waitFor();
    await alice.getByRole("separator", { name: "New" }).waitFor();
    await alice.getByLabel("1 mention").waitFor({ state: "detached" });
    await message(alice, "Something for all").focus();
    await alice.keyboard.press("u");
    await alice.getByRole("link", { name: "Mentions" }).click();
    await alice.getByLabel("1 mention").waitFor();
    await alice.locator('[data-channel="general"]').click();
    await message(alice, "this is for you").waitFor();

    // Offline: what is written waits in order and is sent once; what was missed is there.
    await bob.context().setOffline(true);
    await send(bob, "first from the train");
    await send(bob, "second from the train");
    await bob.locator("[data-pending]").getByText("Waits for a connection").first().waitFor();
    await shot(bob, "2-offline-dark");
    await send(alice, "Said while Bob was away");
    await bob.context().setOffline(false);
    await message(bob, "Said while Bob was away").waitFor();
    await message(alice, "second from the train").waitFor();
    const seen = (page: TestPage) => page.locator("article[data-message]").allInnerTexts();
    for (const page of [alice, bob]) {
      const texts = (await seen(page)).filter((text) => text.includes("from the train"));
      assert.deepEqual(texts.map((text) => /(first|second) from/.exec(text)?.[1]), ["first", "second"]);
    }
    assert.equal(await bob.locator("[data-pending]").count(), 0);

    // A deletion is taken back: by the keyboard where the message was, by the notice, and after a reload; only by who did it.
    const gone = (page: TestPage) => page.locator("[data-tombstone]");
    const back = (page: TestPage) => gone(page).getByRole("button", { name: "Undo" });
    await message(alice, "Said while Bob was away").focus();
    await alice.keyboard.press("Delete");
    await gone(bob).waitFor();
    await until(() => back(alice).evaluate((button) => button === document.activeElement), { what: "the way back" });
    assert.equal(await back(bob).count(), 0);
    await alice.keyboard.press("Enter");
    for (const page of [alice, bob]) await message(page, "Said while Bob was away").waitFor();
    await message(alice, "Said while Bob was away").focus();
    await alice.keyboard.press("Delete");
    await alice.getByRole("region", { name: "Notifications" }).getByRole("button", { name: "Undo" }).first().click();
    for (const page of [alice, bob]) await message(page, "Said while Bob was away").waitFor();
    await message(alice, "Said while Bob was away").focus();
    await alice.keyboard.press("Delete");
    await gone(bob).waitFor();
    await alice.reload();
    await gone(alice).waitFor();
    await shot(alice, "4-deleted");
    await back(alice).click();
    for (const page of [alice, bob]) await message(page, "Said while Bob was away").waitFor();

    // Found by what it says, with an operator, and led to.
    await alice.goto(`${host.url}/app/chat/-search/${encodeURIComponent("from:@bob train")}`);
    await alice.getByText("2 messages").waitFor();
    await alice.getByRole("region", { name: "Found" }).getByRole("link", { name: "Bob" }).last().click();
    await message(alice, "first from the train").waitFor();
    assert.match(new URL(alice.url()).hash, /^#./);
    await shot(alice, "3-found");
    for (const page of [alice, bob]) {
      const offline = /ERR_INTERNET_DISCONNECTED/;
      assert.deepEqual(page.faults.filter((fault) => !offline.test(fault)), []);
    }
  },
});

/** One pixel. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const composer = (page: TestPage) => page.getByLabel("Message #general");
const thread = (page: TestPage) => page.getByRole("complementary", { name: "Thread" });
const message = (page: TestPage, text: string) =>
  page.getByRole("log", { name: "Messages in #general" }).locator("article[data-message]").filter({ hasText: text });
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

/** In the page: frames come later than keys. */
function slowFrames(): void {
  const page = globalThis as unknown as { requestAnimationFrame(callback: (timeMs: number) => void): number };
  const frame = page.requestAnimationFrame.bind(page);
  page.requestAnimationFrame = (callback) => frame((timeMs) => setTimeout(() => callback(timeMs), 30));
}

async function send(page: TestPage, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press("Enter");
}

async function signIn(page: TestPage, host: TestHost, handle: string): Promise<TestPage> {
  const answer = await page.request.post(`${host.url}/auth/dev`, { data: { handle }, headers: { origin: host.url } });
  assert.ok(answer.ok(), await answer.text());
  return page;
}
