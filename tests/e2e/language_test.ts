/** A person's language: all pages follow it, on all devices, and who is not signed in is met in the browser's. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { lacks, testHost } from "../harness/mod.ts";
import { testBrowser } from "./browser.ts";
import { composerOf, signIn } from "./chat_person.ts";

Deno.test({
  name: "the language that a person chooses counts on all pages and devices, and is not the next person's",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const bob = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    const other = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    for (const page of [bob, other]) {
      await page.goto(`${host.url}/`);
      await page.getByRole("heading", { name: "What needs you" }).waitFor();
    }

    await bob.getByRole("button", { name: /account, language, theme/ }).click();
    await bob.getByRole("menuitemradio", { name: "Deutsch" }).click();
    for (const page of [bob, other]) {
      await page.getByRole("heading", { name: "Was dich braucht" }).waitFor();
      assert.equal(await page.locator("html").getAttribute("lang"), "de");
    }
    await bob.getByRole("link", { name: "Personen" }).click();
    await bob.getByText("Mitglied").first().waitFor();
    await bob.goto(`${host.url}/account`);
    await bob.getByRole("heading", { name: "Wo du angemeldet bist" }).waitFor();
    await bob.getByRole("link", { name: /Chat/ }).click();
    await bob.getByLabel("Nachricht an #general").waitFor();
    await other.getByRole("button", { name: /Konto, Sprache/ }).click();
    await other.getByRole("menuitemradio", { name: "English" }).click();
    await composerOf(bob, "general").waitFor();

    // Somebody else at the same browser has their own.
    await other.getByRole("button", { name: /account, language, theme/ }).click();
    await other.getByRole("menuitemradio", { name: "Deutsch" }).click();
    await other.getByRole("heading", { name: "Was dich braucht" }).waitFor();
    await other.goto("about:blank");
    await signIn(other, host, "carol");
    await other.goto(`${host.url}/`);
    await other.getByRole("heading", { name: "What needs you" }).waitFor();
    for (const page of [bob, other]) assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "who is not signed in is met in the language of the browser, with what the host refuses",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: [], pages: true, auth: "local" });
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: host.url, locale: "de-AT" });
    await page.goto(`${host.url}/`);
    await page.getByRole("heading", { name: "Dieser Server hat noch keinen Besitzer" }).waitFor();
    const english = await chromium.page({ baseURL: host.url, locale: "fr-FR" });
    await english.goto(`${host.url}/`);
    await english.getByRole("heading", { name: "This server has no owner yet" }).waitFor();
    await page.goto(`${host.url}/claim#wrong`);
    await page.getByLabel("Dein Name").fill("Ada");
    await page.getByLabel("Passwort", { exact: true }).fill("kurz");
    await page.getByRole("button", { name: "Besitzer anlegen" }).click();
    await page.getByText("Nimm mindestens 8 Zeichen").waitFor();
  },
});
