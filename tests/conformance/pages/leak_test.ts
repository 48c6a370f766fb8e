/**
 * A page cannot tell another server anything: every way that a browser knows is tried from the page in its frame, and
 * from a page without a policy, where it works: so none of them fails here for another reason.
 */
import assert from "node:assert/strict";
import type { Browser, Frame, Page } from "playwright-core";
import { lacks, until } from "../../harness/mod.ts";
import { frameOf, openPage, pagesTest } from "./cockpit.ts";
import { type Ear, openEar } from "./ear.ts";

const LEAK = new URL("./mallory/ui/leak.js", import.meta.url);

/** Ways that this browser does not take from an open page either, or not within a second; tried all the same. */
const NOT_TAKEN = new Set([
  "preconnect",
  "preconnect with cors",
  "prerender",
  "icon",
  "manifest",
  "worker",
  "worker module",
  "report",
  "leaving to a data page",
]);

/**
 * Chromium opens a connection for a navigation before it asks whether the navigation is allowed. Nothing is sent on it,
 * and no policy prevents it.
 */
const NAVIGATIONS = new Set(["frame", "form", "link", "refresh", "leaving", "leaving by replace"]);

Deno.test({
  name: "what a page knows stays in its frame, whichever way it tries to send it out",
  ignore: lacks("chromium"),
  async fn() {
    await using test = await pagesTest(["mallory"]);
    const { browser } = test.chromium;
    await using open = openServer(await Deno.readTextFile(LEAK));
    const page = await test.signIn("alice");
    await openPage(page, "/app/mallory");
    const names = await (await alive(page)).evaluate(() => {
      const { leaks, departures } = globalThis as unknown as Record<string, Record<string, unknown>>;
      return [...Object.keys(leaks!), ...Object.keys(departures!)];
    });
    assert.ok(names.length > 40);

    await using stack = new AsyncDisposableStack();
    const ear = (name: string) => stack.use(openEar(name));
    const framed = new Map(names.map((name) => [name, ear(name)]));
    for (const name of names) await attempt(await alive(page), name, framed.get(name)!.url);
    assert.ok(await alive(page), "the page could have sent more");

    const taken = names.filter((name) => !NOT_TAKEN.has(name));
    for (let begin = 0; begin < taken.length; begin += 6) {
      await Promise.all(
        taken.slice(begin, begin + 6).map((name) => getsOut(browser, open.url, { name, ear: ear(name) })),
      );
    }

    const requested = [...framed].flatMap(([name, { heard }]) =>
      heard.filter((line) => line !== "connection").map((line) => `${name}: ${line}`)
    );
    assert.deepEqual(requested, []);
    const connected = [...framed].filter(([, { heard }]) => heard.length > 0).map(([name]) => name);
    assert.deepEqual(connected.filter((name) => !NAVIGATIONS.has(name)), []);
  },
});

/** The same from a page without a policy arrives. */
async function getsOut(browser: Browser, url: string, { name, ear }: { name: string; ear: Ear }): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url);
  await attempt(page.mainFrame(), name, ear.url);
  await until(() => ear.heard.length > 1, { what: `"${name}" from an open page to be heard`, timeoutMs: 20_000 });
  await context.close();
}

/** Tries one way, as after a click of the person: what the debugger evaluates counts as one. */
async function attempt(frame: Frame, name: string, to: string): Promise<void> {
  await frame.evaluate(([name, to]) => {
    const { tryLeak } = globalThis as unknown as { tryLeak(name: string, to: string): void };
    tryLeak(name!, to!);
  }, [name, to] as const);
}

/** The page's frame with its script; opened anew when the last attempt led it away. */
async function alive(page: Page): Promise<Frame> {
  const found = page.frames().find((frame) => new URL(frame.url()).pathname.startsWith("/p/mallory/"));
  const works = await found?.evaluate(() => "tryLeak" in globalThis).catch(() => false);
  if (found && works) return found;
  await page.goto("/app/mallory");
  const frame = await frameOf(page, "/p/mallory/");
  await frame.waitForFunction(() => "tryLeak" in globalThis);
  return frame;
}

/** A page without any policy, with the same script. */
function openServer(script: string): AsyncDisposable & { url: string } {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, (request) => {
    const isScript = new URL(request.url).pathname === "/leak.js";
    const body = isScript ? script : `<!doctype html><script src="/leak.js"></script><p id="here">open</p>`;
    return new Response(body, { headers: { "content-type": isScript ? "text/javascript" : "text/html" } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}/`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}
