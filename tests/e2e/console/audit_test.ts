/** The audit log in a real browser: it grows while one looks, is searched, read, and taken away as a file. */
import assert from "node:assert/strict";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { lacks, testHost } from "../../harness/mod.ts";
import { testBrowser } from "../browser.ts";
import { personsPage, violations } from "./_person.ts";

Deno.test({
  name: "what people do shows up at once, is narrowed by who, method, outcome and words, and is taken away as a file",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const page = await personsPage(chromium, host.url, "alice");
    const log = page.getByRole("log", { name: "Entries" });
    const rows = log.getByRole("button");

    await page.goto("/settings/audit");
    await log.waitFor();
    await host.call("host.user.disable", { id: "@carol" }, { as: "bob" }).catch(() => {});
    await rows.filter({ hasText: "host.user.disable" }).getByText("forbidden").waitFor();
    for (let n = 0; n < 80; n++) {
      await host.call("chat.channel.mark_read", { channel: "#general", seq: 0 }, { as: "dave" });
    }
    await rows.filter({ hasText: "mark_read" }).first().waitFor();
    assert.deepEqual(await violations(page), []);

    // Further down nothing moves; what is new is announced.
    await log.evaluate((element) => element.scrollTop = 1_500);
    await page.waitForFunction(() => document.querySelectorAll("[data-entry]").length > 5);
    await host.call("host.secret.delete", { name: "NOTHING" }).catch(() => {});
    await page.getByRole("button", { name: /^\d+ new$/ }).click();
    await rows.filter({ hasText: "host.secret.delete" }).getByText("not_found").waitFor();

    await page.getByLabel("Outcome").click();
    await page.getByRole("option", { name: "Denied" }).click();
    await page.waitForURL(/outcome=denied/);
    await rows.filter({ hasText: "host.user.disable" }).waitFor();
    assert.equal(await rows.filter({ hasText: "mark_read" }).count(), 0);
    await rows.filter({ hasText: "host.user.disable" }).click();
    const detail = page.getByRole("complementary", { name: "Entry" });
    await detail.getByText("@carol").waitFor();
    await detail.getByRole("button", { name: "All of Bob" }).click();
    await page.waitForURL(/who=u-/);
    await rows.filter({ hasText: "host.user.disable" }).waitFor();
    assert.equal(await rows.filter({ hasText: "host.secret.delete" }).count(), 0);

    await page.goto("/settings/audit?method=host.secret.*&text=nothing&since=1h");
    await rows.filter({ hasText: "host.secret.delete" }).waitFor();
    assert.equal(await rows.count(), 1);
    for (const [item, ending] of [["As CSV", "csv"], ["As JSON lines", "jsonl"]] as const) {
      await page.getByRole("button", { name: "Export" }).click();
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByRole("menuitem", { name: item }).click(),
      ]);
      assert.match(download.suggestedFilename(), new RegExp(`^audit-.*\\.${ending}$`));
      const text = await Deno.readTextFile((await download.path())!);
      const lines = text.trim().split(/\r?\n/);
      assert.equal(lines.length, ending === "csv" ? 2 : 1);
      assert.match(lines.at(-1)!, /host\.secret\.delete.*NOTHING.*not_found/);
    }
    await page.goto("/settings/audit?method=host.audit.export");
    await rows.nth(1).waitFor();
    assert.equal(await rows.count(), 2);

    const bob = await personsPage(chromium, host.url, "bob");
    await bob.goto("/settings/audit");
    await bob.getByText("Owners and admins read the audit log").waitFor();
    assert.deepEqual([...page.faults, ...bob.faults], []);
  },
});

Deno.test({
  name: "a page that asks too often waits as long as the server says, tells the person, and goes on",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    const dir = await Deno.makeTempDir();
    await Deno.mkdir(`${dir}/data`, { mode: 0o700 });
    // One in ten seconds.
    await Deno.writeTextFile(
      `${dir}/data/bulkhead.toml`,
      '[rates.person]\nmethods = { "host.audit.list" = 6 }\n',
    );
    try {
      await using host = await testHost({ dir, pages: true });
      await using chromium = await testBrowser();
      const page = await personsPage(chromium, host.url, "alice");
      // Somebody has used all of it: another page of the same person.
      for (let n = 0; n < 6; n++) await host.call("host.audit.list", {});
      const refused: number[] = [];
      page.on("response", (response) => {
        if (response.status() === 429) refused.push(Date.now());
      });
      await page.goto("/settings/audit");
      await page.getByText("The server slows this page down").waitFor();
      await page.getByRole("log", { name: "Entries" }).waitFor();
      assert.ok(refused.length >= 1 && refused.length <= 3, `${refused.length} were refused`);
      assert.deepEqual(page.faults.filter((fault) => !fault.startsWith("call: host.audit.list was refused")), []);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});
