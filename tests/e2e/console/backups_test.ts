/** The page of backups in a real browser: one is made, read through, found damaged, fetched and deleted. */
import assert from "node:assert/strict";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { readArchive } from "../../../host/backup/mod.ts";
import { lacks, testHost } from "../../harness/mod.ts";
import { testBrowser } from "../browser.ts";
import { personsPage, violations } from "./_person.ts";

Deno.test({
  name: "an owner makes a backup, has it read through, downloads and deletes it; a damaged one says what is wrong",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const page = await personsPage(chromium, host.url, "alice");
    const dialog = page.getByRole("dialog");
    const detail = page.getByRole("complementary", { name: "Backup" });
    const list = page.getByRole("list", { name: "Backups" });

    await page.goto("/settings/backups");
    await page.getByText("No backup yet").waitFor();
    assert.deepEqual(await violations(page), []);
    await page.getByRole("button", { name: "Back up now" }).click();
    // The key goes into an encrypted one only, and the host says so.
    await dialog.getByText("With the key of the secrets").click();
    await dialog.getByRole("button", { name: "Back up", exact: true }).click();
    await dialog.getByText(/goes into an encrypted backup only/).waitFor();
    // What is still fading in has no contrast yet.
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
    assert.deepEqual(await violations(page), []);
    await dialog.getByLabel(/^Passphrase/).fill("four words of mine");
    await dialog.getByRole("button", { name: "Back up", exact: true }).click();
    await dialog.waitFor({ state: "hidden" });
    await list.getByText("with the key").waitFor();

    await list.getByRole("button").click();
    await detail.getByText("bulkhead backup restore").waitFor();
    await detail.getByLabel(/^Passphrase/).fill("four words of mine");
    await detail.getByRole("button", { name: "Read all of it" }).click();
    await detail.getByText("Every byte is as it was written").waitFor();
    assert.deepEqual(await violations(page), []);

    const [download] = await Promise.all([
      page.waitForEvent("download"),
      detail.getByRole("button", { name: "Download" }).click(),
    ]);
    const { damaged, manifest } = await readArchive(await download.path(), {}, { passphrase: "four words of mine" });
    assert.deepEqual([damaged, manifest.head.key], [[], true]);

    const path = `${host.dataDir}/backups/${download.suggestedFilename()}`;
    const bytes = await Deno.readFile(path);
    bytes[bytes.length >> 1]! ^= 1;
    await Deno.writeFile(path, bytes);
    await detail.getByRole("button", { name: "Read all of it" }).click();
    await page.getByText(/passphrase is wrong, or the beginning|It is damaged/).first().waitFor();

    await detail.getByRole("button", { name: "Delete" }).click();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await page.getByText("No backup yet").waitFor();

    // Whoever may not sees why, and no button.
    const carol = await personsPage(chromium, host.url, "carol");
    await carol.goto("/settings/backups");
    await carol.getByText("Owners and admins look after backups").waitFor();
    assert.equal(await carol.getByRole("button", { name: "Back up now" }).count(), 0);
  },
});
