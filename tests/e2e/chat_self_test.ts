/** What somebody says of themselves in chat, chooses for it, and how they put their sidebar in order. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost, until } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, ownMenu, send, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_self/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

Deno.test({
  name: "a status is set by its suggestion and seen by others; preferences count at once and on all devices",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const options = { baseURL: host.url };
    const alice = await signIn(await chromium.page(options), host, "alice");
    const phone = await signIn(await chromium.page(options), host, "alice");
    const bob = await signIn(await chromium.page(options), host, "bob");
    for (const page of [alice, phone, bob]) {
      await page.goto(`${host.url}/app/chat/general`);
      await composerOf(page, "general").waitFor();
    }
    await send(alice, "general", "Good morning");

    await ownMenu(alice, "Set a status");
    await alice.getByRole("button", { name: /In a meeting/ }).click();
    await alice.getByRole("dialog").getByRole("button", { name: "Set", exact: true }).click();
    await alice.getByRole("dialog").waitFor({ state: "detached" });
    await messageIn(bob, "general", "Good morning").getByRole("img", { name: "In a meeting" }).waitFor();
    await alice.getByRole("button", { name: /Your status/ }).getByText("In a meeting").waitFor();

    // She is reminded of a message, and of a text of her own; what is not wanted any more is taken away.
    await messageIn(alice, "general", "Good morning").hover();
    await messageIn(alice, "general", "Good morning").getByRole("button", { name: "More", exact: true }).click();
    await alice.getByRole("menuitem", { name: "Remind me" }).click();
    await alice.getByRole("menuitem", { name: /^tomorrow at 0?9:00/ }).click();
    await alice.getByText("You will be reminded tomorrow").waitFor();
    await alice.getByRole("link", { name: "Saved" }).click();
    await alice.getByRole("button", { name: "Reminders" }).click();
    const reminders = alice.getByRole("region", { name: "Reminders" });
    await reminders.getByText("Good morning").waitFor();
    await reminders.getByRole("button", { name: "New reminder" }).click();
    await alice.getByRole("dialog").getByLabel("Of what").fill("Water the plants");
    await alice.getByRole("dialog").getByRole("button", { name: "Remind me" }).click();
    await reminders.getByText("Water the plants").waitFor();
    await reminders.getByRole("button", { name: "Cancel the reminder" }).first().click();
    await until(async () => await reminders.getByRole("listitem").count() === 1, { what: "one reminder to be left" });

    // What she does not want is away: others see the sign that she is not to be disturbed.
    await alice.getByRole("button", { name: /Your status, presence/ }).click();
    await alice.getByRole("menuitemradio", { name: "Do not disturb" }).click();
    await alice.locator('[data-presence="dnd"]').first().waitFor();

    // Enter begins a new line from now on, on the other device too.
    await ownMenu(alice, "Preferences");
    await alice.getByRole("tab", { name: "Reading and writing" }).click();
    await alice.getByRole("switch", { name: "Enter sends" }).click();
    await until(() => phone.getByRole("button", { name: "Send", exact: true }).isVisible(), { what: "the composer" });
    const field = composerOf(phone, "general");
    await until(async () => {
      await field.fill("one :)");
      await field.press("Enter");
      return await field.inputValue() === "one :)\n";
    }, { what: "Enter to begin a new line" });
    await field.press("Control+Enter");
    await messageIn(bob, "general", "one 🙂").waitFor();

    // A keyword calls her, quiet hours have the days of her choice, and both stay.
    await alice.getByRole("tab", { name: "Notifications" }).click();
    await alice.getByLabel("New keyword").fill("Coracle, boats");
    await alice.getByRole("button", { name: "Add", exact: true }).click();
    await alice.getByRole("button", { name: "Take out coracle" }).waitFor();
    await alice.getByRole("switch", { name: "Be left alone at times" }).click();
    await alice.getByRole("button", { name: "Sunday" }).click();
    await alice.getByLabel("Time zone").fill("Mars/Base");
    await alice.getByText("There is no such time zone").waitFor();
    await alice.getByLabel("Time zone").fill("Europe/Berlin");
    await shot(alice, "1-preferences");
    await alice.reload();
    await alice.getByRole("button", { name: "Take out coracle" }).waitFor();
    assert.equal(await alice.getByRole("button", { name: "Sunday" }).getAttribute("aria-pressed"), "false");
    assert.equal(await alice.getByLabel("Time zone").inputValue(), "Europe/Berlin");

    // In German all of the page is German, on both devices, and stays so.
    await alice.getByRole("tab", { name: "Reading and writing" }).click();
    await alice.getByRole("combobox", { name: "Language of the pages" }).click();
    await alice.getByRole("option", { name: "Deutsch" }).click();
    await alice.getByRole("heading", { name: "Einstellungen" }).waitFor();
    await phone.getByRole("link", { name: "Erwähnungen" }).waitFor();
    await shot(alice, "2-german");
    for (const page of [alice, phone, bob]) assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "the sidebar is put in order by pointer and by keyboard, the same on all devices; keys lead through it",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    const phone = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    await alice.goto(`${host.url}/app/chat/general`);
    await composerOf(alice, "general").waitFor();
    for (const name of ["beta", "delta"]) {
      await alice.getByRole("button", { name: "Browse or create channels" }).click();
      await alice.getByRole("dialog").getByRole("button", { name: "Create a channel" }).click();
      await alice.getByRole("dialog").getByLabel("Name").fill(name);
      await alice.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
      await composerOf(alice, name).waitFor();
    }
    await alice.getByRole("button", { name: "More of Channels" }).click({ force: true });
    await alice.getByRole("menuitem", { name: "New section" }).click();
    await alice.getByRole("dialog").getByLabel("Name").fill("Work");
    await alice.getByRole("dialog").getByRole("button", { name: "Create", exact: true }).click();
    await section(alice, "Work").waitFor();
    await phone.goto(`${host.url}/app/chat/general`);
    await composerOf(phone, "general").waitFor();

    // Carried into the empty section, then another one above it.
    await row(alice, "delta").dragTo(section(alice, "Work").getByRole("heading"));
    await order(alice, "Work", ["delta"]);
    await row(alice, "beta").dragTo(row(alice, "delta"), { targetPosition: { x: 60, y: 4 } });
    for (const page of [alice, phone]) await order(page, "Work", ["beta", "delta"]);
    await shot(alice, "3-sidebar");

    // By keyboard down and, over the edge, out of the section.
    await row(alice, "beta").focus();
    await alice.keyboard.press("Control+Shift+ArrowDown");
    for (const page of [alice, phone]) await order(page, "Work", ["delta", "beta"]);
    await row(alice, "beta").focus();
    await alice.keyboard.press("Control+Shift+ArrowDown");
    for (const page of [alice, phone]) await order(page, "Channels", ["beta", "general"]);

    // Keys lead from conversation to conversation, and to the map of keys.
    await row(alice, "general").click();
    await composerOf(alice, "general").waitFor();
    await alice.keyboard.press("Alt+ArrowUp");
    await composerOf(alice, "beta").waitFor();
    await row(alice, "beta").focus();
    await alice.keyboard.press("?");
    await alice.getByRole("dialog").getByText("Conversation above or below", { exact: true }).waitFor();
    for (const page of [alice, phone]) assert.deepEqual(page.faults, []);
  },
});

const row = (page: TestPage, name: string) => page.locator(`a[data-channel="${name}"]`);
const section = (page: TestPage, name: string) => page.getByRole("region", { name, exact: true });

async function order(page: TestPage, name: string, expected: string[]): Promise<void> {
  const names = () =>
    section(page, name).locator("a[data-channel]").evaluateAll((rows) =>
      rows.map((each) => each.getAttribute("data-channel"))
    );
  await until(async () => String(await names()) === String(expected), {
    what: `${name} to hold ${expected.join(", ")}`,
  });
}
