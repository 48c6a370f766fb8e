/** An account for a program: added on the page People, writes in chat under its own name, and gets another token. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost } from "../harness/mod.ts";
import { violations } from "./axe.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { messageIn, signIn } from "./chat_person.ts";

const OUTPUT = `${CHECKOUT}/tests/output/agent_accounts/`;
const shot = (page: TestPage, name: string) => page.screenshot({ path: `${OUTPUT}${name}.png` });

Deno.test({
  name: "an admin adds an agent, its token writes under its name with its mark, and a new one ends the one before",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    const bob = await signIn(
      await chromium.page({ baseURL: host.url, viewport: { width: 390, height: 844 }, colorScheme: "dark" }),
      host,
      "bob",
    );
    await alice.goto(`${host.url}/people`);
    await alice.getByRole("button", { name: "Add an agent" }).click();
    const dialog = alice.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Nightly builds");
    assert.equal(await dialog.getByLabel("Handle").inputValue(), "nightly-builds");
    await shot(alice, "1-add");
    assert.deepEqual(await violations(alice), []);
    await dialog.getByRole("button", { name: "Add and make a token" }).click();
    const first = await dialog.getByRole("textbox", { name: "The token" }).inputValue();
    await shot(alice, "2-token");
    await dialog.getByRole("button", { name: "Done" }).click();
    await alice.getByText("@nightly-builds").waitFor();

    const send = async (token: string, text: string) => {
      const answer = await fetch(`${host.url}/rpc`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        body: JSON.stringify({
          jsonrpc: "2.0",
          id: 1,
          method: "chat.message.send",
          params: { channel: "#general", text },
        }),
      });
      await answer.body?.cancel();
      return answer.status;
    };
    assert.equal(await send(first, "Build 7 is green"), 200);
    await bob.goto(`${host.url}/app/chat/general`);
    const message = messageIn(bob, "general", "Build 7 is green");
    await message.getByText("Nightly builds").waitFor();
    await message.getByText("Agent", { exact: true }).waitFor();
    await shot(bob, "3-message");

    await alice.getByRole("button", { name: "Change Nightly builds" }).click();
    assert.equal(await alice.getByRole("menuitemradio").count(), 0, "an agent has no other role to choose");
    await shot(alice, "4-menu");
    await alice.getByRole("menuitem", { name: "New token" }).click();
    await shot(alice, "5-new-token");
    assert.deepEqual(await violations(alice), []);
    await dialog.getByRole("button", { name: "Make token" }).click();
    const second = await dialog.getByRole("textbox", { name: "The token" }).inputValue();
    assert.notEqual(second, first);
    assert.equal(await send(first, "who am I"), 401);
    assert.equal(await send(second, "Build 8 is green"), 200);
    await messageIn(bob, "general", "Build 8 is green").waitFor();
    assert.deepEqual([...alice.faults, ...bob.faults], []);
  },
});
