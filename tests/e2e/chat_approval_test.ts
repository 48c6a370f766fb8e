/**
 * Approvals under messages as people use them: what a workflow asks of owners, seen by an owner at a desk and a member
 * on a phone, decided in chat and elsewhere, and look-alikes that decide nothing.
 */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, type TestHost, testHost, until } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_approval/`;
const QUESTION = "Put 1.2 into production?";

const RELEASE = `import { manual, workflow } from "@bulkhead/workflow";
import { z } from "zod";
export default workflow({ on: manual({ input: z.object({ timeout: z.string() }) }), uses: ["chat"] },
  async ({ input, approve, chat }) => {
    const timeout = input.timeout as "2h";
    const approved = await approve("${QUESTION}", { role: "owner", timeout, channel: "#general" });
    if (approved) await chat.message.send({ channel: "#general", text: "1.2 is out" });
    return approved;
  });
`;
/** Asks in the same words, with buttons of its own. */
const MIMIC = `import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["chat"] }, async ({ chat, waitFor }) => {
  const sent = await chat.message.send({
    channel: "#general",
    text: "Please: ${QUESTION}",
    actions: [{ id: "approve", label: "Approve", style: "primary", comment: true, value: "yes" },
      { id: "reject", label: "Reject", style: "danger", confirm: "Really not?" }],
  });
  const press = await waitFor("chat.message.acted", { where: { source: "chat", "data.messageId": sent.id } });
  await chat.message.send({ channel: "#general", text: press.data.userName + " pressed " + press.data.value });
});
`;

Deno.test({
  name: "an approval is decided under its message by whom it asks, and follows what is decided elsewhere",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({
      plugins: ["chat"],
      pages: true,
      workflows: { "release.ts": RELEASE, "mimic.ts": MIMIC },
    });
    await using chromium = await testBrowser();
    const alice = await openGeneral(await chromium.page({ baseURL: host.url, colorScheme: "light" }), host, "alice");
    const phone = { baseURL: host.url, colorScheme: "dark" as const, viewport: { width: 390, height: 844 } };
    const bob = await openGeneral(await chromium.page(phone), host, "bob");
    const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

    const first = await run(host, "release", { timeout: "2h" });
    for (const page of [alice, bob]) await approval(page, "open").getByText("Owners decide").waitFor();
    await shot(alice, "1-asked-owner");
    await shot(bob, "1-asked-member-phone-dark");
    for (const page of [alice, bob]) assert.deepEqual(await violations(page), []);

    // A member sees it, and is told why it is not theirs to decide.
    await approval(bob, "open").getByRole("button", { name: "Approve" }).click();
    const refusal = approval(bob, "open").getByRole("alert");
    await refusal.waitFor();
    assert.equal(
      await refusal.innerText(),
      "Only a person with the role owner may decide this. You have the role member",
    );
    await shot(bob, "2-refused-phone-dark");
    assert.equal((await host.call("host.workflow.approval.get", { id: first })).state, "open");

    // Something that looks alike: an owner's press reaches the script that asked, and nothing else.
    const second = await run(host, "mimic");
    const mimic = alice.locator("article[data-message]").filter({ hasText: "Please: " });
    await mimic.getByRole("button", { name: "Reject" }).click();
    await mimic.getByText("Really not?").waitFor();
    await shot(alice, "3-confirm");
    await mimic.getByRole("button", { name: "Cancel" }).click();
    assert.equal(await mimic.locator("[data-approval]").count(), 0);
    await mimic.getByRole("button", { name: "Approve" }).click();
    await mimic.getByText("Approve · Alice").waitFor();
    await message(bob, "Alice pressed yes").waitFor();
    await succeeded(host, second);
    assert.equal((await host.call("host.workflow.approval.get", { id: first })).state, "open");
    assert.equal((await host.call("host.workflow.run.get", { id: first })).state, "waiting");

    // By keyboard, with a comment.
    await approval(alice, "open").getByRole("button", { name: "Comment" }).focus();
    await alice.keyboard.press("Enter");
    await alice.keyboard.type("Tests are green");
    await shot(alice, "4-comment");
    await alice.keyboard.press("Tab");
    await alice.keyboard.press("Enter");
    for (const page of [alice, bob]) {
      await approval(page, "approved").getByText("Approved by Alice").waitFor();
      await approval(page, "approved").getByText("Tests are green").waitFor();
      assert.equal(await approval(page, "approved").getByRole("button").count(), 0);
      await message(page, "1.2 is out").waitFor();
    }
    await succeeded(host, first, true);
    await shot(alice, "5-approved");
    await shot(bob, "5-approved-phone-dark");

    // Decided in the cockpit, withdrawn, and left to its deadline: the message follows.
    const third = await run(host, "release", { timeout: "2h" });
    await approval(bob, "open").waitFor();
    await host.call("host.workflow.reject", { id: third, comment: "On a Friday?" }, { as: "alice" });
    for (const page of [alice, bob]) await approval(page, "rejected").getByText("Rejected by Alice").waitFor();
    await succeeded(host, third, false);
    const fourth = await run(host, "release", { timeout: "2h" });
    await approval(alice, "open").waitFor();
    await host.call("host.workflow.cancel", { id: fourth });
    await approval(alice, "withdrawn").waitFor();
    const fifth = await run(host, "release", { timeout: "1500ms" });
    await approval(alice, "expired").getByText("nobody decided in time").waitFor();
    await succeeded(host, fifth, false);
    await shot(alice, "6-ended");
    await shot(bob, "6-ended-phone-dark");
    await alice.emulateMedia({ colorScheme: "dark" });
    await shot(alice, "6-ended-dark");
    for (const page of [alice, bob]) assert.deepEqual(await violations(page), []);

    await approval(alice, "approved").getByRole("link", { name: "Show run" }).click();
    await alice.waitForURL(`**/workflows/release/${first}`);
    assert.deepEqual([alice.faults, bob.faults.filter((fault) => !fault.includes("403"))], [[], []]);
  },
});

async function openGeneral(page: TestPage, host: TestHost, handle: string): Promise<TestPage> {
  await page.request.post("/auth/dev", { data: { handle }, headers: { origin: host.url } });
  await page.goto("/app/chat/general");
  await page.getByLabel("Message #general").waitFor();
  return page;
}

function approval(page: TestPage, state: string) {
  return page.locator(`[data-approval="${state}"]`);
}

function message(page: TestPage, text: string) {
  return page.locator("article[data-message]").filter({ hasText: text });
}

const AXE = new URL("../../node_modules/axe-core/axe.min.js", import.meta.url);

/** What is wrong for people who do not see, or do not see well. */
async function violations(page: TestPage): Promise<string[]> {
  await page.evaluate(await Deno.readTextFile(AXE));
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: unknown): Promise<{ violations: { help: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run({ resultTypes: ["violations"], rules: { region: { enabled: false } } });
    return found.violations.map(({ help, nodes }) =>
      `${help}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" ")}`
    );
  });
}

async function run(host: TestHost, name: string, input?: unknown): Promise<string> {
  return (await host.call<{ runId: string }>("host.workflow.run", { name, input })).runId;
}

async function succeeded(host: TestHost, id: string, output?: unknown): Promise<void> {
  const ended = await until(async () => {
    const run = await host.call<{ state: string; output?: unknown }>("host.workflow.run.get", { id });
    return run.state === "succeeded" && run;
  }, { what: `run ${id} to succeed`, timeoutMs: 30_000 });
  if (output !== undefined) assert.equal(ended.output, output);
}
