/**
 * An owner's way with a stranger's plugin, in a real browser against the real product: a registry is added, a plugin
 * found, looked at and agreed to; its page is in the navigation; settings, a permission taken back, an update that asks
 * for more, the way back, and its end. Pictures of each station go to tests/output.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { CHECKOUT, lacks, staticRegistry, testHost } from "../harness/mod.ts";
import { ensureUi } from "../../scripts/build_ui.ts";
import { testBrowser, type TestPage } from "./browser.ts";

const OUTPUT = `${CHECKOUT}/tests/output/install_journey/`;
const POLLS = `${CHECKOUT}/tests/fixtures/registry/polls`;

Deno.test({
  name: "an owner adds a registry, agrees to a plugin, lives with it, updates it, goes back and takes it away",
  ignore: lacks("chromium"),
  async fn() {
    const dir = await Deno.makeTempDir({ prefix: "bulkhead-install-journey-" });
    try {
      await bulkhead("plugin", "keygen", "--out", `${dir}/key`);
      await publish(dir, POLLS);
      await ensureUi();
      await using registry = await staticRegistry({ folder: `${dir}/registry` });
      await using host = await testHost({ plugins: ["chat"], pages: true });
      await using chromium = await testBrowser();
      const page = await chromium.page({ baseURL: host.url });
      await page.context().request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin: host.url } });
      const shot = (name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

      await addRegistry(page, registry.url);
      await shot("1-registry");
      await agree(page, shot);
      await useIt(page, shot);
      await changeSettings(page, shot);
      await takeBackPermission(page, shot);
      await publish(dir, await nextVersion(dir));
      await updateIt(page, shot);
      await goBack(page, shot);
      await takeAway(page, shot);
      assert.deepEqual(page.faults, []);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

type Shot = (name: string) => Promise<unknown>;

async function addRegistry(page: TestPage, url: string): Promise<void> {
  await page.goto("/plugins");
  await page.getByRole("link", { name: "Install a plugin" }).click();
  await page.getByRole("button", { name: "Add a registry" }).click();
  await page.getByLabel("Address").fill(url);
  await page.getByRole("button", { name: "Add registry" }).click();
  await page.getByRole("dialog").getByText(/is added/).waitFor();
  await page.getByRole("button", { name: "See its plugins" }).click();
  await page.locator('[data-offer="polls"]').waitFor();
}

async function agree(page: TestPage, shot: Shot): Promise<void> {
  await page.getByLabel("Search plugins").fill("poll");
  await page.locator('[data-offer="polls"]').click();
  await page.getByText("New publisher").waitFor();
  await page.getByText("“Posts a new poll into the channel where it was asked for").waitFor();
  await shot("2-consent");
  await page.getByRole("button", { name: /^Install and grant calls and events$/ }).click();
  await page.getByRole("heading", { name: "Polls is installed" }).waitFor();
  await shot("3-installed");
}

/** Its page is in the navigation without a reload. */
async function useIt(page: TestPage, shot: Shot): Promise<void> {
  await rail(page, "Polls").waitFor();
  await page.getByRole("link", { name: "Open Polls" }).click();
  await page.waitForURL("**/app/polls");
  await page.frameLocator("iframe").getByRole("button").first().waitFor();
  await shot("4-its-page");
}

async function changeSettings(page: TestPage, shot: Shot): Promise<void> {
  await page.goto("/plugins/polls/settings");
  const most = page.getByLabel("Most answers");
  await most.fill("40");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("At most 20").waitFor();
  await most.fill("6");
  await shot("5-settings");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The settings of Polls are saved").waitFor();
  await page.reload();
  assert.equal(await most.inputValue(), "6");
}

async function takeBackPermission(page: TestPage, shot: Shot): Promise<void> {
  await page.getByRole("tab", { name: "Permissions" }).click();
  await page.waitForURL("**/plugins/polls/permissions");
  const row = page.getByRole("row").filter({ hasText: "Posts a new poll into the channel" });
  await row.getByRole("button", { name: /^Revoke/ }).click();
  await row.getByRole("button", { name: /^Grant/ }).waitFor();
  await shot("6-revoked");
  await page.getByRole("button", { name: "Undo" }).click();
  await row.getByRole("button", { name: /^Revoke/ }).waitFor();
  await page.reload();
  await row.getByRole("button", { name: /^Revoke/ }).waitFor();
}

/** It asks for more, so that nothing happens until somebody agrees to the difference. */
async function updateIt(page: TestPage, shot: Shot): Promise<void> {
  await page.goto("/plugins/install/registries");
  await page.getByRole("button", { name: "Refresh" }).click();
  await page.getByText("The registries were read anew").waitFor();
  await page.goto("/");
  await page.getByText("Polls 1.1.0 asks for more than you granted").click();
  await page.getByRole("button", { name: "See what it asks for" }).click();
  await page.getByRole("heading", { name: "What changes from 1.0.0 to 1.1.0" }).waitFor();
  await page.getByText("“Shows pictures in answers”").waitFor();
  await shot("7-update");
  await page.getByRole("button", { name: "Update to 1.1.0 and grant network" }).click();
  await page.getByRole("heading", { name: "Polls is updated" }).waitFor();
}

async function goBack(page: TestPage, shot: Shot): Promise<void> {
  await page.goto("/plugins/polls/versions");
  await page.getByRole("button", { name: "Roll back" }).click();
  await shot("8-roll-back");
  await page.getByRole("button", { name: "Go back to 1.0.0" }).click();
  await page.getByText("The other version is in use").waitFor();
  await page.getByRole("listitem").filter({ hasText: "1.0.0" }).getByText("In use").waitFor();
  await shot("9-back");
}

async function takeAway(page: TestPage, shot: Shot): Promise<void> {
  await page.getByRole("button", { name: "Uninstall Polls" }).click();
  await page.getByRole("button", { name: "Uninstall", exact: true }).click();
  await page.getByText("Polls is uninstalled").waitFor();
  await page.waitForURL("**/plugins");
  await rail(page, "Polls").waitFor({ state: "detached" });
  assert.equal(await page.locator('[data-plugin="polls"]').count(), 0);
  await shot("10-gone");
}

function rail(page: Page, name: string) {
  return page.getByRole("navigation", { name: "Main" }).first().getByRole("link", { name, exact: true });
}

async function publish(dir: string, folder: string): Promise<void> {
  const to = ["--registry", `${dir}/registry`, "--key", `${dir}/key`, "--publisher", "The Polls People"];
  await bulkhead("plugin", "publish", folder, ...to, "--name", "Polls registry");
}

/** The same plugin, newer, with one more wish. */
async function nextVersion(dir: string): Promise<string> {
  const folder = `${dir}/polls`;
  await copy(POLLS, folder);
  const manifest = JSON.parse(await Deno.readTextFile(`${folder}/plugin.json`));
  manifest.version = "1.1.0";
  manifest.permissions.net = [{ host: "images.example.com", reason: "Shows pictures in answers" }];
  await Deno.writeTextFile(`${folder}/plugin.json`, JSON.stringify(manifest));
  return folder;
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const entry of Deno.readDir(from)) {
    if (entry.isDirectory) await copy(`${from}/${entry.name}`, `${to}/${entry.name}`);
    else await Deno.copyFile(`${from}/${entry.name}`, `${to}/${entry.name}`);
  }
}

/** The command line, as an author runs it. */
async function bulkhead(...args: string[]): Promise<void> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--frozen", `${CHECKOUT}/host/cli/main.ts`, ...args],
    cwd: CHECKOUT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  assert.ok(success, `bulkhead ${args.join(" ")}: ${text.decode(stderr)}${text.decode(stdout)}`);
}
