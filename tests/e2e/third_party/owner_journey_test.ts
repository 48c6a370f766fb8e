/**
 * What an owner meets with three plugins of strangers, in a real browser against the real product: marks of risk, progress,
 * an attempt that was refused and is granted, a form with days and times, a way back that the data forbids, and a plugin
 * that others need. The straight way through is tests/e2e/install_journey_test.ts.
 */
import assert from "node:assert/strict";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { CHECKOUT, lacks, type TestHost, testHost, until } from "../../harness/mod.ts";
import { testBrowser, type TestPage } from "../browser.ts";
import { ownerOf } from "./owner.ts";
import { type Workshop, workshop } from "./workshop.ts";

const OUTPUT = `${CHECKOUT}/tests/output/third_party/`;

interface Visit {
  page: TestPage;
  host: TestHost;
  shop: Workshop;
  shot(name: string): Promise<unknown>;
}

Deno.test({
  name:
    "an owner installs three plugins of strangers, grants what one was refused, plans another, and sees who needs whom",
  ignore: lacks("chromium"),
  async fn() {
    let visits = 0;
    await using site = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, () => {
      visits++;
      return new Response("hi");
    });
    const address = `127.0.0.1:${site.addr.port}`;
    await ensureUi();
    await using shop = await workshop();
    for (const id of ["link-check", "polls", "standup"]) await shop.copy(id);
    // Its manifest asks for one host, its code reaches for another.
    await shop.edit(
      "link-check/domain/site.ts",
      (text) => text.replace("https://www.example.org", `http://${address}`),
    );
    for (const id of ["link-check", "polls", "standup"]) await shop.publish(id);
    await using host = await testHost({ plugins: ["chat"], pages: true });
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: host.url, colorScheme: "dark" });
    await page.request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin: host.url } });
    const visit: Visit = { page, host, shop, shot: (name) => page.screenshot({ path: `${OUTPUT}owner-${name}.png` }) };

    await findThem(visit);
    await seeProgress(visit);
    for (const id of ["polls", "standup"]) await ownerOf(host).install(`${shop.registry.url}#${id}`);
    await grantWhatWasRefused(visit, address);
    assert.equal(visits, 1);
    await planStandup(visit);
    await comeBackWithItsData(visit);
    await turnOffWhatOthersNeed(visit);
    assert.deepEqual(page.faults.filter((fault) => !/status of (403|422|503) .*\/rpc\)$/.test(fault)), []);
  },
});

async function findThem({ page, shop, shot }: Visit): Promise<void> {
  await page.goto("/plugins/install");
  await page.getByRole("button", { name: "Add a registry" }).click();
  await page.getByLabel("Address").fill(shop.registry.url);
  await page.getByRole("button", { name: "Add registry" }).click();
  await page.getByRole("dialog").getByText("Web team is added").waitFor();
  await page.getByRole("button", { name: "See its plugins" }).click();
  for (const id of ["link-check", "polls", "standup"]) await page.locator(`[data-offer="${id}"]`).waitFor();
  await shot("1-offers");
}

/** Every step on the way is told, and stays on the screen after it. */
async function seeProgress({ page, shop, host, shot }: Visit): Promise<void> {
  await page.locator('[data-offer="link-check"]').click();
  await page.getByText("“Opens the pages that are to be checked; no other host is ever needed”").waitFor();
  await page.getByText("Connect to www.example.org", { exact: true }).waitFor();
  await shot("2-consent");
  await page.getByRole("button", { name: /^Install and grant/ }).click();
  await page.getByRole("heading", { name: "Link Check is installed" }).waitFor();
  const steps = page.getByRole("list", { name: "Installing Link Check" }).getByRole("listitem");
  assert.ok(await steps.count() >= 3, "the steps are told");
  await shot("3-installed");
  assert.ok(shop.registry.requests.includes("/link-check-1.0.0.tgz"), shop.registry.requests.join(" "));
  assert.equal((await ownerOf(host).plugin("link-check")).state, "ready");
}

async function grantWhatWasRefused({ page, host, shot }: Visit, address: string): Promise<void> {
  await host.call("link-check.page.check", { path: "/" }).catch(() => {});
  // The runtime's audit tells of it a moment later.
  await until(async () => {
    const { denied } = await host.call<{ denied: unknown[] }>("host.plugin.grants.get", { id: "link-check" });
    return denied.length > 0;
  }, { what: "the refused attempt" });
  await page.goto("/plugins/link-check/permissions");
  await page.getByRole("heading", { name: "It tried without a grant" }).waitFor();
  await page.getByText("Refused once").waitFor();
  await shot("4-refused");
  await page.getByRole("button", { name: `Grant: Connect to ${address}` }).click();
  await page.getByRole("dialog").getByText("high risk").waitFor();
  await shot("5-grant");
  await page.getByRole("button", { name: "Grant it" }).click();
  await page.getByRole("heading", { name: "It tried without a grant" }).waitFor({ state: "detached" });
  await page.getByRole("cell", { name: "Given by an owner; its manifest does not ask for it" }).waitFor();
  await until(() => host.call("link-check.page.check", { path: "/" }), { what: "the host that was granted" });
}

async function planStandup({ page, host, shot }: Visit): Promise<void> {
  await page.goto("/plugins/standup/settings");
  await page.getByLabel("Time", { exact: true }).fill("07:15");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  for (const day of ["tue", "thu"]) await page.getByRole("checkbox", { name: day }).uncheck();
  await page.getByLabel("Time to answer").fill("0");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("One field needs a look").waitFor();
  await shot("6-settings-refused");
  await page.getByLabel("Time to answer").fill("45");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("The settings of Standup are saved").waitFor();
  await shot("7-settings");
  const plan = await host.call<{ weekdays: string[]; nextAt: string }>("standup.schedule.get");
  assert.deepEqual(plan.weekdays, ["mon", "wed", "fri"]);
  await until(async () => {
    const { nextAt } = await host.call<{ nextAt: string }>("standup.schedule.get");
    return /T0[56]:15:00/.test(nextAt);
  }, { what: "the plan to follow" });
}

/** The newer version has changed the form of its data: going back with it is refused in words, and works with the copy. */
async function comeBackWithItsData({ page, host, shop, shot }: Visit): Promise<void> {
  await host.call("polls.poll.create", { question: "Before?", options: ["Yes", "No"] });
  await shop.editManifest("polls", (manifest) => void (manifest.version = "1.1.0"));
  await Deno.writeTextFile(
    `${shop.dir}/polls/store/migrations/0002_colour.sql`,
    "ALTER TABLE polls ADD COLUMN colour TEXT;\n",
  );
  await shop.edit(
    "polls/store/migrations.ts",
    (text) =>
      `import colour from "./migrations/0002_colour.sql" with { type: "text" };\n` +
      text.replace(`"0001_polls": polls`, `"0001_polls": polls, "0002_colour": colour`),
  );
  await shop.publish("polls");
  await host.call("host.registry.refresh");
  await host.call("host.plugin.update", { id: "polls" });
  await host.call("polls.poll.create", { question: "After?", options: ["Yes", "No"] });

  await page.goto("/plugins/polls/versions");
  await page.getByRole("button", { name: "Roll back" }).click();
  await page.getByRole("button", { name: "Go back to 1.0.0" }).click();
  await page.getByText(/written by a newer version of this plugin/).first().waitFor();
  await shot("8-cannot-go-back");
  assert.equal((await ownerOf(host).plugin("polls")).version, "1.1.0");
  await page.goto("/plugins/polls/versions");
  await page.getByRole("button", { name: "Roll back" }).click();
  await page.getByRole("radio", { name: /^Put back the copy/ }).click();
  await shot("9-with-its-copy");
  await page.getByRole("button", { name: "Go back to 1.0.0" }).click();
  await page.getByRole("listitem").filter({ hasText: "1.0.0" }).getByText("In use").waitFor();
  const { items } = await host.call<{ items: { question: string }[] }>("polls.poll.list");
  assert.deepEqual(items.map(({ question }) => question), ["Before?"]);
}

async function turnOffWhatOthersNeed({ page, host, shot }: Visit): Promise<void> {
  await page.goto("/plugins");
  await page.locator('[data-plugin="chat"]').getByRole("switch").click();
  const dialog = page.getByRole("alertdialog").or(page.getByRole("dialog"));
  for (const name of ["Polls", "Standup"]) await dialog.getByRole("link", { name, exact: true }).waitFor();
  await shot("10-who-needs-it");
  await dialog.getByRole("button", { name: "Turn off Chat" }).click();
  await page.locator('[data-plugin="polls"]').getByText(/chat/i).first().waitFor();
  await shot("11-without-chat");
  const states = await until(async () => {
    const { items } = await host.call<{ items: { id: string; state: string }[] }>("host.plugin.list");
    const of = new Map(items.map(({ id, state }) => [id, state]));
    return of.get("polls") === "stopped" && of;
  }, { what: "polls to stop" });
  assert.deepEqual([states.get("chat"), states.get("standup"), states.get("link-check")], [
    "disabled",
    "stopped",
    "ready",
  ]);
}
