/** Passkeys with Chromium's virtual authenticator, on the product as it is started. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { lacks } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { startProduct } from "./product.ts";

const OUTPUT = decodeURIComponent(new URL("../output/screenshots/", import.meta.url).pathname);

/** A device of the person's own, which unlocks by itself. */
async function authenticator(page: TestPage) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    unlocks: (yes: boolean) => cdp.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: yes }),
    credentials: async () => (await cdp.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
  };
}

Deno.test({
  name: "an owner adds a passkey, signs in with it, and removes it; sessions and tokens are listed and ended",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await Deno.mkdir(OUTPUT, { recursive: true });
    await using product = await startProduct();
    await using chromium = await testBrowser();
    // Browsers know passkeys for names only.
    const site = product.url.replace("127.0.0.1", "localhost");
    const page = await chromium.page({ baseURL: site });
    const device = await authenticator(page);
    await page.goto(product.claimLink!.replace("127.0.0.1", "localhost"));
    await page.getByLabel("Your name").fill("Ann Rivers");
    await page.getByLabel("Password").first().fill("tall ships sail slowly");
    await page.getByRole("button", { name: "Create owner" }).click();
    await page.getByRole("navigation", { name: "Main" }).waitFor();

    await page.getByRole("button", { name: /Ann Rivers: account/ }).click();
    await page.getByRole("menuitem", { name: "Your account" }).click();
    await page.getByText("No passkey yet").waitFor();
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByText("Chrome on Linux").first().waitFor();
    await page.getByText(/never used/).first().waitFor();
    assert.equal((await device.credentials()).length, 1);
    await page.screenshot({ path: `${OUTPUT}account.png`, fullPage: true });

    await page.getByRole("button", { name: "New token" }).click();
    await page.getByLabel("What it is for").fill("Deploy script");
    await page.getByRole("button", { name: "Make token" }).click();
    const token = await page.getByLabel("The token", { exact: true }).inputValue();
    await page.getByRole("button", { name: "Done" }).click();
    const asked = await fetch(`${product.url}/rpc`, {
      method: "POST",
      headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "host.user.me" }),
    });
    assert.equal((await asked.json()).result.role, "member");
    await page.getByRole("button", { name: "Revoke the token Deploy script" }).click();
    await page.getByText("No token yet").waitFor();

    const signOut = async () => {
      await page.getByRole("button", { name: /Ann Rivers: account/ }).click();
      await page.getByRole("menuitem", { name: "Sign out" }).click();
    };
    await device.unlocks(false);
    await signOut();
    const passkey = page.getByRole("button", { name: "Sign in with a passkey" });
    await passkey.waitFor();
    await page.screenshot({ path: `${OUTPUT}sign-in-passkey.png` });
    await passkey.click();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
    assert.equal(
      await page.getByRole("navigation", { name: "Main" }).count(),
      0,
      "a device that is not unlocked is no way in",
    );
    await page.reload();
    await device.unlocks(true);
    await page.getByRole("button", { name: "Sign in with a passkey" }).or(
      page.getByRole("navigation", { name: "Main" }),
    )
      .first().waitFor();
    const button = page.getByRole("button", { name: "Sign in with a passkey" });
    // With a device that answers at once the browser may have offered it by itself.
    if (await button.count() > 0) await button.click().catch(() => {});
    await page.getByRole("navigation", { name: "Main" }).waitFor();

    await page.goto("/account");
    await page.getByText(/used (just now|\d+ s|now)/).first().waitFor();
    await page.getByRole("button", { name: /Remove the passkey/ }).click();
    await page.getByText("No passkey yet").waitFor();
    await page.goto(`${product.url}/account`);
    assert.deepEqual(page.faults.filter((fault) => !/status of (401|403)/.test(fault)), []);
  },
});
