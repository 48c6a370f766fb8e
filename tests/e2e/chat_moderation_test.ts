/** Three people: a message is reported and resolved, a person is muted and heard again, and a channel ends while it is open. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost } from "../harness/mod.ts";
import { violations } from "./axe.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, ownMenu, send, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_moderation/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

/** Opens the menu of a message and takes an item of it. */
async function messageMenu(page: TestPage, channel: string, text: string, item: string | RegExp): Promise<void> {
  const message = messageIn(page, channel, text);
  // Where the keyboard comes to a message its actions are.
  await message.focus();
  await message.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

const queue = (page: TestPage) => page.getByRole("link", { name: /Reported messages/ });

Deno.test({
  name: "a reported message comes to the moderators at once, stays as it was, and is taken down or kept",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    const bob = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    const carol = await signIn(await chromium.page({ baseURL: host.url }), host, "carol");
    // Carol and Bob talk where Alice, who moderates, is not.
    await host.call("chat.user.me", {}, { as: "carol" });
    await host.call("chat.channel.create", { name: "cellar", private: true, members: ["@carol"] }, { as: "bob" });
    for (const page of [bob, carol]) {
      await page.goto(`${host.url}/app/chat/cellar`);
      await composerOf(page, "cellar").waitFor();
    }
    await alice.goto(`${host.url}/app/chat/general`);
    await composerOf(alice, "general").waitFor();
    assert.equal(await queue(bob).count(), 0, "only moderators have a queue");

    await send(carol, "cellar", "I know where you live");
    await send(carol, "cellar", "Lunch at noon?");
    await messageIn(bob, "cellar", "I know where you live").waitFor();
    await messageMenu(bob, "cellar", "I know where you live", "Report");
    const dialog = bob.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Something else" }).click();
    assert.equal(
      await dialog.getByRole("button", { name: "Report", exact: true }).isDisabled(),
      true,
      "it needs a word",
    );
    await dialog.getByRole("radio", { name: "Harassment" }).click();
    await dialog.getByLabel(/What moderators should know/).fill("She did it before");
    await shot(bob, "report");
    assert.deepEqual(await violations(bob), [], "the report");
    await dialog.getByRole("button", { name: "Report", exact: true }).click();
    await bob.getByText("Reported to the moderators").waitFor();

    // The queue tells Alice where she is; what it shows is the message and nothing else of the channel.
    await alice.getByLabel("1 reported message waits").waitFor();
    await messageMenu(carol, "cellar", "I know where you live", "Delete");
    await queue(alice).click();
    const card = alice.getByRole("listitem", { name: "Reported message of Carol" });
    await card.getByText("I know where you live").waitFor();
    await card.getByText("She did it before").waitFor();
    await card.getByText("in a private channel that you are not in").waitFor();
    const seen = await alice.getByRole("main").innerText().catch(() => alice.locator("body").innerText());
    assert.doesNotMatch(seen, /cellar|Lunch/);
    await alice.reload();
    await card.getByText("Deleted meanwhile").waitFor();
    await shot(alice, "queue");
    assert.deepEqual(await violations(alice), [], "the queue");
    await card.getByRole("button", { name: "Resolve" }).click();
    await alice.getByRole("dialog").getByLabel(/Note for other moderators/).fill("Talked to her");
    await alice.keyboard.press("Tab");
    await alice.keyboard.press("Tab");
    await alice.keyboard.press("Enter");
    await alice.getByText("Nothing waits").waitFor();
    await alice.getByLabel(/reported message waits/).waitFor({ state: "detached" });
    await alice.getByRole("button", { name: "Resolved" }).click();
    await card.getByText("Talked to her").waitFor();

    // In a public channel: one is taken down for everybody, the other stays.
    for (const page of [bob, carol]) {
      await page.goto(`${host.url}/app/chat/general`);
      await composerOf(page, "general").waitFor();
    }
    await send(carol, "general", "Cheap watches");
    await send(carol, "general", "Cheap jokes");
    for (const text of ["Cheap watches", "Cheap jokes"]) {
      await messageIn(bob, "general", text).waitFor();
      await messageMenu(bob, "general", text, "Report");
      await bob.getByRole("dialog").getByRole("button", { name: "Report", exact: true }).click();
      await bob.getByRole("dialog").waitFor({ state: "detached" });
    }
    await alice.getByLabel("2 reported messages wait").waitFor();
    await alice.getByRole("button", { name: "To do" }).click();
    const watches = card.filter({ hasText: "Cheap watches" }), jokes = card.filter({ hasText: "Cheap jokes" });
    await watches.getByRole("link", { name: /in its place/ }).waitFor();
    await watches.getByRole("button", { name: "Delete message" }).click();
    await shot(alice, "resolve");
    await alice.getByRole("dialog").getByRole("button", { name: "Delete message" }).click();
    await messageIn(bob, "general", "Cheap watches").waitFor({ state: "detached" });
    await watches.waitFor({ state: "detached" });
    await jokes.getByRole("button", { name: "Keep message" }).click();
    await alice.getByRole("dialog").getByRole("button", { name: "Keep message" }).click();
    await alice.getByText("Nothing waits").waitFor();
    assert.equal(await messageIn(bob, "general", "Cheap jokes").count(), 1);
    for (const page of [alice, bob, carol]) assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "who is muted makes no noise and no badge, is shown when one wants it, and is heard again",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const bob = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    const other = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    await host.call("chat.user.me", {}, { as: "carol" });
    const say = (channel: string, text: string) => host.call("chat.message.send", { channel, text }, { as: "carol" });
    await say("#general", "Good morning");
    const { id: direct } = await host.call("chat.dm.open", { users: ["@bob"] }, { as: "carol" }) as { id: string };
    for (const page of [bob, other]) {
      await page.goto(`${host.url}/app/chat/general`);
      await messageIn(page, "general", "Good morning").waitFor();
    }
    await messageMenu(bob, "general", "Good morning", "Mute Carol");
    await bob.getByText("Carol does not call you any more").waitFor();
    // On the other device it is the same.
    const quiet = (page: TestPage) => page.getByRole("article", { name: "Message of Carol, who is muted" });
    await quiet(other).waitFor();
    assert.equal(await messageIn(other, "general", "Good morning").count(), 0);
    await say("#general", "@bob look");
    await say(direct, "are you there");
    await quiet(bob).nth(1).waitFor();
    const row = (page: TestPage) =>
      page.getByRole("navigation", { name: "Conversations" }).getByRole("link", { name: /Carol/ });
    await row(bob).waitFor();
    assert.doesNotMatch(await row(bob).innerText(), /\d/, "no badge");
    await shot(bob, "muted");
    assert.deepEqual(await violations(bob), [], "muted messages");
    await quiet(bob).nth(1).getByRole("button", { name: /^Show/ }).click();
    await messageIn(bob, "general", "@bob look").waitFor();

    await ownMenu(bob, "Preferences");
    await bob.getByRole("heading", { name: "Muted people" }).scrollIntoViewIfNeeded();
    await shot(bob, "preferences");
    await bob.getByRole("button", { name: "Unmute Carol" }).click();
    await bob.getByRole("button", { name: "Unmute Carol" }).waitFor({ state: "detached" });
    await messageIn(other, "general", "Good morning").waitFor();
    await row(other).filter({ hasText: /1/ }).waitFor();
    for (const page of [bob, other]) assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "a channel is deleted by its name; whoever has it open is told and led away",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    const bob = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    await host.call("chat.user.me", {}, { as: "bob" });
    await host.call("chat.channel.create", { name: "old-project", members: ["@bob"] });
    await host.call("chat.message.send", { channel: "#old-project", text: "It is over" });
    for (const page of [alice, bob]) {
      await page.goto(`${host.url}/app/chat/old-project/about`);
      await messageIn(page, "old-project", "It is over").waitFor();
    }
    assert.equal(await bob.getByRole("button", { name: "Delete the channel" }).count(), 0, "he does not manage it");
    // First it is taken away.
    await alice.getByRole("button", { name: "Export", exact: true }).click();
    const link = alice.getByRole("link", { name: /^Download old-project-/ });
    await link.waitFor();
    const archive = await alice.request.get(`${host.url}${await link.getAttribute("href")}`);
    assert.equal(new TextDecoder().decode((await archive.body()).subarray(0, 2)), "PK");
    await shot(alice, "about");
    await alice.getByRole("button", { name: "Delete the channel" }).click();
    const dialog = alice.getByRole("dialog", { name: /Delete #old-project/ });
    const confirm = dialog.getByRole("button", { name: "Delete", exact: true });
    assert.equal(await confirm.isDisabled(), true);
    await dialog.getByLabel("Its name, to be sure").fill("old-project");
    await shot(alice, "delete");
    await confirm.click();
    for (const page of [alice, bob]) {
      await page.getByText("#old-project was deleted").waitFor();
      await page.waitForURL(/\/app\/chat\/general$/);
      assert.equal(await page.getByRole("link", { name: /old-project/ }).count(), 0);
    }
    for (const page of [alice, bob]) assert.deepEqual(page.faults, []);
  },
});
