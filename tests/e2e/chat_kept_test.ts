/** What is kept beside the messages: links at the top, who reacted, snippets, searches, files, and the preview of a text. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, type TestHost, testHost, until } from "../harness/mod.ts";
import { violations } from "./axe.ts";
import { type TestBrowser, testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, send, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_kept/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

/** Opens #general as somebody, at a desk or on a phone. */
async function opened(host: TestHost, chromium: TestBrowser, who: string, phone = false): Promise<TestPage> {
  const options = phone
    ? { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, colorScheme: "dark" as const }
    : {};
  const page = await signIn(await chromium.page({ baseURL: host.url, ...options }), host, who);
  await page.goto(`${host.url}/app/chat/general`);
  await composerOf(page, "general").waitFor();
  return page;
}

const links = (page: TestPage) => page.getByRole("navigation", { name: "Links of this channel" });

/** The titles in the bar are these, in this order. */
const inOrder = (page: TestPage, titles: string[]) =>
  until(async () => (await links(page).getByRole("link").allInnerTexts()).join() === titles.join(), {
    what: `the links ${titles.join()}`,
  });

async function addLink(page: TestPage, address: string, title: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: "Add a link" });
  await dialog.getByLabel("Address").fill(address);
  await dialog.getByRole("textbox", { name: /Title/ }).fill(title);
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await dialog.waitFor({ state: "detached" });
}

Deno.test({
  name: "links at the top are added, put in order by keyboard and by pointer, and stand so for everybody at once",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await opened(host, chromium, "alice");
    const bob = await opened(host, chromium, "bob", true);
    assert.equal(await links(alice).count(), 0, "without links there is no bar");
    await alice.getByRole("button", { name: "Channel menu" }).click();
    await alice.getByRole("menuitem", { name: "Add a link" }).click();
    const dialog = alice.getByRole("dialog", { name: "Add a link" });
    await dialog.getByLabel("Address").fill("javascript:alert(1)");
    await dialog.getByText("An address such as").waitFor();
    assert.ok(await dialog.getByRole("button", { name: "Add", exact: true }).isDisabled());
    await addLink(alice, "example.com/handbook", "Handbook");
    for (const [address, title] of [["example.com/board", "Board"], ["example.com/rota", ""]]) {
      await links(alice).getByRole("button", { name: "Add a link" }).click();
      await addLink(alice, address!, title!);
    }
    await inOrder(bob, ["Handbook", "Board", "example.com"]);
    assert.equal(
      await links(bob).getByRole("link", { name: "Handbook" }).getAttribute("href"),
      "https://example.com/handbook",
    );

    // By keyboard: the focus goes along.
    await links(alice).getByRole("link", { name: "example.com" }).focus();
    await alice.keyboard.press("Control+Shift+ArrowLeft");
    await inOrder(bob, ["Handbook", "example.com", "Board"]);
    await alice.keyboard.press("Control+Shift+ArrowLeft");
    await alice.keyboard.press("Control+Shift+ArrowLeft");
    await inOrder(bob, ["example.com", "Handbook", "Board"]);
    await alice.getByText("example.com: 1 of 3").waitFor({ state: "attached" });
    // By pointer.
    await links(alice).getByRole("link", { name: "example.com" }).dragTo(
      links(alice).getByRole("link", { name: "Board" }),
      {
        targetPosition: { x: 60, y: 10 },
      },
    );
    await inOrder(bob, ["Handbook", "Board", "example.com"]);
    await shot(alice, "1-links");
    await shot(bob, "1-links-phone");
    assert.deepEqual(await violations(alice), []);
    assert.deepEqual(await violations(bob), []);

    // On a phone, by its menu.
    await links(bob).getByRole("button", { name: "Menu of Board" }).click();
    await bob.getByRole("menuitem", { name: "Move to the front" }).click();
    await inOrder(alice, ["Board", "Handbook", "example.com"]);
    await links(bob).getByRole("button", { name: "Menu of Handbook" }).click();
    await bob.getByRole("menuitem", { name: "Remove" }).click();
    await inOrder(alice, ["Board", "example.com"]);
    assert.deepEqual([...alice.faults, ...bob.faults], []);
  },
});

Deno.test({
  name: "who reacted is shown by emoji, and a file that is deleted leaves its place on every page",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await opened(host, chromium, "alice");
    const bob = await opened(host, chromium, "bob", true);
    await send(alice, "general", "cake in the kitchen");
    const cake = messageIn(alice, "general", "cake in the kitchen");
    await cake.waitFor();
    const id = await cake.getAttribute("data-message");
    for (const [as, emoji] of [["bob", "🎂"], ["carol", "🎂"], ["alice", "👍"], ["carol", "👍"], ["dave", "🎂"]]) {
      await host.call("chat.message.toggle_react", { id, emoji }, { as });
    }
    await cake.getByRole("button", { name: "🎂, 3" }).click({ button: "right" });
    const dialog = alice.getByRole("dialog", { name: "Reactions" });
    const who = () => dialog.getByRole("list", { name: "Who reacted" }).getByRole("listitem").allInnerTexts();
    const names = async () => (await who()).map((text) => text.match(/[A-Z][a-z]+/)?.[0]).sort().join();
    await until(async () => await names() === "Bob,Carol,Dave", { what: "those who want cake" });
    await dialog.getByRole("button", { name: "All 5" }).click();
    await until(async () => (await who()).length === 5, { what: "all reactions" });
    await shot(alice, "2-reactions");
    assert.deepEqual(await violations(alice), []);
    await alice.keyboard.press("Escape");
    // On a phone by the menu of the message.
    await messageIn(bob, "general", "cake in the kitchen").tap();
    await messageIn(bob, "general", "cake in the kitchen").getByRole("button", { name: "More", exact: true }).click();
    await bob.getByRole("menuitem", { name: "Who reacted" }).click();
    await bob.getByRole("list", { name: "Who reacted" }).getByText("Dave").waitFor();
    await shot(bob, "2-reactions-phone");
    assert.deepEqual(await violations(bob), []);
    await bob.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click();

    // Files: their names, their list, and their end.
    for (const [as, name] of [["alice", "plan.txt"], ["bob", "minutes.txt"]] as const) {
      const answer = await host.fetch(`/files/chat?name=${name}`, {
        method: "POST",
        headers: { "x-forwarded-user": as, "content-type": "text/plain" },
        body: name,
      });
      const { id } = await answer.json();
      await host.call("chat.message.send", { channel: "#general", text: `here is ${name}`, files: [id] }, { as });
    }
    await messageIn(bob, "general", "here is plan.txt").getByRole("button", { name: "Menu of plan.txt" }).click();
    await bob.getByRole("menuitem", { name: "Download" }).waitFor();
    assert.equal(await bob.getByRole("menuitem", { name: "Delete the file" }).count(), 0, "it is Alice's");
    await bob.keyboard.press("Escape");
    await alice.getByRole("button", { name: "Files", exact: true }).click();
    const files = alice.getByRole("region", { name: "Files" });
    await until(async () => await files.getByRole("listitem").count() === 2, { what: "both files" });
    await shot(alice, "3-files");
    assert.deepEqual(await violations(alice), []);
    await messageIn(bob, "general", "here is minutes.txt").getByRole("button", { name: "Menu of minutes.txt" }).click();
    await bob.getByRole("menuitem", { name: "Delete the file" }).click();
    const question = bob.getByRole("dialog", { name: "Delete minutes.txt?" });
    await shot(bob, "3-delete-phone");
    await question.getByRole("button", { name: "Delete the file" }).click();
    await question.waitFor({ state: "detached" });
    await messageIn(alice, "general", "here is minutes.txt").getByText("Bob deleted a file").waitFor();
    await until(async () => await files.getByRole("listitem").count() === 1, { what: "one file" });
    // A manager takes down another one's from the list.
    await files.getByRole("button", { name: "Menu of plan.txt" }).click();
    await alice.getByRole("menuitem", { name: "Delete the file" }).click();
    await alice.getByRole("dialog").getByRole("button", { name: "Delete the file" }).click();
    await files.getByText("No files here").waitFor();
    await messageIn(bob, "general", "here is plan.txt").getByText("Alice deleted a file").waitFor();
    await shot(alice, "3-deleted");
    await shot(bob, "3-deleted-phone");
    assert.deepEqual(await violations(bob), []);
    assert.deepEqual([...alice.faults, ...bob.faults], []);
  },
});

Deno.test({
  name: "a snippet is kept, comes back by its name on another device, and a text is seen before it is sent",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await opened(host, chromium, "alice");
    const phone = await opened(host, chromium, "alice", true);
    await composerOf(alice, "general").fill("Thank you for the **report**, we look into it.");
    await alice.getByRole("button", { name: "Snippets" }).click();
    await alice.getByRole("menuitem", { name: "Keep what is written as a snippet" }).click();
    const dialog = alice.getByRole("dialog", { name: "New snippet" });
    await dialog.getByLabel("Name").fill("two words");
    await dialog.getByText("One word of letters").waitFor();
    await dialog.getByLabel("Name").fill("thanks");
    await shot(alice, "4-new-snippet");
    assert.deepEqual(await violations(alice), []);
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });

    // Before it is sent one sees what it will look like.
    await composerOf(alice, "general").focus();
    await alice.keyboard.press("Control+Shift+P");
    const preview = alice.getByRole("region", { name: "Preview" });
    assert.equal(await preview.locator("strong").innerText(), "report");
    await shot(alice, "4-preview");
    assert.deepEqual(await violations(alice), []);
    await alice.keyboard.press("Control+Shift+P");
    await preview.waitFor({ state: "detached" });
    assert.equal(await composerOf(alice, "general").inputValue(), "Thank you for the **report**, we look into it.");
    await alice.getByRole("button", { name: "Preview" }).click();
    await alice.getByRole("button", { name: "Send", exact: true }).click();
    await messageIn(alice, "general", "Thank you for the report").locator("strong").waitFor();
    assert.equal(await preview.count(), 0);

    // On the phone: by its name, and by the button.
    await composerOf(phone, "general").fill(";tha");
    await phone.getByRole("option", { name: /;thanks/ }).waitFor();
    await shot(phone, "4-suggested-phone");
    await phone.getByRole("option", { name: /;thanks/ }).click();
    assert.match(await composerOf(phone, "general").inputValue(), /^Thank you for the \*\*report\*\*/);
    await composerOf(phone, "general").fill("");
    await phone.getByRole("button", { name: "Snippets" }).click();
    await phone.getByRole("menuitem", { name: /thanks/ }).waitFor();
    await shot(phone, "4-snippets-phone");
    await phone.getByRole("menuitem", { name: /thanks/ }).click();
    assert.match(await composerOf(phone, "general").inputValue(), /^Thank you/);
    await composerOf(phone, "general").fill("");

    // What is changed at the desk stands on the phone, without a reload.
    await phone.goto(`${host.url}/app/chat/-preferences/snippets`);
    const list = phone.getByRole("list", { name: "Snippets" });
    await list.getByText("thanks").waitFor();
    await alice.goto(`${host.url}/app/chat/-preferences/snippets`);
    await alice.getByRole("button", { name: "New snippet" }).click();
    await dialog.getByLabel("Name").fill("thanks");
    await dialog.getByLabel("Text").fill("again");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("You have a snippet of this name already").waitFor();
    await dialog.getByLabel("Name").fill("again");
    await dialog.getByRole("button", { name: "Save" }).click();
    await list.getByText("again").first().waitFor();
    await shot(alice, "4-preferences");
    await shot(phone, "4-preferences-phone");
    assert.deepEqual(await violations(alice), []);
    assert.deepEqual(await violations(phone), []);
    await alice.getByRole("button", { name: "Delete again" }).click();
    await until(async () => await list.getByRole("listitem").count() === 1, { what: "one snippet on the phone" });
    await alice.getByRole("button", { name: "Undo" }).click();
    await until(async () => await list.getByRole("listitem").count() === 2, { what: "both snippets on the phone" });
    // The conflict above was meant to be refused.
    const faults = [...alice.faults, ...phone.faults].filter((fault) => !fault.includes("chat.snippet.save"));
    assert.deepEqual(faults, []);
  },
});

Deno.test({
  name: "what was searched stands in the empty search, is done again by a press, and is forgotten",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await opened(host, chromium, "alice");
    const upload = await host.fetch("/files/chat?name=cake.txt", {
      method: "POST",
      headers: { "x-forwarded-user": "bob", "content-type": "text/plain" },
      body: "flour",
    });
    const files = [(await upload.json()).id];
    await host.call("chat.message.send", { channel: "#general", text: "the recipe", files }, { as: "bob" });
    await host.call("chat.message.send", { channel: "#general", text: "more cake" }, { as: "bob" });
    await alice.goto(`${host.url}/app/chat/-search`);
    const field = alice.getByRole("searchbox", { name: "Search messages" });
    await alice.getByText("Find what was said").waitFor();
    await field.fill("cake");
    await alice.getByText("2 messages").waitFor();
    await field.press("Enter");
    await alice.getByRole("button", { name: "Files", exact: true }).click();
    await alice.getByRole("link", { name: "cake.txt" }).waitFor();
    await shot(alice, "5-found-files");
    assert.deepEqual(await violations(alice), []);
    await field.fill("recipe from:@bob");
    await alice.getByRole("link", { name: "cake.txt" }).waitFor();
    await field.press("Enter");
    await field.fill("");
    const recent = alice.getByRole("region", { name: "Searched last" });
    await until(async () => (await recent.getByRole("listitem").allInnerTexts()).join() === "recipe from:@bob,cake", {
      what: "both searches",
    });
    await shot(alice, "5-recent");
    assert.deepEqual(await violations(alice), []);
    // On a phone of the same person they stand too, and go when they are forgotten there.
    const phone = await opened(host, chromium, "alice", true);
    await phone.goto(`${host.url}/app/chat/-search`);
    const there = phone.getByRole("region", { name: "Searched last" });
    await there.getByRole("button", { name: "Forget cake" }).waitFor();
    await shot(phone, "5-recent-phone");
    assert.deepEqual(await violations(phone), []);
    await there.getByRole("button", { name: "Forget cake" }).click();
    await until(async () => await recent.getByRole("listitem").count() === 1, { what: "one search at the desk" });
    await recent.getByRole("button", { name: "recipe from:@bob", exact: true }).click();
    await alice.getByText("1 message", { exact: true }).waitFor();
    await there.getByRole("button", { name: "Forget all" }).click();
    await phone.getByText("Find what was said").waitFor();
    assert.deepEqual([...alice.faults, ...phone.faults], []);
  },
});

Deno.test({
  name: "a message is forwarded with words of one's own, and one that was changed shows what it said before",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    await host.call("chat.channel.create", { name: "plans", members: ["@bob"] });
    const alice = await opened(host, chromium, "alice");
    const bob = await opened(host, chromium, "bob", true);
    await send(alice, "general", "at **noon**");
    const message = messageIn(alice, "general", "noon");
    await message.hover();
    await message.getByRole("button", { name: "More", exact: true }).click();
    await alice.getByRole("menuitem", { name: "Forward" }).click();
    const dialog = alice.getByRole("dialog", { name: "Forward the message" });
    await dialog.getByLabel("Find a conversation").fill("pl");
    await dialog.getByRole("button", { name: "plans" }).click();
    await dialog.getByLabel(/Your words/).fill("as agreed");
    await shot(alice, "6-forward");
    assert.deepEqual(await violations(alice), []);
    await dialog.getByRole("button", { name: "Forward", exact: true }).click();
    await dialog.waitFor({ state: "detached" });
    await alice.getByRole("button", { name: "Go there" }).click();
    await messageIn(alice, "plans", "as agreed").locator("strong").waitFor();

    const id = await messageIn(bob, "general", "noon").getAttribute("data-message");
    for (const text of ["at one", "at *two*"]) await host.call("chat.message.edit", { id, text });
    await messageIn(bob, "general", "at two").getByRole("button", { name: "(edited)" }).click();
    const history = bob.getByRole("list", { name: "Earlier texts" });
    await until(async () => await history.getByRole("listitem").count() === 3, { what: "three texts" });
    assert.match((await history.getByRole("listitem").allInnerTexts()).join(), /two[\s\S]*one[\s\S]*noon/);
    await shot(bob, "6-history-phone");
    assert.deepEqual(await violations(bob), []);
    assert.deepEqual([...alice.faults, ...bob.faults], []);
  },
});
