/** The way in as a page of its own: what it loads, and how the cockpit takes its place. */
import assert from "node:assert/strict";
import { ensureUi } from "../../scripts/build_ui.ts";
import { lacks } from "../harness/mod.ts";
import { testBrowser, type TestPage } from "./browser.ts";
import { type Product, startProduct } from "./product.ts";

const PASSWORD = "tall ships sail slowly";

async function claimed(): Promise<Product> {
  await ensureUi();
  const product = await startProduct();
  const [, token] = product.claimLink!.split("#");
  const answer = await fetch(`${product.url}/auth/claim`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ token, handle: "ann", name: "Ann Rivers", password: PASSWORD }),
  });
  assert.equal(answer.status, 200, await answer.text());
  return product;
}

const nameField = (page: TestPage) => page.locator("input[autocomplete^=username]:focus");
const frame = (page: TestPage) => page.getByRole("navigation", { name: "Main" });

/** From now on: was there a moment at which nothing was drawn? And is it still the same document? */
async function watch(page: TestPage): Promise<() => Promise<{ blank: boolean; same: boolean }>> {
  await page.evaluate(() => {
    const root = document.getElementById("root")!;
    const seen = Object.assign(globalThis, { watched: { blank: false } }).watched;
    new MutationObserver(() => seen.blank ||= root.childElementCount === 0).observe(root, { childList: true });
  });
  return () =>
    page.evaluate(() => {
      const { watched } = globalThis as { watched?: { blank: boolean } };
      return { blank: watched?.blank ?? true, same: watched !== undefined };
    });
}

Deno.test({
  name:
    "the sign-in page loads nothing of the cockpit before one can type, and the cockpit takes its place without a gap",
  ignore: lacks("chromium"),
  async fn() {
    await using product = await claimed();
    await using chromium = await testBrowser();
    const page = await chromium.page({ baseURL: product.url });
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    let release = () => {};
    const released = new Promise<void>((resolve) => release = resolve);
    const OWN = /\/assets\/(gate|inter)-/;
    await page.route("**/assets/*", async (route) => {
      if (!OWN.test(route.request().url())) await released;
      await route.fallback();
    });
    await page.goto("/people?from=mail#list", { waitUntil: "commit" });
    await nameField(page).waitFor();
    assert.ok(!asked.includes("/auth/state"), "what it has to know stands in the page");
    release();
    await page.waitForLoadState("networkidle");
    const fetched = asked.filter((path) => path.startsWith("/assets/index-"));
    assert.equal(fetched.length, 2, "script and styles of the cockpit are there before they are needed");

    const seen = await watch(page);
    // By keyboard alone.
    await page.keyboard.type("ann");
    await page.keyboard.press("Tab");
    await page.keyboard.type("not this one");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").getByText("wrong").waitFor();
    // What was wrong is chosen, so that typing replaces it.
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "People" }).waitFor();
    assert.deepEqual(await seen(), { blank: false, same: true });
    assert.equal(await page.title(), "People · Bulkhead");
    assert.deepEqual(await page.evaluate(() => location.pathname + location.search), "/people?from=mail");
    assert.equal(asked.filter((path) => path === fetched[0]).length, 1, "nothing is fetched twice");

    // From then on the host gives the cockpit at once.
    asked.length = 0;
    await page.goto("/sign-in");
    await frame(page).waitFor();
    assert.equal(new URL(page.url()).pathname, "/");
    assert.ok(!asked.some((path) => path.startsWith("/assets/gate") || path === "/auth/state"));
    assert.deepEqual(page.faults.filter((fault) => !/status of 401/.test(fault)), []);
  },
});

Deno.test({
  name: "where the cockpit cannot take the form's place, its page is loaded; a browser without cookies is told so",
  ignore: lacks("chromium"),
  async fn() {
    await using product = await claimed();
    await using chromium = await testBrowser();
    const signIn = async (page: TestPage) => {
      await page.goto("/");
      await nameField(page).waitFor();
      await page.getByLabel("Sign-in name").fill("ann");
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await page.keyboard.press("Enter");
    };
    // The host was updated meanwhile: what the page was to load next is gone.
    const late = await chromium.page({ baseURL: product.url });
    let gone = true;
    await late.route("**/assets/index-*.js", (route) => gone ? route.fulfill({ status: 404 }) : route.fallback());
    late.on("framenavigated", () => gone = late.url().endsWith("/") && !signedIn);
    let signedIn = false;
    late.on("response", (response) => signedIn ||= response.url().endsWith("/auth/login") && response.ok());
    await signIn(late);
    await frame(late).waitFor();

    const forgetful = await chromium.page({ baseURL: product.url });
    await forgetful.route("**/auth/login", async (route) => {
      const response = await route.fetch();
      const { "set-cookie": _lost, ...headers } = response.headers();
      await forgetful.context().clearCookies();
      await route.fulfill({ response, headers });
      await forgetful.context().clearCookies();
    });
    await signIn(forgetful);
    await forgetful.getByText("does not keep the session's cookie").waitFor();
    await forgetful.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  },
});

Deno.test({
  name: "what one browser does to people shows in others at once: an invitation, a join, a role, an end",
  ignore: lacks("chromium"),
  async fn() {
    await using product = await claimed();
    await using chromium = await testBrowser();
    const ann = await chromium.page({ baseURL: product.url });
    await ann.goto("/people");
    await ann.getByLabel("Sign-in name").fill("ann");
    await ann.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await ann.keyboard.press("Enter");
    const invite = async () => {
      await ann.getByRole("button", { name: "Invite" }).click();
      await ann.getByRole("button", { name: "Make the link" }).click();
      const link = await ann.getByLabel("Link", { exact: true }).inputValue();
      await ann.getByRole("button", { name: "Done" }).click();
      await ann.getByRole("list", { name: "Open invitations" }).waitFor();
      return link;
    };
    const taken = await invite();
    const bea = await chromium.page({ baseURL: product.url });
    await bea.goto("/invite");
    await bea.getByText("This link is incomplete").waitFor();
    // The whole link is opened in the same tab: only what stands after the # is new.
    await bea.evaluate((link) => location.assign(link), taken);
    await bea.getByRole("heading", { name: "Join Bulkhead" }).waitFor();
    await ann.getByRole("button", { name: /^Take back the invitation/ }).click();
    await ann.getByRole("list", { name: "Open invitations" }).waitFor({ state: "detached" });
    const join = async () => {
      await bea.getByLabel("Your name").fill("Bea Moor");
      await bea.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await bea.keyboard.press("Enter");
    };
    await join();
    await bea.getByRole("alert").waitFor();

    const link = await invite();
    await bea.evaluate((link) => location.assign(link), link);
    await bea.getByRole("alert").waitFor({ state: "detached" });
    await bea.getByRole("heading", { name: "Join Bulkhead" }).waitFor();
    await join();
    await frame(bea).waitFor();
    await ann.getByText("@bea.moor").waitFor();
    await ann.getByRole("list", { name: "Open invitations" }).waitFor({ state: "detached" });

    await bea.goto("/people");
    await bea.getByText("@ann").waitFor();
    assert.equal(await bea.getByRole("button", { name: "Invite" }).count(), 0, "a member");
    await ann.getByRole("button", { name: "Change Bea Moor" }).click();
    await ann.getByRole("menuitemradio", { name: "Admin" }).click();
    await bea.getByRole("button", { name: "Invite" }).waitFor();

    await bea.goto("/account");
    await bea.getByText("This browser").waitFor();
    await ann.getByRole("button", { name: "Change Bea Moor" }).click();
    await ann.getByRole("menuitem", { name: "Shut out" }).click();
    await bea.getByRole("heading", { name: "Sign in to Bulkhead" }).waitFor();
    for (const page of [ann, bea]) {
      assert.deepEqual(page.faults.filter((fault) => !/status of (401|404)/.test(fault)), []);
    }
  },
});
