/** How an admin sets chat up: webhooks, groups, emoji, an import, an export; and what others see of that. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ensureUi } from "../../scripts/build_ui.ts";
import { zipOf } from "../../plugins/chat/domain/zip_of.ts";
import { CHECKOUT, lacks, testHost } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, ownMenu, send, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_manage/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

Deno.test({
  name:
    "an admin makes a webhook, a group and an emoji, takes a Slack and a Mattermost workspace over, and exports; a member sees no import",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    const bob = await signIn(await chromium.page({ baseURL: host.url }), host, "bob");
    for (const page of [alice, bob]) {
      await page.goto(`${host.url}/app/chat/general`);
      await composerOf(page, "general").waitFor();
    }

    // An address is shown once, another system writes to it, and once revoked it is gone.
    await ownMenu(alice, "Set up chat");
    await alice.getByRole("tab", { name: "Incoming webhooks" }).click();
    await alice.getByRole("textbox", { name: "Name" }).fill("Build server");
    await alice.getByRole("combobox", { name: "Channel" }).click();
    await alice.getByRole("option", { name: "#general" }).click();
    await alice.getByRole("button", { name: "Create", exact: true }).click();
    const address = await alice.locator("[data-secret]").innerText();
    const post = (text: string) => fetch(address, { method: "POST", body: JSON.stringify({ text }) });
    const answer = await post("Build 7 is green");
    assert.equal(answer.status, 200, await answer.text());
    await messageIn(bob, "general", "Build 7 is green").waitFor();
    await alice.getByRole("button", { name: "I have it" }).click();
    assert.equal(await alice.getByText(address).count(), 0, "the address is shown once");
    await alice.getByRole("button", { name: "Revoke Build server" }).click();
    await alice.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
    await alice.getByText("No system writes here yet").waitFor();
    const refused = await post("Build 8 is green");
    assert.equal(refused.status, 404);
    await refused.body?.cancel();

    // A group is called by its handle.
    await alice.getByRole("tab", { name: "Groups" }).click();
    await alice.getByRole("button", { name: "New group" }).click();
    const dialog = alice.getByRole("dialog");
    await dialog.getByLabel("Handle").fill("On Call");
    await dialog.getByLabel("Name", { exact: true }).fill("Who is on call");
    await dialog.getByLabel("Find people").fill("bob");
    await dialog.getByRole("button", { name: "Bob @bob" }).click();
    await dialog.getByRole("button", { name: "Take out Bob" }).waitFor();
    await dialog.getByRole("button", { name: "Create" }).click();
    await alice.getByText("@on-call").waitFor();
    await bob.goto(`${host.url}/app/chat/-saved`);
    await bob.getByRole("heading", { name: "Saved", exact: true }).waitFor();
    await alice.goto(`${host.url}/app/chat/general`);
    await send(alice, "general", "@on-call please look");
    await bob.getByLabel("1 mention").waitFor();

    // A picture becomes an emoji that others see by its name, and by another one.
    await alice.goto(`${host.url}/app/chat/-manage/emoji`);
    await alice.getByLabel("Picture of the emoji").setInputFiles({
      name: "Party Dot.png",
      mimeType: "image/png",
      buffer: PICTURE,
    });
    await alice.getByRole("button", { name: "Add", exact: true }).click();
    await alice.getByRole("button", { name: "Give :party_dot: another name" }).click();
    await alice.getByRole("dialog").getByLabel("Name").fill("dot");
    await alice.getByRole("dialog").getByRole("button", { name: "Add" }).click();
    await alice.getByText("another name of :party_dot:").waitFor();
    await bob.goto(`${host.url}/app/chat/general`);
    await send(bob, "general", "look :dot: there");
    await messageIn(bob, "general", "look").getByRole("img", { name: ":dot:" }).waitFor();

    const archive = (label: string) => alice.locator(`input[type="file"][aria-label="${label}"]`);
    // A Slack workspace is taken over, with a count of each and of what was left.
    await alice.getByRole("tab", { name: "Import and export" }).click();
    await archive("Slack export").setInputFiles({
      name: "no.zip",
      mimeType: "application/zip",
      buffer: PICTURE,
    });
    await alice.getByText("The archive was not taken over").waitFor();
    await archive("Slack export").setInputFiles({
      name: "acme.zip",
      mimeType: "application/zip",
      buffer: Buffer.from(zipOf(ARCHIVE)),
    });
    await alice.locator('[data-import="done"]').waitFor();
    const row = (name: string) => alice.getByRole("row").filter({ has: alice.getByRole("rowheader", { name }) });
    assert.match(await row("Messages").innerText(), /\b3\b[\s\S]*2 taken over/);
    assert.match(await alice.locator("[data-import]").innerText(), /Not taken over\s+1\s+\S/);
    await shot(alice, "1-import");
    await alice.goto(`${host.url}/app/chat/ideas`);
    await messageIn(alice, "ideas", "From long ago").waitFor();

    // So is an export of Mattermost, with its files; what was taken over before is listed with its report.
    await alice.goto(`${host.url}/app/chat/-manage/transfer`);
    await alice.getByRole("radio", { name: "Mattermost export" }).click();
    await archive("Mattermost export").setInputFiles({
      name: "mattermost.zip",
      mimeType: "application/zip",
      buffer: Buffer.from(zipOf(MATTERMOST)),
    });
    const current = alice.locator('[data-import="done"]').filter({ hasText: "all in this workspace" });
    await current.waitFor();
    assert.match(await current.getByRole("row", { name: /^Files/ }).innerText(), /1\s+1 taken over/);
    const earlier = alice.locator("[data-earlier]");
    await earlier.getByRole("button", { name: /acme\.zip/ }).click();
    await earlier.getByRole("rowheader", { name: "Reactions" }).waitFor();
    assert.equal(await earlier.count(), 1);
    await shot(alice, "2-imports");
    await alice.goto(`${host.url}/app/chat/plans`);
    const plan = await messageIn(alice, "plans", "Here it is").getByRole("link", { name: /plan\.txt/ }).first()
      .getAttribute("href");
    assert.equal(await (await alice.request.get(`${host.url}${plan}`)).text(), "the plan");
    await assert.rejects(host.call("chat.import.list", {}, { as: "bob" }), /admin|forbidden|role/i);

    // Out again: a file that only she can read.
    await alice.goto(`${host.url}/app/chat/-manage/transfer`);
    await alice.getByRole("button", { name: "Export", exact: true }).click();
    const link = alice.getByRole("link", { name: /^Download chat-/ });
    const path = await link.getAttribute("href");
    const exported = await alice.request.get(`${host.url}${path}`);
    assert.match(await exported.text(), /"text":"@on-call please look"/);
    assert.equal((await bob.request.get(`${host.url}${path}`)).status(), 404);

    // A member sets emoji and groups up, and neither imports nor renames the workspace.
    await bob.goto(`${host.url}/app/chat/-manage`);
    await bob.getByRole("tab", { name: "Emoji" }).waitFor();
    for (const name of ["Workspace", "Import and export"]) {
      assert.equal(await bob.getByRole("tab", { name }).count(), 0, name);
    }
    // After an import a page that asks for what came since is told to begin anew.
    const refusals = /chat\.(import\.slack|sync) was refused/;
    for (const page of [alice, bob]) assert.deepEqual(page.faults.filter((fault) => !refusals.test(fault)), []);
  },
});

Deno.test({
  name: "a guest sees what they were added to, has preferences, and sets nothing up",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    await host.call("host.user.setRole", { id: "@dave", role: "guest" });
    await host.call("chat.channel.create", { name: "with-dave", members: ["@dave"] });
    await host.call("chat.channel.create", { name: "insiders" });
    const dave = await signIn(await chromium.page({ baseURL: host.url }), host, "dave");
    await dave.goto(`${host.url}/app/chat/with-dave`);
    await send(dave, "with-dave", "Hello from outside");
    await messageIn(dave, "with-dave", "Hello from outside").waitFor();
    await dave.getByRole("button", { name: "Browse or create channels" }).click();
    await dave.getByRole("dialog").getByText("with-dave", { exact: true }).waitFor();
    assert.equal(await dave.getByRole("dialog").getByText("insiders", { exact: true }).count(), 0);
    await dave.keyboard.press("Escape");
    await dave.getByRole("dialog").waitFor({ state: "detached" });
    await dave.getByRole("button", { name: /Your status, presence and preferences/ }).click();
    await dave.getByRole("menuitem", { name: "Preferences" }).waitFor();
    assert.equal(await dave.getByRole("menuitem", { name: "Set up chat" }).count(), 0);
    await dave.getByRole("menuitem", { name: "Preferences" }).click();
    await dave.getByRole("radio", { name: "Every message" }).click();
    await dave.goto(`${host.url}/app/chat/-manage`);
    await dave.getByText("Guests do not set chat up").waitFor();
    // What the frame asks for and guests may not see is the frame's matter.
    assert.deepEqual(dave.faults.filter((fault) => !fault.startsWith("call: host.")), []);
  },
});

const ARCHIVE = [
  { name: "users.json", text: JSON.stringify([{ id: "U1", name: "bob", real_name: "Bob Builder" }]) },
  { name: "channels.json", text: JSON.stringify([{ id: "C1", name: "Ideas", members: ["U1"] }]) },
  {
    name: "Ideas/2024-01-01.json",
    text: JSON.stringify([
      { type: "message", user: "U1", ts: "1704067200.000100", text: "From long ago" },
      { type: "message", user: "U1", ts: "1704067260.000200", text: "And another one" },
      { type: "message", subtype: "channel_join", user: "U1", ts: "1704067261.000000", text: "joined" },
    ]),
  },
];

const MATTERMOST = [
  {
    name: "import.jsonl",
    text: [
      { type: "version", version: 1 },
      { type: "team", team: { name: "acme", display_name: "Acme", type: "O" } },
      { type: "channel", channel: { team: "acme", name: "plans", display_name: "Plans", type: "O" } },
      { type: "user", user: { username: "bob", nickname: "Bob" } },
      {
        type: "post",
        post: {
          team: "acme",
          channel: "plans",
          user: "bob",
          message: "Here it is",
          create_at: 1_704_067_200_000,
          attachments: [{ path: "20240101/plan.txt" }],
        },
      },
    ].map((line) => JSON.stringify(line)).join("\n"),
  },
  { name: "data/20240101/plan.txt", text: "the plan" },
];

/** One pixel. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
