/**
 * The first walk of a newcomer, in a real browser against the real product: claim, cockpit, a GitHub delivery that
 * becomes a message, a plugin switched off and on, a hard end in between, a script edited while it runs.
 * Pictures of each station go to tests/output.
 */
import assert from "node:assert/strict";
import { lacks, until } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { deliver, example, issueOpened, SECRET } from "./github.ts";
import { type Product, startProduct } from "./product.ts";

const OUTPUT = new URL("../output/journey/", import.meta.url).pathname;
const SECRETS = { BULKHEAD_SECRET_GITHUB_WEBHOOK_SECRET: SECRET };

Deno.test({
  name: "a newcomer claims the server, sees deliveries become messages, and switches chat off and on",
  ignore: lacks("chromium"),
  async fn() {
    await using product = await startProduct({ env: SECRETS });
    await using chromium = await testBrowser();
    const page = await chromium.page();
    const shot = (name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

    assert.ok(product.claimLink, "the first start prints a claim link");
    await claim(page, product.claimLink);
    await shot("1-home");
    for (const id of ["chat", "github"]) {
      await page.locator(`[data-plugin="${id}"]`).getByText("Ready").waitFor();
    }

    await rail(page, "Chat").click();
    await page.getByRole("link", { name: /general/ }).first().click();
    await page.getByLabel("Message #general").waitFor();

    const issue = example("issues", "opened") as { issue: { title: string; html_url: string } };
    assert.ok(inRange(await deliver(product.url, "issues", issue)));
    await message(page, issue.issue.title).waitFor();
    const pull = example("pull_request", "opened") as { pull_request: { title: string; html_url: string } };
    assert.ok(inRange(await deliver(product.url, "pull_request", pull)));
    await message(page, pull.pull_request.title).waitFor();
    assert.equal(await page.locator(`a[href="${issue.issue.html_url}"]`).count(), 1);
    await shot("2-messages");

    assert.equal(await deliver(product.url, "issues", issueOpened("forged"), { secret: "another" }), 401);

    await page.goto(`${product.url}/plugins`);
    await page.getByRole("switch", { name: "Chat" }).click();
    await page.getByRole("dialog").getByText("github_to_chat").waitFor();
    await page.getByRole("button", { name: "Turn off Chat" }).click();
    await rail(page, "Chat").waitFor({ state: "detached" });
    await shot("3-chat-is-off");
    await page.goto(`${product.url}/`);
    await page.locator('[data-plugin="github"]').waitFor();
    assert.equal(await page.locator('[data-plugin="chat"]').count(), 0, "its tile is gone");

    assert.equal((await rpc(page, "chat.channel.list", {})).error?.code, -32050);
    assert.ok(inRange(await deliver(product.url, "issues", issueOpened("While chat is off"))));
    await page.goto(`${product.url}/workflows/github_to_chat`);
    await page.getByText(/waiting for chat/i).first().waitFor();
    await shot("4-run-waits");

    await page.goto(`${product.url}/plugins`);
    await page.getByRole("switch", { name: "Chat" }).click();
    await rail(page, "Chat").click();
    await message(page, "While chat is off").waitFor();
    assert.equal(await message(page, "While chat is off").count(), 1, "the message is there once");
    assert.equal(await message(page, "forged").count(), 0, "what was not signed is nowhere");
    await shot("5-chat-is-back");

    assert.deepEqual(page.faults.filter((fault) => !fault.includes("503")), []);
  },
});

Deno.test({
  name: "an edited script is live for the next delivery; a faulty one is shown with its line while the old one goes on",
  ignore: lacks("chromium"),
  async fn() {
    await using product = await startProduct({ env: SECRETS });
    await using chromium = await testBrowser();
    const page = await chromium.page();
    await claim(page, product.claimLink!);
    const script = `${product.workflowsDir}/github_to_chat.ts`;
    const original = await Deno.readTextFile(script);
    const workflow = `${product.url}/workflows/github_to_chat`;

    const version = await versionOf(page);
    await Deno.writeTextFile(script, original.replace(/text: `/, "text: `Edited: "));
    await until(async () => await versionOf(page) !== version, {
      what: "the edited script is live",
      timeoutMs: 30_000,
    });
    await deliver(product.url, "issues", issueOpened("After the edit"));
    await openGeneral(page, product);
    await message(page, "Edited: ").waitFor();

    await Deno.writeTextFile(script, original.replace(/text: `/, "txt: `"));
    await page.goto(workflow);
    await page.getByRole("alert").getByText(/github_to_chat\.ts:\d+:\d+/).first().waitFor();
    await page.getByText("The last good version goes on running", { exact: false }).first().waitFor();
    await page.screenshot({ path: `${OUTPUT}6-type-error.png` });

    await Deno.writeTextFile(script, original + "\nconst = ;\n");
    await page.getByRole("alert").getByText("syntax", { exact: false }).first().waitFor();
    await page.screenshot({ path: `${OUTPUT}7-syntax-error.png` });

    await deliver(product.url, "issues", issueOpened("While the script is broken"));
    await openGeneral(page, product);
    await message(page, "While the script is broken").waitFor();
    assert.match(await message(page, "While the script is broken").innerText(), /Edited: /);
  },
});

/** Fills in the claim page and waits for the cockpit. */
async function claim(page: TestPage, link: string): Promise<void> {
  await page.goto(link);
  await page.getByLabel("Your name").fill("Grace Hopper");
  await page.getByLabel("Password", { exact: true }).fill("a sentence is a good password");
  await page.screenshot({ path: `${OUTPUT}0-claim.png` });
  await page.getByRole("button", { name: "Create owner" }).click();
  await page.locator("[data-plugin]").first().waitFor();
}

async function openGeneral(page: TestPage, product: Product): Promise<void> {
  await page.goto(`${product.url}/app/chat`);
  await page.getByRole("link", { name: /general/ }).first().click();
}

function rail(page: TestPage, label: string) {
  return page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: label });
}

function message(page: TestPage, text: string) {
  return page.locator("article[data-message]").filter({ hasText: text });
}

function inRange(status: number): boolean {
  return status >= 200 && status < 300;
}

/** A call from the page itself, with its session. */
function rpc(page: TestPage, method: string, params: unknown) {
  return page.evaluate(async ([method, params]) => {
    const { csrf } = await (await fetch("/auth/state")).json();
    const response = await fetch("/rpc", {
      method: "POST",
      headers: { "content-type": "application/json", "x-csrf-token": csrf },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    return await response.json() as { result?: Record<string, unknown>; error?: { code: number } };
  }, [method, params] as const);
}

async function versionOf(page: TestPage): Promise<string> {
  const { result } = await rpc(page, "host.workflow.get", { name: "github_to_chat" });
  return String(result?.hash);
}
