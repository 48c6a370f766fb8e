/** The page of an example plugin as people use it: in a real browser, in both themes, on a phone, by keyboard. */
import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { CHECKOUT, lacks, testHost, until } from "../../harness/mod.ts";
import { testBrowser, type TestPage } from "../browser.ts";
import { ownerOf } from "./owner.ts";
import { workshop } from "./workshop.ts";

const OUTPUT = `${CHECKOUT}/tests/output/third_party/`;

Deno.test({
  name:
    "polls' page: asked by keyboard, bars that move when others vote, closed, empty and failed, dark and on a phone",
  ignore: lacks("chromium"),
  async fn() {
    await ensureUi();
    await using shop = await workshop();
    await shop.copy("polls");
    await using host = await testHost({ plugins: ["chat"], pages: true });
    // From the folder itself, as an owner does who tries something out.
    const info = await ownerOf(host).install(`${shop.dir}/polls`);
    assert.equal(info.tier, "local-dev");
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: host.url, colorScheme: "light" });
    await page.request.post("/auth/dev", { data: { handle: "bob" }, headers: { origin: host.url } });
    const shot = (name: string) => page.screenshot({ path: `${OUTPUT}polls-${name}.png` });

    await page.goto("/app/polls");
    const frame = page.frameLocator("iframe");
    await frame.getByText("Nothing is being asked just now").waitFor();
    await shot("1-empty");

    // Everything by keyboard.
    await frame.getByRole("button", { name: "New poll" }).focus();
    await page.keyboard.press("Enter");
    await frame.getByRole("dialog", { name: "New poll" }).waitFor();
    await page.keyboard.type("Where do we eat?");
    for (const answer of ["Pizza", "Ramen"]) {
      await page.keyboard.press("Tab");
      await page.keyboard.type(answer);
    }
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.keyboard.type("At home");
    await shot("2-asking");
    await page.keyboard.press("Enter");
    const card = frame.getByRole("article").filter({ hasText: "Where do we eat?" });
    await card.getByText("0 votes").waitFor();
    await frame.getByRole("dialog").waitFor({ state: "detached" }).catch(() => {});
    assert.equal(await frame.getByRole("dialog").count(), 0);
    await card.getByRole("button", { name: /^Pizza/ }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await card.getByRole("button", { name: /^Ramen\D*1 · 100%$/, pressed: true }).waitFor();

    // Others vote, and ask in a channel.
    const { items: [poll] } = await host.call<{ items: { id: number }[] }>("polls.poll.list");
    await host.call("polls.poll.vote", { id: poll!.id, option: 1 }, { as: "carol" });
    await host.call("polls.poll.vote", { id: poll!.id, option: 1 }, { as: "dave" });
    await card.getByRole("button", { name: /^Pizza\D*2 · 67%$/, pressed: false }).waitFor();
    await card.getByRole("button", { name: /^Ramen\D*1 · 33%$/, pressed: true }).waitFor();
    await untilWide(frame, 0, 67);
    await host.call("chat.message.send", { channel: "#general", text: '/poll "Tea?" "Yes" "No"' }, { as: "carol" });
    const tea = frame.getByRole("article").filter({ hasText: "Tea?" });
    await tea.waitFor();
    assert.equal(await tea.getByRole("button", { name: "Close poll" }).count(), 0, "only carol and admins close it");
    await shot("3-live");
    await lookElsewhere(page, shot);

    await card.getByRole("button", { name: "Close poll" }).click();
    await card.getByText("Closed with 3 votes").waitFor();
    assert.ok(await card.getByRole("button", { name: /^Pizza/ }).isDisabled());
    await frame.getByRole("button", { name: "Closed", exact: true }).click();
    await page.waitForURL("**/app/polls/closed");
    await card.waitFor();
    await tea.waitFor({ state: "detached" });
    await page.goBack();
    await tea.waitFor();
    await page.goto("/app/polls/poll/1");
    await card.waitFor();
    assert.equal(await frame.getByRole("article").count(), 1);
    await page.goto("/app/polls/poll/99");
    await frame.getByRole("alert").getByText("There is no poll 99").waitFor();
    await shot("6-failed");

    // What the plugin refuses is said in the form, which stays open.
    await host.call("host.plugin.settings.set", { id: "polls", values: { maxOptions: 2 } });
    await frame.getByRole("button", { name: "Open", exact: true }).click();
    await frame.getByRole("button", { name: "New poll" }).click();
    await frame.getByLabel("Question").fill("Too much?");
    await frame.getByRole("button", { name: "One more answer" }).click();
    for (const place of [1, 2, 3]) await frame.getByLabel(`Answer ${place}`).fill(`Answer ${place}`);
    await frame.getByRole("button", { name: "Ask" }).click();
    await frame.getByRole("alert").getByText("A poll has at most 2 answers, not 3").waitFor();
    await shot("7-refused");
    await page.keyboard.press("Escape");
    await frame.getByRole("dialog").waitFor({ state: "hidden" });
    // The browser itself notes each answer that refuses.
    assert.deepEqual(page.faults.filter((fault) => !/status of (404|422) .*\/rpc\)$/.test(fault)), []);
  },
});

/** The other theme, and the width of a phone, on which nothing may stick out. */
async function lookElsewhere(page: TestPage, shot: (name: string) => Promise<unknown>): Promise<void> {
  const frame = page.frameLocator("iframe");
  await page.emulateMedia({ colorScheme: "dark" });
  await frame.locator("html[data-theme=dark]").waitFor();
  await shot("4-dark");
  await page.setViewportSize({ width: 390, height: 844 });
  await frame.getByRole("article").first().waitFor();
  const [inner, outer] = await frame.locator("html").evaluate((html) => [html.scrollWidth, html.clientWidth]);
  assert.ok(inner! <= outer!, `the page is ${inner} wide in ${outer}`);
  await shot("5-phone");
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "light" });
}

/** Waits until the bar of the first poll's answer has moved to about this share. */
async function untilWide(frame: FrameLocator, answer: number, percent: number): Promise<void> {
  const bar = frame.getByRole("article").last().locator(".bar").nth(answer);
  await until(async () => {
    const [own, whole] = await bar.evaluate((element) => [
      element.getBoundingClientRect().width,
      element.parentElement!.getBoundingClientRect().width,
    ]);
    return Math.abs(own! / whole! * 100 - percent) < 2;
  }, { what: `the bar to stand at ${percent} %` });
}
