/** Two people and two workspaces: one is made, somebody is let in, what is said there is marked in the other one, and left. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { composerOf, messageIn, ownMenu, send, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/chat_workspaces/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });
const switcher = (page: TestPage) => page.getByRole("button", { name: /Switch workspace/ });

Deno.test({
  name:
    "a workspace is made and others are let in; each marks what is unread in the other; who leaves sees nothing of it",
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
      assert.equal(await switcher(page).count(), 0, "with one workspace there is nothing to switch");
    }

    await ownMenu(alice, "New workspace");
    const dialog = alice.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Design team");
    await dialog.getByLabel("Find people").fill("bob");
    await dialog.getByRole("button", { name: "Bob @bob" }).click();
    await dialog.getByRole("button", { name: "Take out Bob" }).waitFor();
    await shot(alice, "create");
    await dialog.getByRole("button", { name: "Create", exact: true }).click();
    await alice.waitForURL(/\/app\/chat\/~design-team\/general$/);
    await alice.getByRole("button", { name: "Design team Switch workspace" }).waitFor();
    await composerOf(alice, "general").waitFor();

    // Bob is told of it where he is, and stays there.
    await switcher(bob).waitFor();
    await send(alice, "general", "Welcome @bob");
    await bob.getByLabel("1 mentions in other workspaces").waitFor();
    assert.equal(await messageIn(bob, "general", "Welcome").count(), 0, "it is said in the other workspace");
    await switcher(bob).click();
    await bob.getByRole("menuitem", { name: /Design team/ }).waitFor();
    await shot(bob, "switcher");
    await bob.getByRole("menuitem", { name: /Design team/ }).click();
    await messageIn(bob, "general", "Welcome @bob").waitFor();
    await bob.getByLabel("1 mentions in other workspaces").waitFor({ state: "detached" });

    // The address names the workspace: a reload stays in it.
    assert.match(bob.url(), /\/app\/chat\/~design-team\//);
    await bob.reload();
    await messageIn(bob, "general", "Welcome @bob").waitFor();

    // With the keyboard back to the first; what is said there meanwhile was marked.
    await alice.keyboard.press("Control+Shift+Digit1");
    await alice.waitForURL(/\/app\/chat\/general$/);
    await messageIn(alice, "general", "Welcome").waitFor({ state: "detached" });
    await send(alice, "general", "For everybody");
    await bob.locator("[data-unread]").first().waitFor();
    await send(bob, "general", "Only here");
    await bob.getByRole("button", { name: /Something is unread in another workspace/ }).waitFor();
    assert.equal(await messageIn(alice, "general", "Only here").count(), 0);

    // A link to a message opens its workspace.
    const link = await bob.evaluate(() =>
      document.querySelector("article[data-message]")?.getAttribute("data-message")
    );
    const { path } = await host.call("chat.message.permalink", { id: link! }, { as: "bob" }) as { path: string };
    await alice.goto(`${host.url}${path}`);
    await alice.waitForURL(/\/app\/chat\/~design-team\/channel_/);
    await messageIn(alice, "general", "Only here").waitFor();

    await alice.goto(`${host.url}/app/chat/~design-team/-manage/members`);
    await alice.getByText("@bob").waitFor();
    await shot(alice, "members");

    await bob.goto(`${host.url}/app/chat/~design-team/-manage/members`);
    await bob.getByRole("button", { name: "Leave Design team" }).click();
    await bob.getByRole("dialog").getByRole("button", { name: "Leave", exact: true }).click();
    await bob.waitForURL(/\/app\/chat\/general$/);
    await messageIn(bob, "general", "For everybody").waitFor();
    await switcher(bob).waitFor({ state: "detached" });
    await bob.goto(`${host.url}/app/chat/~design-team/general`);
    await bob.getByText("You are not in this workspace").waitFor();
    await alice.getByText("@bob").waitFor({ state: "detached" });
    assert.match(await bob.getByText(/Ask whoever/).innerText(), /each of its members/);

    // An open one is joined where its address leads; what was said there is there.
    await host.call("chat.workspace.update", { id: "design-team", access: "open" }, { as: "alice" });
    await bob.reload();
    await bob.getByText("You are not in Design team").waitFor();
    await shot(bob, "not_inside");
    await bob.getByRole("button", { name: "Join Design team" }).click();
    await messageIn(bob, "general", "Only here").waitFor();
    await alice.getByText("@bob").waitFor();
    // Nothing is asked of a workspace once one has left it.
    assert.deepEqual(bob.faults, []);
    assert.deepEqual(alice.faults, []);
  },
});
