/** The page of secrets in a real browser: set, tried at a service, replaced, deleted, sealed anew; and never shown. */
import assert from "node:assert/strict";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { lacks, testHost, until } from "../../harness/mod.ts";
import { testBrowser } from "../browser.ts";
import { personsPage, violations } from "./_person.ts";

const VALUE = "ghp_0123456789abcdefWXYZ";

const MANIFEST = JSON.stringify({
  ...{ id: "holder", version: "0.1.0", engine: "^1", name: "Holder", entry: "plugin.ts" },
  permissions: { secrets: [{ name: "GITHUB_TOKEN", reason: "Reads your issues" }] },
});
const PLUGIN = `import { definePlugin } from "@bulkhead/plugin";\nexport default definePlugin({});\n`;

Deno.test({
  name: "a secret is set where it is asked for, tried, replaced, deleted with who loses it named, and never comes back",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    // GitHub, as far as a test of a key goes.
    const github = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen() {} },
      (request) =>
        request.headers.get("authorization") === `Bearer ${VALUE}`
          ? Response.json({ login: "octocat" })
          : Response.json({ message: "Bad credentials" }, { status: 401 }),
    );
    await using host = await testHost({
      plugins: ["chat"],
      pages: true,
      pluginFiles: { holder: { "plugin.json": MANIFEST, "plugin.ts": PLUGIN } },
      env: { BULKHEAD_ENDPOINT_GITHUB: `http://127.0.0.1:${github.addr.port}` },
    });
    await using chromium = await testBrowser();
    const page = await personsPage(chromium, host.url, "alice");
    const bodies: string[] = [];
    page.on("response", (response) => {
      if (response.url().endsWith("/rpc")) response.text().then((text) => bodies.push(text), () => {});
    });
    const dialog = page.getByRole("dialog");
    const detail = page.getByRole("complementary", { name: "Secret" });
    const button = (name: string) => page.getByRole("button", { name, exact: true });

    await page.goto("/settings/secrets");
    const missing = page.getByRole("list", { name: "Secrets that are not set" });
    await missing.getByText("“Reads your issues”").waitFor();
    await button("Set GITHUB_TOKEN").click();
    await dialog.getByLabel("Value").fill("ghp_wrong-wrong-1111");
    await dialog.getByRole("button", { name: "Set", exact: true }).click();
    await detail.getByText("1111", { exact: true }).waitFor();
    await detail.getByText("gets it").waitFor();
    await missing.waitFor({ state: "hidden" });
    assert.deepEqual(await violations(page), []);

    await detail.getByRole("button", { name: "Test it" }).click();
    await detail.getByText("The key is refused").waitFor();
    await detail.getByText("GitHub refuses the key (HTTP 401)").waitFor();
    await detail.getByRole("button", { name: "Replace" }).click();
    await dialog.getByLabel("Value").fill(VALUE);
    await dialog.getByRole("button", { name: "Replace" }).click();
    await detail.getByText("WXYZ", { exact: true }).waitFor();
    await detail.getByRole("button", { name: "Test it" }).click();
    await detail.getByText("GitHub accepts the key: octocat").waitFor();
    await github.shutdown();
    await detail.getByRole("button", { name: "Test it" }).click();
    await detail.getByText("Nobody could be asked").waitFor();

    const keyFile = `${host.dataDir}/keys/secrets.key`;
    const before = await Deno.readTextFile(keyFile);
    await button("Change the key").click();
    await dialog.getByText(/1 secret and all secret settings/).waitFor();
    await dialog.getByRole("button", { name: "Change the key" }).click();
    await page.getByText("A new key is in force").waitFor();
    assert.notEqual(await Deno.readTextFile(keyFile), before);

    // Somebody else sets one, and it is here without a reload.
    await host.call("host.secret.set", { name: "OTHER", value: "x-1234567" }, { as: "alice" });
    await page.getByRole("list", { name: "Secrets", exact: true }).getByText("OTHER").waitFor();

    await detail.getByRole("button", { name: "Delete" }).click();
    await dialog.getByText("Holder").waitFor();
    await dialog.getByRole("button", { name: "Delete" }).click();
    await missing.getByText("GITHUB_TOKEN").waitFor();
    const { items } = await host.call<{ items: { name: string }[] }>("host.secret.list");
    assert.deepEqual(items.map(({ name }) => name), ["OTHER"]);

    await until(() => bodies.length > 5, { what: "the answers" });
    assert.ok(!bodies.some((body) => body.includes(VALUE)), "no answer holds the value");
    assert.ok(!(await page.content()).includes(VALUE));
    assert.deepEqual(page.faults, []);
  },
});

Deno.test({
  name: "a secret of the environment is told to be one, and a member is told who may look",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: [], pages: true, secrets: { FROM_OUTSIDE: "outside-1234" } });
    await using chromium = await testBrowser();
    const alice = await personsPage(chromium, host.url, "alice");
    await alice.goto("/settings/secrets?secret=FROM_OUTSIDE");
    const detail = alice.getByRole("complementary", { name: "Secret" });
    await detail.getByText(/BULKHEAD_SECRET_FROM_OUTSIDE/).waitFor();
    assert.equal(await detail.getByRole("button", { name: "Replace" }).count(), 0);
    const bob = await personsPage(chromium, host.url, "bob");
    await bob.goto("/settings/secrets");
    await bob.getByText("Owners and admins look after secrets").waitFor();
    assert.equal(await bob.getByRole("button", { name: "Set a secret" }).count(), 0);
    assert.deepEqual(await violations(bob), []);
    assert.deepEqual([...alice.faults, ...bob.faults], []);
  },
});
