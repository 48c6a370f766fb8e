/**
 * A person takes runs through changes in a real browser on the real product: to the version that is live, if what a run
 * has done fits it, and out of a clean-up that takes too long.
 */
import assert from "node:assert/strict";
import { spawnHost, until } from "../harness/mod.ts";
import { lacks } from "../harness/require.ts";
import { testBrowser } from "./browser.ts";

const parcel = (first: string, answer: string) =>
  `import { manual, workflow } from "@bulkhead/workflow";

export default workflow({ on: manual() }, async ({ step, sleep, signal }) => {
  await step("${first}", () => 1);
  try {
    await signal("picked-up");
  } catch (error) {
    await sleep("1h");
    await step("give back", () => "given back");
    throw error;
  }
  return "${answer}";
});
`;

interface Run {
  state: string;
  output?: unknown;
  steps: { id: string }[];
}

Deno.test({
  name: "an outdated run is moved to the live version or says what differs; a run that cleans up can be ended at once",
  ignore: lacks("chromium"),
  async fn() {
    await using host = await spawnHost({ workflows: { "parcel.ts": parcel("reserve", "old") } });
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: host.url });
    await page.request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin: host.url } });
    const button = (name: string) => page.getByRole("button", { name, exact: true });
    const script = `${host.dir}/workflows/parcel.ts`;
    const read = (id: string) => host.call<Run>("host.workflow.run.get", { id });
    const live = async () => (await host.call<{ hash: string }>("host.workflow.get", { name: "parcel" })).hash;
    const { runId: id } = await host.call<{ runId: string }>("host.workflow.run", { name: "parcel" });
    await page.goto(`/workflows/parcel/${id}`);
    await page.getByText("It waits for the signal picked-up").waitFor();
    assert.equal(await button("Move to the live version").count(), 0);

    // A version that begins otherwise than this run; the page that is open learns of it.
    await Deno.writeTextFile(script, parcel("weigh", "other"));
    await button("Move to the live version").click();
    const card = page.getByRole("alert").filter({ hasText: "The live version differs from what this run has done" });
    await card.waitFor();
    await card.getByRole("button", { name: "Rerun from reserve" }).waitFor();
    await page.getByText("It waits for the signal picked-up").waitFor();

    // One that fits.
    const other = await live();
    await Deno.writeTextFile(script, parcel("reserve", "new"));
    await until(async () => await live() !== other, { what: "the third version to be live", timeoutMs: 60_000 });
    await button("Move to the live version").click();
    await page.getByText("The run is on the live version").waitFor();
    await button("Move to the live version").waitFor({ state: "detached" });
    await host.call("host.workflow.signal", { id, name: "picked-up" });
    await page.locator('main header [data-state="succeeded"]').waitFor();
    assert.equal((await read(id)).output, "new");

    const { runId: second } = await host.call<{ runId: string }>("host.workflow.run", { name: "parcel" });
    await page.goto(`/workflows/parcel/${second}`);
    await page.getByText("It waits for the signal picked-up").waitFor();
    await button("Cancel").click();
    await page.locator("main header").getByText(/^Cleaning up since \d/).waitFor();
    // Cancelling again would end it without a word.
    await button("Cancel").waitFor({ state: "detached" });
    const dialog = page.getByRole("dialog");
    await button("End now").click();
    await dialog.getByRole("listitem").getByText("sleep").waitFor();
    await dialog.getByRole("button", { name: "Let it clean up" }).click();
    assert.equal((await read(second)).state, "sleeping");
    await button("End now").click();
    await dialog.getByRole("button", { name: "End now" }).click();
    await page.locator('main header [data-state="cancelled"]').waitFor();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await page.getByText("Cleaning up since").count(), 0);
    assert.ok(!(await read(second)).steps.some((step) => step.id === "give back"));
    assert.deepEqual(page.faults, []);
  },
});
