/** Who has seen a message, and files by their kind. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, send, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_readers/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

async function openSeenBy(page: TestPage, text: string): Promise<void> {
  await messageIn(page, "general", text).hover();
  await messageIn(page, "general", text).getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Seen by" }).click();
}

Deno.test({
  name: "a message's menu tells who has seen it, by pointer and keyboard, and nothing where nobody has",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    await alice.goto(`${host.url}/app/chat/general`);
    await composerOf(alice, "general").waitFor();
    await send(alice, "general", "Read this");
    await messageIn(alice, "general", "Read this").waitFor();
    await openSeenBy(alice, "Read this");
    const dialog = alice.getByRole("dialog", { name: "Seen by" });
    await dialog.getByText("Nobody has seen it yet").waitFor();
    await shot(alice, "1-nobody");
    await alice.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });

    const bob = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    await bob.goto(`${host.url}/app/chat/general`);
    await messageIn(bob, "general", "Read this").waitFor();
    await send(bob, "general", "I did");
    await messageIn(alice, "general", "I did").waitFor();
    await openSeenBy(alice, "Read this");
    await dialog.getByRole("listitem").filter({ hasText: "Bob" }).getByText(/read here/).waitFor();
    assert.equal(await dialog.getByText("Alice").count(), 0, "who wrote it is not one of those who have seen it");
    await shot(alice, "2-bob");
    await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
    for (const page of [alice, bob]) assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "files of a channel and of a search are narrowed to a kind; where there is none of it the way back is offered",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    await alice.goto(`${host.url}/app/chat/general`);
    await composerOf(alice, "general").waitFor();
    await alice.locator("input[type=file]").first().setInputFiles([
      { name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("The plan") },
      { name: "numbers.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 1, 2, 255]) },
    ]);
    await alice.locator('[data-upload="ready"]').nth(1).waitFor();
    await send(alice, "general", "Two files");
    await messageIn(alice, "general", "Two files").getByText("plan.txt").waitFor();

    await alice.getByRole("button", { name: "Files", exact: true }).click();
    const files = alice.getByRole("region", { name: "Files" });
    await files.getByText("numbers.bin").waitFor();
    const kinds = alice.getByRole("group", { name: "Kind of file" });
    await kinds.getByRole("button", { name: "Documents" }).click();
    await files.getByText("numbers.bin").waitFor({ state: "detached" });
    await files.getByText("plan.txt").waitFor();
    await kinds.getByRole("button", { name: "Videos" }).click();
    await files.getByText("No file of this kind").waitFor();
    await shot(alice, "3-no-video");
    await files.getByRole("button", { name: "Show all" }).click();
    await files.getByText("numbers.bin").waitFor();

    await alice.goto(`${host.url}/app/chat/-search/files`);
    await alice.getByRole("group", { name: "Show" }).getByRole("button", { name: "Files" }).click();
    await alice.getByText("numbers.bin").waitFor();
    await alice.getByRole("group", { name: "Kind of file" }).getByRole("button", { name: "Others" }).click();
    await alice.getByText("plan.txt").waitFor({ state: "detached" });
    await alice.getByText("numbers.bin").waitFor();
    assert.deepEqual(alice.faults, []);
  },
});
