/**
 * Somebody writes a workflow in the cockpit, in a real browser against the real product: completion from the plugins'
 * types, a fault with its line, a save that is refused, one that goes live, a test beside it, a change on disk
 * meanwhile, a draft over a reload, its end and its return. Pictures of each station go to tests/output.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, type TestHost, testHost, until } from "../harness/mod.ts";
import { testBrowser } from "./browser.ts";

const OUTPUT = `${CHECKOUT}/tests/output/workflow_editor/`;
/** The machine of a test may be busy; a person's is not. */
const PATIENCE = { timeout: 120_000 };

const SCRIPT = `import { manual, workflow } from "@bulkhead/workflow";
import { z } from "zod";

export default workflow({
  on: manual({ input: z.object({ text: z.string().describe("What is said") }) }),
  uses: ["chat"],
}, async ({ input, chat }) => {
  const said = input.text;
  return said;
});
`;

Deno.test({
  name:
    "an owner edits a workflow: completed, checked, refused, saved, live, tested, changed by another, kept, removed",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], workflows: { "hello.ts": SCRIPT }, pages: true });
    await warmUp(host);
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: host.url });
    await page.context().request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin: host.url } });
    const shot = (name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });
    const file = `${host.workflowsDir}/hello.ts`;

    await page.goto("/workflows/hello");
    await page.getByRole("link", { name: "Edit" }).click();
    await source(page).waitFor();
    await page.getByText("No problems").waitFor(PATIENCE);

    await completes(page, shot);
    await refusesFaults(page, file);
    await shot("2-refused");
    await savesAndGoesLive(page, host, file);
    await shot("3-live");
    await runsWithInput(page, host, shot);
    await tellsOfAChangeOnDisk(page, file, shot);
    await keepsADraft(page, shot);
    await leavesByKeyboard(page);
    await removesAndBringsBack(page, file);
    // A compiler that still starts refuses to complete; a file that is gone cannot be read any more.
    const expected = /editor\.complete was refused|source\.get was refused with a status of 404/;
    assert.deepEqual(page.faults.filter((fault) => !expected.test(fault)), []);
  },
});

Deno.test({
  name:
    "a new workflow begins with a file's name and is tried with an event; a member reads it and is told whom to ask",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await warmUp(host);
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: host.url });
    await page.context().request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin: host.url } });

    await page.goto("/workflows");
    await page.getByRole("link", { name: "New workflow" }).first().click();
    await page.getByRole("link", { name: "Blank" }).click();
    await page.getByLabel("File", { exact: true }).fill("greet me");
    await source(page).click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(`import { event, workflow } from "@bulkhead/workflow";

export default workflow({ on: event("chat.channel.created") }, async ({ event, step }) =>
  await step("hello", () => \`Hello \${event.data.name}\`)
);
`);
    await page.keyboard.press("Control+s");
    await page.getByText("Letters, digits, _ and - only", { exact: false }).waitFor();
    await page.getByLabel("File", { exact: true }).fill("greet_me");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForURL("**/workflows/greet_me/edit", PATIENCE);
    await until(() => Deno.stat(`${host.workflowsDir}/greet_me.ts`).then(() => true, () => false), {
      what: "the file",
    });

    await page.getByRole("button", { name: "Test", exact: true }).click();
    await page.getByText("this is an example of its shape", { exact: false }).waitFor(PATIENCE);
    await page.getByRole("button", { name: "Write JSON" }).click();
    await page.getByLabel("As JSON").fill('{"id": "c1", "name": "ops"}');
    await page.getByRole("button", { name: "Run", exact: true }).click();
    const run = page.locator("[data-test-run]");
    await run.getByText("Succeeded").first().waitFor(PATIENCE);
    await run.getByText("Hello ops").waitFor();
    assert.deepEqual(page.faults, []);

    const other = await chromium.page({ baseURL: host.url });
    await other.context().request.post("/auth/dev", { data: { handle: "bob" }, headers: { origin: host.url } });
    await other.goto("/workflows/greet_me/edit");
    await other.getByText("Owners and admins change workflows").waitFor();
    await other.getByText(/Ask Alice/).waitFor();
    assert.equal(await source(other).getAttribute("contenteditable"), "false");
    assert.equal(await other.getByRole("button", { name: "Save", exact: true }).count(), 0);
    assert.deepEqual(other.faults, []);
  },
});

type Shot = (name: string) => Promise<unknown>;

/** The first check waits for the compiler, which on a busy machine takes its time. */
function warmUp(host: TestHost): Promise<boolean> {
  return until(
    () =>
      host.call("host.workflow.validate", { file: "warm.ts", source: SCRIPT, quick: true }).then(
        () => true,
        () => false,
      ),
    { what: "the first check", timeoutMs: 180_000 },
  );
}

function source(page: Page) {
  return page.getByRole("textbox", { name: /^Source of/ });
}

/** A new line after the one with this text, and the caret in it. */
async function newLineAfter(page: Page, text: string): Promise<void> {
  await source(page).locator(".cm-line", { hasText: text }).first().click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
}

async function completes(page: Page, shot: Shot): Promise<void> {
  await newLineAfter(page, "const said");
  await page.keyboard.type("await chat.");
  await offered(page, /message/);
  await shot("1-completion");
  await page.keyboard.type("mess");
  await page.keyboard.press("Enter");
  await page.keyboard.type(".");
  await offered(page, /send/);
  await page.keyboard.type("send");
  await page.keyboard.press("Escape");
}

/** Waits for a line of the completion; asked for again, since on a busy machine the host may have given up. */
async function offered(page: Page, name: RegExp): Promise<void> {
  const option = page.getByRole("option", { name }).first();
  for (let round = 0; round < 20; round++) {
    if (await option.waitFor({ timeout: 6_000 }).then(() => true, () => false)) return;
    await page.keyboard.press("Control+Space");
  }
  await option.waitFor();
}

async function refusesFaults(page: Page, file: string): Promise<void> {
  await page.keyboard.insertText('({ channel: "#general", txt: said });');
  const problem = page.getByRole("list", { name: "Problems" }).getByRole("button", { name: /'txt' does not exist/ });
  await problem.waitFor(PATIENCE);
  await problem.getByText(/^9:/).waitFor();
  await page.getByText("1 problem", { exact: true }).waitFor();
  await page.keyboard.press("Control+s");
  await page.getByText("Not saved: the text has a problem").waitFor(PATIENCE);
  assert.equal(await Deno.readTextFile(file), SCRIPT, "nothing was written");
  await problem.click();
  assert.match(await caretLine(page), /txt: said/);
}

async function savesAndGoesLive(page: Page, host: TestHost, file: string): Promise<void> {
  const hash = async () => (await host.call<{ hash: string }>("host.workflow.get", { name: "hello" })).hash;
  const before = await hash();
  await source(page).getByText("txt").first().dblclick();
  await page.keyboard.insertText("text");
  await page.getByText("No problems").waitFor(PATIENCE);
  await page.getByRole("button", { name: /Changes/ }).click();
  await page.getByText("Changes against").waitFor();
  assert.equal(await page.getByLabel("1 lines added").count(), 2);
  await page.getByRole("button", { name: "Hide the changes" }).click();
  await page.keyboard.press("Control+s");
  await page.getByText(/^Live in /).waitFor(PATIENCE);
  assert.notEqual(await hash(), before, "the new version takes runs");
  assert.match(await Deno.readTextFile(file), /await chat\.message\.send\(\{ channel: "#general", text: said \}\);/);
}

async function runsWithInput(page: Page, host: TestHost, shot: Shot): Promise<void> {
  await page.getByRole("button", { name: "Test", exact: true }).click();
  await page.getByLabel(/^Text/).fill("said by a test");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const run = page.locator("[data-test-run]");
  await run.getByText("Succeeded").first().waitFor(PATIENCE);
  await run.getByText("chat.message.send").waitFor();
  await shot("4-run");
  const { items } = await host.call<{ items: { text: string }[] }>("chat.message.list", { channel: "#general" });
  assert.deepEqual(items.map(({ text }) => text), ["said by a test"]);
  const link = await run.getByRole("link", { name: "Open the run" }).getAttribute("href");
  assert.equal(link, `/workflows/hello/${await run.getAttribute("data-test-run")}`);
  await page.getByRole("button", { name: "Close" }).click();
}

async function tellsOfAChangeOnDisk(page: Page, file: string, shot: Shot): Promise<void> {
  await newLineAfter(page, "const said");
  await page.keyboard.insertText("// mine");
  await Deno.writeTextFile(file, (await Deno.readTextFile(file)).replace("return said", 'return "theirs"'));
  await page.getByText("This file was changed meanwhile").waitFor(PATIENCE);
  await shot("5-changed-on-disk");
  await page.keyboard.press("Control+s");
  assert.match(await Deno.readTextFile(file), /theirs/);
  await page.getByRole("button", { name: "Load theirs" }).click();
  await source(page).getByText('"theirs"').waitFor();
  assert.equal(await source(page).getByText("// mine").count(), 0);
}

async function keepsADraft(page: Page, shot: Shot): Promise<void> {
  await newLineAfter(page, "const said");
  await page.keyboard.insertText("// half a thought");
  await page.reload();
  await page.getByText("Your unsaved text is back").waitFor();
  await shot("6-draft");
  await source(page).getByText("// half a thought").waitFor();
  await page.getByRole("link", { name: "Workflows" }).last().click();
  await page.getByRole("dialog").getByRole("button", { name: "Stay" }).click();
  await page.getByRole("button", { name: "Discard it" }).click();
  assert.equal(await source(page).getByText("// half a thought").count(), 0);
}

/** Tab indents in the text; Escape is the way out of it. */
async function leavesByKeyboard(page: Page): Promise<void> {
  await source(page).click();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Keys");
}

async function removesAndBringsBack(page: Page, file: string): Promise<void> {
  const before = await Deno.readTextFile(file);
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name: "Remove" }).click();
  await page.waitForURL("**/workflows");
  await assert.rejects(Deno.stat(file), Deno.errors.NotFound);
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForURL("**/workflows/hello/edit", PATIENCE);
  await source(page).getByText('"theirs"').waitFor(PATIENCE);
  assert.equal(await Deno.readTextFile(file), before);
}

/** The text of the line in which the caret is. */
function caretLine(page: Page): Promise<string> {
  return page.locator(".cm-activeLine").first().innerText();
}
