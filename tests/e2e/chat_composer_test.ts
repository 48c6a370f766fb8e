/** What the composer does with a message that cannot be sent at once. */
import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ensureUi } from "../../scripts/build_ui.ts";
import { lacks, testHost } from "../harness/mod.ts";
import { testBrowser } from "./browser.ts";
import { composerOf, messageIn, send, signIn } from "./chat_person.ts";

Deno.test({
  name:
    "a message that is sent while its file goes up is sent once it is there; one that is too long stays to be shortened",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const alice = await signIn(await chromium.page({ baseURL: host.url }), host, "alice");
    await alice.goto(`${host.url}/app/chat/general`);
    await composerOf(alice, "general").waitFor();
    const going = Promise.withResolvers<void>();
    await alice.route("**/files/chat*", async (route) => {
      await going.promise;
      await route.continue();
    });
    await alice.getByLabel("Files to attach").first().setInputFiles([
      { name: "slow.txt", mimeType: "text/plain", buffer: Buffer.from("The file") },
    ]);
    await send(alice, "general", "It comes with a file");
    await alice.getByText("Sends once the files are there").waitFor();
    assert.equal(await messageIn(alice, "general", "It comes with a file").count(), 0);
    going.resolve();
    await messageIn(alice, "general", "It comes with a file").getByText("slow.txt").waitFor();
    assert.equal(await composerOf(alice, "general").inputValue(), "");

    await send(alice, "general", "x".repeat(40_001));
    await alice.getByText("Too long: 40001 characters, at most 40000").first().waitFor();
    assert.equal((await composerOf(alice, "general").inputValue()).length, 40_001);
    assert.deepEqual(alice.faults, []);
  },
});
