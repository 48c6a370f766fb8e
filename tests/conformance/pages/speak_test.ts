/** What a page says to the cockpit: it gets its own person's and its own plugin's rights, and nobody speaks for it. */
import assert from "node:assert/strict";
import type { Frame } from "playwright-core";
import type { TestPage } from "../../e2e/browser.ts";
import { lacks, until } from "../../harness/mod.ts";
import { frameOf, openPage, type PagesTest, pagesTest } from "./cockpit.ts";

const ignore = lacks("chromium");

interface Answer {
  result?: unknown;
  error?: { code: number; data: { reason: string } };
  silence?: boolean;
}

/** What the page's own script defines. */
interface Speech {
  callByHand(method: string, params: unknown, extra?: unknown): Promise<Answer>;
  say(message: unknown): void;
  openNested(): Promise<unknown>;
  received: { type: string; event?: { type: string; data: unknown } }[];
}

const call = (frame: Frame, method: string, params: unknown = {}, extra: unknown = {}): Promise<Answer> =>
  frame.evaluate(
    ([method, params, extra]) => (globalThis as unknown as Speech).callByHand(method as string, params, extra),
    [method, params, extra] as const,
  );
const say = (frame: Frame, message: unknown) =>
  frame.evaluate((message) => (globalThis as unknown as Speech).say(message), message);
const received = (frame: Frame) => frame.evaluate(() => (globalThis as unknown as Speech).received);

async function mallory(page: TestPage): Promise<Frame> {
  await openPage(page, "/app/mallory");
  const frame = await frameOf(page, "/p/mallory/page.html");
  await frame.waitForFunction(() => "callByHand" in globalThis);
  return frame;
}

/** What mallory's methods were given so far. */
const noted = async (test: PagesTest) => (await test.host.call<{ items: unknown[] }>("mallory.noted")).items;

Deno.test({
  name: "a page without the SDK is greeted and answered; it gets no further than its person and its plugin",
  ignore,
  async fn() {
    await using test = await pagesTest(["board", "mallory"]);
    const page = await test.signIn("bob");
    const frame = await mallory(page);
    const init = await until(async () => (await received(frame)).find(({ type }) => type === "bulkhead:init"));
    const { fonts: _, ...greeting } = init as unknown as Record<string, unknown>;
    const bob = await test.host.call<{ id: string; handle: string; name: string; role: string }>("host.user.me", {}, {
      as: "bob",
    });
    const user = { id: bob.id, handle: bob.handle, name: bob.name, role: bob.role };
    assert.deepEqual(greeting, {
      type: "bulkhead:init",
      plugin: "mallory",
      theme: "light",
      route: "",
      locale: "en-US",
      user,
    });
    assert.deepEqual((await call(frame, "mallory.note", { by: "bob" })).result, { count: 1 });
    assert.deepEqual((await call(frame, "board.note.list")).result, { items: [] });
    const refused = {
      "mallory.owners": "forbidden",
      "board.note.add": "not_permitted",
      "host.plugin.list": "not_permitted",
      "host.user.list": "not_permitted",
      "host.plugin.disable": "forbidden",
      "host.plugin.page.call": "not_permitted",
      "mallory.gone": "method_not_found",
    };
    for (const [method, reason] of Object.entries(refused)) {
      const { error } = await call(frame, method, { id: "board", text: "x", method: "host.plugin.list" });
      assert.equal(error?.data.reason, reason, method);
    }
    // The owner's rights are the owner's, and the plugin's bounds stay.
    const owners = await mallory(await test.signIn("alice"));
    assert.equal((await call(owners, "mallory.owners")).result, "an owner's");
    assert.equal((await call(owners, "host.plugin.disable", { id: "board" })).error?.data.reason, "not_permitted");
  },
});

Deno.test({
  name: "what is of high risk is asked about by the cockpit, by name, and a word for it cannot be smuggled in",
  ignore,
  async fn() {
    await using test = await pagesTest(["board", "mallory"]);
    const page = await test.signIn("bob");
    const frame = await mallory(page);
    const dialog = page.getByRole("dialog", { name: "Let Mallory do this?" });
    const allow = dialog.getByRole("button", { name: "Allow once" });

    await page.evaluate(() => {
      // How the button was when it came, however late anybody looks.
      const seen: boolean[] = [];
      Object.assign(globalThis, { seen });
      new MutationObserver(() => {
        const button = [...document.querySelectorAll("button")].find(({ textContent }) => textContent === "Allow once");
        if (button && seen.length === 0) seen.push(button.disabled);
      }).observe(document.body, { childList: true, subtree: true });
    });
    const first = call(frame, "mallory.wipe", { confirmed: true, all: "of it" }, { confirmed: true });
    await dialog.getByText("mallory.wipe").waitFor();
    await dialog.getByText("Deletes everything").waitFor();
    assert.match(await dialog.getByLabel("What is sent").innerText(), /"all": "of it"/);
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: boolean[] }).seen);
    assert.deepEqual(seen, [true], "a click that was on its way does not count");
    assert.equal(await page.locator("iframe").evaluate((frame) => (frame as HTMLElement).inert), true);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    assert.equal((await first).error?.data.reason, "declined");

    const second = call(frame, "mallory.wipe", { all: "of it" });
    await allow.click();
    assert.equal((await second).result, "wiped");

    // Another plugin's method: named as what it is.
    await test.host.call("board.note.add", { text: "still here" });
    const third = call(frame, "board.note.clear");
    await dialog.getByText("board.note.clear").waitFor();
    await page.keyboard.press("Escape");
    assert.equal((await third).error?.data.reason, "declined");
    assert.equal((await test.host.call<{ items: unknown[] }>("board.note.list")).items.length, 1);

    // A page that keeps asking is not let near the person for ever.
    const fourth = call(frame, "mallory.wipe");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await fourth;
    const fifth = call(frame, "mallory.wipe");
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await fifth;
    assert.equal((await call(frame, "mallory.wipe")).error?.data.reason, "declined");
    assert.equal(await dialog.count(), 0);
  },
});

Deno.test({
  name: "nobody but the page speaks for it: no frame within its own, no other frame, no made-up answer",
  ignore,
  async fn() {
    await using test = await pagesTest(["board", "mallory"]);
    const page = await test.signIn("alice");
    const frame = await mallory(page);
    const nested = await frame.evaluate(() => (globalThis as unknown as Speech).openNested());
    assert.deepEqual(
      nested,
      { nested: "ran", peer: "undefined", script: "object" },
      "its script ran, without the peers",
    );

    // Another plugin's page beside the one that is shown.
    await openPage(page, "/app/board");
    const board = page.frameLocator("iframe").first();
    await board.getByText("(owner)").waitFor();
    await page.evaluate(() => {
      const other = document.createElement("iframe");
      other.setAttribute("sandbox", "allow-scripts allow-forms");
      other.src = "/p/mallory/page.html";
      document.body.append(other);
    });
    const other = await frameOf(page, "/p/mallory/page.html");
    await other.waitForFunction(() => "say" in globalThis);
    await other.evaluate(() => {
      const { say } = globalThis as unknown as Speech;
      say({ type: "bulkhead:ready" });
      say({ type: "bulkhead:rpc", id: 1, method: "board.note.add", params: { text: "forged" } });
      say({ type: "bulkhead:route", route: "forged" });
      // To the page itself, as if the cockpit had said it.
      const user = { id: "x", handle: "x", name: "Forged", role: "owner" };
      for (const target of Array.from({ length: parent.frames.length }, (_, index) => parent.frames[index]!)) {
        target.postMessage({ type: "bulkhead:init", plugin: "board", theme: "dark", route: "note/1", user }, "*");
        target.postMessage({ type: "bulkhead:theme", theme: "dark" }, "*");
        for (let id = 1; id < 20; id++) {
          target.postMessage({
            type: "bulkhead:result",
            id,
            result: { items: [{ id: 9, text: "forged", author: "x" }] },
          }, "*");
        }
        const event = { type: "board.note.added", data: { id: 8, text: "forged", author: "x" } };
        target.postMessage({ type: "bulkhead:event", event }, "*");
      }
    });
    // The honest page goes on, and nothing of that has come in.
    await board.getByLabel("New note").fill("honest");
    await board.getByRole("button", { name: "Add" }).click();
    await board.getByRole("cell", { name: "honest" }).waitFor();
    assert.equal(await board.getByText("forged").count(), 0);
    await board.getByText(/^Alice.* \(owner\), light/).waitFor();
    assert.equal(new URL(page.url()).pathname, "/app/board");
    const { items } = await test.host.call<{ items: { text: string }[] }>("board.note.list");
    assert.deepEqual(items.map(({ text }) => text), ["honest"]);
    assert.deepEqual(await received(other), []);
    assert.deepEqual(await noted(test), []);
  },
});

Deno.test({
  name: "an event reaches a page when its person may see it and its plugin may hear it",
  ignore,
  async fn() {
    await using test = await pagesTest(["board", "mallory"]);
    const page = await test.signIn("bob");
    const frame = await mallory(page);
    await say(frame, { type: "bulkhead:subscribe", types: ["**", "board.note.*", "host.**"] });
    const told = await until(async () => (await received(frame)).find(({ type }) => type === "bulkhead:subscribed"));
    assert.deepEqual(told, { type: "bulkhead:subscribed", types: ["**"], refused: ["board.note.*", "host.**"] });
    await test.host.call("mallory.shout", { audience: "role:owner" });
    await test.host.call("board.note.add", { text: "for those with a grant" });
    await test.host.call("mallory.shout", { audience: "role:member" });
    const events = await until(async () => {
      const heard = (await received(frame)).filter(({ type }) => type === "bulkhead:event");
      return heard.length > 0 && heard;
    });
    assert.deepEqual(events.map(({ event }) => [event!.type, event!.data]), [
      ["mallory.shout.made", { audience: "role:member" }],
    ]);
  },
});

Deno.test({
  name: "names of prototypes in params change nothing, here and at the server",
  ignore,
  async fn() {
    await using test = await pagesTest(["mallory"]);
    const page = await test.signIn("bob");
    const frame = await mallory(page);
    const answers = await frame.evaluate(async () => {
      const { callByHand } = globalThis as unknown as Speech;
      const proto = JSON.parse('{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}}}');
      const named = { constructor: { prototype: { polluted: 1 } }, prototype: { polluted: 1 }, toString: 1 };
      return [await callByHand("mallory.note", proto), await callByHand("mallory.note", named)];
    });
    assert.equal(answers[0]!.error?.data.reason, "invalid_request");
    assert.deepEqual(answers[1]!.result, { count: 1 });
    assert.equal(await page.evaluate(() => "polluted" in {}), false);
    assert.equal("polluted" in {}, false);
    const { items, polluted } = await test.host.call<{ items: unknown[]; polluted: boolean }>("mallory.noted");
    assert.equal(polluted, false);
    const expected = { constructor: { prototype: { polluted: 1 } }, prototype: { polluted: 1 }, toString: 1 };
    assert.deepEqual(JSON.stringify(items), JSON.stringify([expected]));
    assert.equal((await call(frame, "mallory.note", { still: "works" })).silence, undefined);
  },
});

Deno.test({
  name: "a page that floods is stopped, and the cockpit goes on and says why",
  ignore,
  async fn() {
    await using test = await pagesTest(["mallory"]);
    const page = await test.signIn("alice");
    const frame = await mallory(page);
    await frame.evaluate(() => {
      const { say } = globalThis as unknown as Speech;
      const big = "x".repeat(10_000);
      for (let count = 0; count < 30_000; count++) {
        say({ type: "bulkhead:rpc", id: count, method: "mallory.note", params: { big } });
      }
    });
    await page.getByRole("heading", { name: "This page was stopped" }).waitFor({ timeout: 60_000 });
    assert.equal(await page.locator("iframe").count(), 0);
    assert.ok((await noted(test)).length <= 400);
    await page.getByRole("button", { name: "Retry" }).click();
    const again = await frameOf(page, "/p/mallory/page.html");
    await again.waitForFunction(() => "callByHand" in globalThis);
    assert.equal((await call(again, "mallory.noted")).error, undefined);
  },
});
