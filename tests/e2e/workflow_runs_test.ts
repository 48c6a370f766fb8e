/**
 * The life of a run as a person sees it, in a real browser on the real product: it fails at a line, is retried, is
 * begun again from that step with another input, asks for an approval, sleeps, is cancelled; the picture counts along.
 */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import type { Page } from "playwright-core";
import { spawnHost, until } from "../harness/mod.ts";
import { lacks } from "../harness/require.ts";
import { testBrowser } from "./browser.ts";

const ORDER = `import { manual, workflow } from "@bulkhead/workflow";

export default workflow({
  name: "order",
  on: manual(),
  retry: { max: 2, backoff: "200ms" } as never,
}, async ({ input, step, approve, sleep, signal, log }) => {
  const { amount = 5, wait = false } = (input ?? {}) as { amount?: number; wait?: boolean };
  log.info("An order came", { amount });
  await step("prepare", () => "prepared with " + amount);
  await step("charge", () => {
    if (amount > 100) throw new RangeError(\`Amount \${amount} is too high\`);
    return amount;
  });
  if (wait) await signal("picked-up");
  if (await approve("Ship the order?", { role: "admin" })) await sleep("30d");
});
`;
const THROWS = ORDER.split("\n").findIndex((line) => line.includes("throw new RangeError")) + 1;
const LONG = 20_000;

Deno.test({
  name:
    "a run fails, is retried, goes its own way from a step, is approved and cancelled; lists and the picture follow",
  ignore: lacks("chromium"),
  async fn() {
    await using host = await spawnHost({ plugins: ["chat"], workflows: { "order.ts": ORDER } });
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: host.url });
    await page.request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin: host.url } });
    const button = (name: string | RegExp) => page.getByRole("button", { name, exact: true });
    const state = (word: string) => page.locator(`main header [data-state="${word}"]`).waitFor();

    await page.goto("/workflows/order");
    await button("Run").click();
    await page.getByRole("textbox", { name: "Input" }).fill('{ "amount": 500 }');
    await page.getByRole("dialog").getByRole("button", { name: "Run" }).click();
    await page.getByText("The run failed at charge").waitFor();
    await state("failed");
    const failed = page.url();

    await step(page, "charge").click();
    const detail = page.getByRole("complementary", { name: "Step" });
    await detail.getByText("Attempt 2").waitFor();
    assert.equal(await detail.getByText("Amount 500 is too high").count(), 3);
    await detail.getByRole("link", { name: `Line ${THROWS}` }).first().click();
    await page.getByRole("tab", { name: "Source", selected: true }).waitFor();
    assert.equal(new URL(page.url()).searchParams.get("line"), String(THROWS));
    await page.getByText("throw new RangeError").waitFor();

    await page.goto(failed);
    await button("Retry").click();
    await page.getByText("×2").waitFor();
    await step(page, "charge").click();
    await detail.getByText("Attempt 1").nth(1).waitFor();

    await detail.getByRole("button", { name: "Rerun from here" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Input" }).fill('{ "amount": 7, "wait": true }');
    await dialog.getByRole("button", { name: "Rerun" }).click();
    await page.getByText("It waits for the signal picked-up").waitFor();
    assert.notEqual(page.url(), failed);
    // The step before was taken over, with what it answered to the first input.
    await step(page, "prepare").click();
    await detail.getByText("prepared with 500").waitFor();
    await page.getByRole("tab", { name: "Input and output" }).click();
    await page.getByText("replay of").first().waitFor();
    await page.getByText('"amount": 7').waitFor();
    await page.getByRole("tab", { name: "Steps" }).click();

    await button("Send it").click();
    await dialog.getByRole("textbox", { name: "Data" }).fill('{ "by": "Grace" }');
    await dialog.getByRole("button", { name: "Send" }).click();
    const asks = page.getByRole("region", { name: "Approval" });
    await asks.getByRole("textbox", { name: "Comment" }).fill("The address is right");
    await asks.getByRole("button", { name: "Approve" }).click();
    await state("sleeping");
    await step(page, "approve").click();
    await detail.getByText("The address is right").waitFor();
    await button("Cancel").click();
    await state("cancelled");

    await page.goto("/workflows/order/graph");
    const charge = page.getByRole("button", { name: /^charge/ });
    await charge.getByText("2 runs").waitFor();
    await charge.getByText("1 failed").waitFor();
    const { runId } = await host.call<{ runId: string }>("host.workflow.run", { name: "order", input: {} });
    // Without a reload.
    await charge.getByText("3 runs").waitFor();
    const approve = page.getByRole("button", { name: /^approve: Ship the order/ });
    await approve.getByText("1 now").waitFor();
    await approve.click();
    await page.getByRole("link", { name: runId }).click();
    await page.getByText("Ship the order?").first().waitFor();

    await page.goto("/workflows/runs");
    await page.getByRole("button", { name: "Failed 1" }).click();
    await page.waitForURL(/state=failed/);
    await page.getByRole("listitem").filter({ hasText: "Amount 500 is too high" }).waitFor();
    assert.equal(await page.getByRole("listitem").count(), 1);
    await page.getByRole("button", { name: "Clear the filters" }).click();
    await page.getByRole("listitem").nth(2).waitFor();
    const another = await host.call<{ runId: string }>("host.workflow.run", { name: "order", input: {} });
    await page.locator(`[data-run="${another.runId}"]`).waitFor();
    await page.getByRole("button", { name: "Waiting 2" }).click();
    await page.getByRole("button", { name: "Cancel the open" }).click();
    await dialog.getByRole("button", { name: "Cancel 2 runs" }).click();
    await page.getByText("2 runs cancelled").waitFor();
    // Their scripts are told and may clean up; then the runs end.
    for (const id of [runId, another.runId]) {
      await until(async () => {
        const run = await host.call<{ state: string }>("host.workflow.run.get", { id });
        return run.state === "cancelled";
      }, { what: `${id} to be cancelled` });
    }

    const id = longRun(`${host.dir}/data/host.db`);
    await page.goto("/workflows/order");
    const opened = performance.now();
    await page.getByRole("link", { name: /History/ }).click();
    await page.getByText(`${LONG.toLocaleString("en")} steps`).waitFor();
    console.log(`a run of ${LONG} steps opened in ${Math.round(performance.now() - opened)} ms`);
    const list = page.getByRole("list", { name: "Steps" });
    assert.ok(await list.getByRole("listitem").count() < 100, "the list is not drawn whole");
    await list.evaluate((element) => element.scrollTop = element.scrollHeight);
    await step(page, `item ${LONG}`).waitFor();
    await page.goto(`/workflows/order/${id}?step=item%2012345`);
    await step(page, "item 12345").waitFor();
    assert.deepEqual(page.faults, []);
  },
});

function step(page: Page, name: string) {
  return page.getByRole("list", { name: "Steps" }).getByRole("button", { name: new RegExp(`${name}( |×|$)`) });
}

/** Writes a run with very many steps beside the host, as a year of work would leave it. */
function longRun(path: string): string {
  using db = new DatabaseSync(path);
  db.exec("PRAGMA busy_timeout = 10000");
  const id = `run_${(Date.now() + 1_000).toString(36).padStart(9, "0")}00000000000000000000`;
  db.exec("BEGIN IMMEDIATE");
  const at = Date.now();
  // Numbers above those that it has given out are the host's own.
  const { lastInsertRowid } = db.prepare(
    "INSERT INTO wf_runs (ord, id, name, hash, state, admitted, trigger_kind, candidates, since, seed, created_at, started_at, " +
      "ended_at, reason, detail) SELECT (SELECT min(ord) - 1 FROM wf_runs), ?, name, hash, 'succeeded', 1, 'manual', '[0]', 0, '', ?, ?, ?, 'History', 'x' " +
      "FROM wf_runs LIMIT 1",
  ).run(id, at, at - LONG * 1_000, at);
  const insert = db.prepare(
    "INSERT INTO wf_steps (run, name, occurrence, position, kind, hash, state, attempts, input, output, seq, started_at, " +
      `ended_at) VALUES (?, ?, 1, ?, 'step', '', 'succeeded', 1, '{"kind":"step"}', '1', ?, ?, ?)`,
  );
  for (let n = 1; n <= LONG; n++) {
    insert.run(lastInsertRowid, `item ${n}`, n, n, at - (LONG - n + 1) * 1_000, at - (LONG - n) * 1_000);
  }
  db.exec("COMMIT");
  return id;
}
