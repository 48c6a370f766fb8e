/**
 * The API page as people use it: a method is found, read, tried by form and by JSON, and its copies for a shell, the
 * command line and a program are run as they are, with a text that quotes badly.
 */
import assert from "node:assert/strict";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { CHECKOUT, lacks, type TestHost, testHost } from "../../harness/mod.ts";
import { testBrowser, type TestPage } from "../browser.ts";
import { personsPage, violations } from "./_person.ts";

const NASTY = `It's "done" \\ $HOME \`id\` $(id) !! %s 'a'\\''b' é 🎉 \u2028 <b>`;

Deno.test({
  name: "a method is found, read, tried, and its copies do the same in a shell, on the command line and in a program",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const page = await personsPage(chromium, host.url, "alice", { permissions: ["clipboard-read", "clipboard-write"] });
    const main = page.locator("main");

    await page.goto("/api");
    await page.getByLabel("Find a method").fill("message channel sends");
    const row = page.getByRole("navigation", { name: "Methods" }).getByRole("button", { name: "message.send" });
    await row.click();
    await page.waitForURL(/\/api\/chat\.message\.send\?q=/);
    await main.getByText("Sends a message to a channel").first().waitFor();
    const params = main.getByRole("list", { name: "Params", exact: true });
    await params.getByText("at most 40000 characters").waitFor();
    await params.getByRole("button", { name: /Show what is in it of actions/ }).click();
    await params.getByText('"danger"').waitFor();
    await main.getByRole("list", { name: "Errors" }).getByText("not_found").waitFor();
    await main.locator("[id='chat.message.sent']").waitFor();
    assert.deepEqual(await violations(page), []);

    await page.goto("/api/chat.message.send?tab=try");
    await page.getByLabel("Text").fill(NASTY);
    // Something changes elsewhere, and the document is read anew: what was typed stays.
    const again = page.waitForRequest((request) => request.postData()?.includes('"rpc.discover"') ?? false);
    await host.call("host.plugin.restart", { id: "chat" });
    await again;
    await page.getByLabel("Text").waitFor();
    assert.equal(await page.getByLabel("Text").inputValue(), NASTY);
    await page.getByRole("button", { name: "Call", exact: true }).click();
    const answer = page.getByRole("region", { name: "Answer" });
    await answer.getByText("Answered").waitFor();
    await answer.getByText(/in [\d.]+ (ms|s), /).waitFor();
    assert.deepEqual(await texts(host), [NASTY]);
    assert.deepEqual(await violations(page), []);

    const { token } = await host.call<{ token: string }>("host.token.create", { name: "copies" });
    const env = await shellWith(host, token);
    try {
      const curl = JSON.parse(await sh(await copied(page, "curl"), env));
      assert.equal(curl.result.text, NASTY);
      const cli = JSON.parse(await sh(await copied(page, "CLI"), env));
      assert.equal(cli.text, NASTY);
      await sh(`bulkhead client --out client.ts`, env);
      await Deno.writeTextFile(`${env.dir}/sample.ts`, await copied(page, "TypeScript"));
      const program = await sh(`deno run --check --allow-net --allow-env sample.ts`, env);
      assert.match(program, /text: /);
      assert.deepEqual(await texts(host), [NASTY, NASTY, NASTY, NASTY]);
    } finally {
      await Deno.remove(env.dir, { recursive: true });
    }
    assert.deepEqual(page.faults.filter((fault) => !fault.startsWith("call: chat.")), []);
  },
});

Deno.test({
  name: "what a form or JSON gets wrong is said, a refusal is shown whole, and what takes something away asks first",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const page = await personsPage(chromium, host.url, "alice");
    const call = () => page.getByRole("button", { name: "Call", exact: true }).click();
    const answer = page.getByRole("region", { name: "Answer" });

    await page.goto("/api/chat.channel.get?tab=try");
    await page.getByLabel("Channel").fill("");
    await call();
    await page.getByText("Needed", { exact: true }).waitFor();
    assert.equal(await answer.count(), 0, "nothing was sent");
    await page.getByLabel("Channel").fill("#nowhere");
    await call();
    await answer.getByText("not_found").first().waitFor();
    await answer.getByText('"code": -32004').waitFor();

    await page.getByRole("button", { name: "Write JSON" }).click();
    await page.getByRole("textbox", { name: "As JSON" }).fill("{ no json");
    await call();
    await page.getByText(/This is not JSON/).waitFor();
    await page.getByRole("textbox", { name: "As JSON" }).fill('{ "channel": "#general" }');
    await call();
    await answer.getByText("Answered").waitFor();

    await host.call("chat.channel.create", { name: "old-project" });
    await page.goto("/api/chat.channel.archive?tab=try");
    await call();
    const dialog = page.getByRole("dialog", { name: "Call chat.channel.archive?" });
    await dialog.getByText('"#old-project"').waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "hidden" });
    const archived = async () =>
      "archivedAt" in await host.call<object>("chat.channel.get", { channel: "#old-project" });
    assert.equal(await archived(), false);
    await call();
    await dialog.getByRole("button", { name: "Call it" }).click();
    await answer.getByText("Answered").waitFor();
    assert.equal(await archived(), true);
    // The refusal was meant.
    assert.deepEqual(page.faults.filter((fault) => !fault.startsWith("call: chat.channel.get was refused")), []);
  },
});

Deno.test({
  name: "people see what they may call, a secret is in no sample, and the page follows a plugin that is turned off",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const bob = await personsPage(chromium, host.url, "bob", { viewport: { width: 390, height: 844 } });
    await bob.goto("/api/host.secret.list");
    await bob.getByText("There is no host.secret.list for you to call").waitFor();
    await bob.goto("/api?q=host.secret");
    await bob.getByText("Nothing fits these words").waitFor();

    const alice = await personsPage(chromium, host.url, "alice");
    await alice.goto("/api/host.secret.set?tab=try");
    await alice.getByLabel("Value", { exact: false }).first().fill("sk-very-secret");
    const sample = alice.getByLabel("The call as curl");
    await sample.getByText("<value>").waitFor();
    assert.doesNotMatch(await sample.innerText(), /sk-very-secret/);

    await alice.goto("/api/chat");
    await alice.getByText("chat.message.sent", { exact: true }).waitFor();
    await host.call("host.plugin.disable", { id: "chat" });
    await alice.getByText("There is no chat for you to call").waitFor();
    // The rail may have asked for what is unread just then.
    const faults = [...alice.faults, ...bob.faults].filter((fault) => !fault.startsWith("call: chat."));
    assert.deepEqual(faults, []);
  },
});

/** What the button of a language puts on the clipboard. */
async function copied(page: TestPage, language: "curl" | "CLI" | "TypeScript"): Promise<string> {
  const group = page.getByRole("group", { name: "Language of the sample" });
  await group.getByRole("button", { name: language, exact: true }).click();
  await group.getByRole("button", { name: `Copy as ${language}` }).click();
  await group.getByRole("button", { name: "Copied" }).waitFor();
  return await page.evaluate(() => navigator.clipboard.readText());
}

interface Shell {
  dir: string;
  env: Record<string, string>;
}

/** A folder with `bulkhead` on the path, as an installed one would be. */
async function shellWith(host: TestHost, token: string): Promise<Shell> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-samples-" });
  await Deno.mkdir(`${dir}/bin`);
  const script =
    `#!/bin/sh\nexec ${Deno.execPath()} run -A --config ${CHECKOUT}/deno.json ${CHECKOUT}/host/cli/main.ts "$@"\n`;
  await Deno.writeTextFile(`${dir}/bin/bulkhead`, script, { mode: 0o755 });
  const path = `${dir}/bin:${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}`;
  return { dir, env: { PATH: path, BULKHEAD_TOKEN: token, BULKHEAD_DATA: host.dataDir, NO_COLOR: "1" } };
}

async function sh(command: string, { dir, env }: Shell): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("sh", { args: ["-c", command], cwd: dir, env }).output();
  const text = new TextDecoder();
  assert.ok(success, `${command}\n${text.decode(stderr)}`);
  return text.decode(stdout);
}

async function texts(host: TestHost): Promise<string[]> {
  const { items } = await host.call<{ items: { text: string }[] }>("chat.message.list", { channel: "#general" });
  return items.map(({ text }) => text);
}
