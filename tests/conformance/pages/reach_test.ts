/** A page reaches nothing of the cockpit's: not its document, its storage, its session, its windows or the machine. */
import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import { lacks } from "../../harness/mod.ts";
import { frameOf, openPage, pagesTest } from "./cockpit.ts";

interface Outcome {
  got?: string;
  refused?: string;
}

Deno.test({
  name: "every way to the cockpit's document, storage, session and windows is refused",
  ignore: lacks("chromium"),
  async fn() {
    await using test = await pagesTest(["mallory"]);
    const page = await test.signIn("alice");
    await page.goto("/");
    await page.locator('[data-plugin="mallory"]').click();
    const frame = await mallory(page);
    const popups: string[] = [];
    page.context().on("page", (opened) => popups.push(opened.url()));
    page.on("download", (download) => popups.push(`download ${download.url()}`));
    page.on("dialog", (dialog) => popups.push(`dialog ${dialog.message()}`));

    const names = await frame.evaluate(() => Object.keys((globalThis as unknown as { reach: object }).reach));
    assert.ok(names.length > 30, "its script ran");
    const got: string[] = [];
    for (const name of names) {
      const outcome = await frame.evaluate(
        (name) => (globalThis as unknown as { tryReach(name: string): Promise<Outcome> }).tryReach(name),
        name,
      ).catch((error) => assert.fail(`"${name}" led the page away: ${error.message}`));
      if (outcome.got !== undefined) got.push(`${name}: ${outcome.got}`);
    }
    assert.deepEqual(got, []);
    assert.deepEqual(popups, []);
    assert.equal(new URL(page.url()).pathname, "/app/mallory", "the cockpit is where it was");
    assert.deepEqual((await page.context().cookies()).filter(({ name }) => name === "mallory"), []);
    // The frame is still the page, with its script: nothing above failed because it was gone.
    assert.equal(await frame.evaluate(() => document.getElementById("here")!.textContent), "Mallory is here");
  },
});

Deno.test({
  name: "a picture with a script in it is a picture, as icon, as image, and where the frame is led to it",
  ignore: lacks("chromium"),
  async fn() {
    await using test = await pagesTest(["mallory"]);
    const page = await test.signIn("alice");
    await page.goto("/");
    const icon = page.locator('[data-plugin="mallory"] img');
    await icon.waitFor();
    // That it is in the page does not mean that it has come.
    await icon.evaluate((image) => (image as HTMLImageElement).decode());
    assert.equal(await icon.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0), true, "it is drawn");
    await page.evaluate(() => {
      const heard: unknown[] = [];
      Object.assign(globalThis, { heard });
      addEventListener("message", ({ data }) => heard.push(data));
    });
    await page.locator('[data-plugin="mallory"]').click();
    const frame = await mallory(page);
    await frame.evaluate(() =>
      new Promise((resolve) => {
        const image = new Image();
        image.onload = resolve;
        image.src = "/p/mallory/evil.svg";
        document.body.append(image);
      })
    );
    await frame.evaluate(() => void (location.href = "/p/mallory/evil.svg"));
    await page.waitForFunction(() => document.querySelector("iframe") !== null);
    const drawn = await frameOf(page, "/p/mallory/evil.svg");
    await drawn.waitForSelector("circle");
    assert.equal(await drawn.evaluate(() => document.documentElement.hasAttribute("data-ran")), false);
    const heard = await page.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard);
    assert.ok(!heard.includes("svg ran"));
  },
});

Deno.test({
  name: "a page that never yields holds up itself and not the cockpit",
  ignore: lacks("chromium"),
  async fn() {
    await using test = await pagesTest(["mallory"]);
    const page = await test.signIn("alice");
    await openPage(page, "/app/mallory");
    const frame = await mallory(page);
    frame.evaluate(() => {
      for (;;);
    }).catch(() => {});
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Home" }).click();
    await page.getByRole("heading", { name: "What needs you" }).waitFor();
  },
});

/** The page's frame, once its scripts have run. */
export async function mallory(page: Parameters<typeof frameOf>[0]): Promise<Frame> {
  const frame = await frameOf(page, "/p/mallory/page.html");
  await frame.waitForFunction(() => "callByHand" in globalThis && document.getElementById("here") !== null);
  return frame;
}
