/** An owner updates the server from the cockpit while somebody else looks at another page, in a real browser. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { onRealStart, product, V1, V2, V3, withMigration } from "../conformance/upgrade/product.ts";
import { lacks } from "../harness/mod.ts";
import { testBrowser } from "./browser.ts";

const LONG = { timeout: 120_000 };

Deno.test({
  name: "every open page sees the update, comes through the restart by itself, and offers the new version",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    const port = freePort();
    await using host = await product({ pages: true, args: ["--port", String(port), "--auth", "dev", "--demo"] });
    host.publish(V2, withMigration);
    await host.start();
    const url = `http://127.0.0.1:${port}`;
    await using browser = await testBrowser();
    const open = async (handle: string, path: string) => {
      const page = await browser.page({ baseURL: url });
      await page.context().request.post("/auth/dev", { data: { handle }, headers: { origin: url } });
      await page.goto(path);
      return page;
    };
    const alice = await open("alice", "/settings/updates");
    const dave = await open("dave", "/");
    await dave.getByRole("heading", { name: "Plugins" }).waitFor();

    await alice.getByRole("button", { name: "Update", exact: true }).click();
    await alice.getByRole("dialog").getByRole("button", { name: "Update", exact: true }).click();
    await alice.getByRole("list", { name: `Updating from version ${V1} to ${V2}` }).waitFor();
    await dave.getByText(`The server is being updated to version ${V2}`).waitFor();
    for (const page of [alice, dave]) {
      await page.getByText(`The server restarts with version ${V2}`).waitFor(LONG);
      assert.equal(await page.getByText("No connection to the server").count(), 0, "it is said once, and calmly");
    }
    for (const page of [alice, dave]) {
      await page.getByText(`The server runs version ${V2} now`).waitFor(LONG);
      await page.getByRole("button", { name: "Reload" }).click();
      await page.getByText(`The server runs version ${V2} now`).waitFor({ state: "detached" });
    }
    await alice.getByText(`Updated from version ${V1} to ${V2}`).waitFor();

    // The next one does not work: the pages are told so, and go on.
    await host.reaches("the end of the watch", ({ work }) => !work);
    host.publish(V3, withMigration, onRealStart(`throw new Error("it does not like this data");`));
    await alice.getByRole("button", { name: "Look again" }).click();
    await alice.getByRole("button", { name: "Update", exact: true }).click();
    await alice.getByRole("dialog").getByRole("button", { name: "Update", exact: true }).click();
    const line = dave.getByText(`The update to version ${V3} did not work. Version ${V2} goes on`);
    await line.waitFor(LONG);
    await dave.getByRole("button", { name: "Dismiss" }).click();
    await line.waitFor({ state: "detached" });
    await alice.getByText("it does not like this data").waitFor(LONG);
    const uncaught = [alice, dave].flatMap(({ faults }) => faults).filter((fault) => fault.startsWith("uncaught"));
    assert.deepEqual(uncaught, []);
  },
});

/** The address has to stay the same over a restart, which port 0 does not promise. */
function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return (listener.addr as Deno.NetAddr).port;
}
