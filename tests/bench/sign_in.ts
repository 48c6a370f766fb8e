/** What it costs to be somebody: for each call, with few and with many people signed in, and at the sign-in page. */
import { lacks } from "../harness/mod.ts";
import { type TestBrowser, testBrowser } from "../e2e/browser.ts";
import { startHostProcess } from "./host_process.ts";
import { measureRights } from "./http_call/rights.ts";
import { type BenchResult, median } from "./result.ts";

const OTHERS = 10_000;
const ROUNDS = 5;
const PAGES = 7;

export async function run(): Promise<BenchResult[]> {
  const alone: number[] = [];
  const crowded: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(await measureRights({ calls: 50_000 }));
    crowded.push(await measureRights({ calls: 50_000, others: OTHERS }));
  }
  const [one, many] = [Math.min(...alone), Math.min(...crowded)];
  const found: BenchResult[] = [{
    name: "authenticate and authorise, one call",
    value: one,
    unit: "us",
    bar: 15,
    better: "lower",
    detail: `with a session's cookie and CSRF token; rounds ${alone.map((micros) => micros.toFixed(2)).join(", ")} us`,
  }, {
    name: `the same with ${OTHERS.toLocaleString("en")} sessions and as many API tokens in use`,
    value: many / one,
    unit: "ratio",
    bar: 1.25,
    better: "lower",
    detail: `${many.toFixed(2)} us; rounds ${crowded.map((micros) => micros.toFixed(2)).join(", ")} us`,
  }];
  const pages = await signInPages();
  if (pages) {
    found.push({
      name: "sign-in page until one can type, nothing cached",
      value: median(pages.signIn),
      unit: "ms",
      bar: 300,
      better: "lower",
      detail: `from the start of the navigation in Chromium: ${pages.signIn.map(Math.round).join(", ")} ms; ` +
        `a page that is nothing but a field: ${pages.bare.map(Math.round).join(", ")} ms`,
    });
  } else console.error("        There is no Chromium on this machine: the sign-in page is not measured");
  return found;
}

interface Pages {
  signIn: number[];
  /** What Chromium itself takes on this machine, now: the least that any page can take. */
  bare: number[];
}

async function signInPages(): Promise<Pages | undefined> {
  if (lacks("chromium")) return undefined;
  // Without workflows: at a first start their types are checked, which has nothing to do with a page.
  await using local = await startHostProcess({ args: ["--auth", "local", "--no-demo", "--safe-mode"] });
  const { url, claimLink } = local.host;
  const [, token] = claimLink!.split("#");
  const claimed = await fetch(`${url}/auth/claim`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ token, handle: "ann", name: "Ann", password: "tall ship sails" }),
  });
  if (!claimed.ok) throw new Error(`The host could not be claimed: ${await claimed.text()}`);
  await using bare = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    () =>
      new Response('<!doctype html><title>bare</title><input autocomplete="username" autofocus>', {
        headers: { "content-type": "text/html" },
      }),
  );
  await using chromium = await testBrowser();
  const found: Pages = { signIn: [], bare: [] };
  // The first round is Chromium's own start.
  for (let n = -1; n < PAGES; n++) {
    const took = {
      bare: await untilTyping(chromium, `http://127.0.0.1:${bare.addr.port}/`),
      signIn: await untilTyping(chromium, `${url}/`),
    };
    if (n < 0) continue;
    found.bare.push(took.bare);
    found.signIn.push(took.signIn);
  }
  return found;
}

/** Milliseconds from the start of the navigation until the field for the name has the focus. */
async function untilTyping(chromium: TestBrowser, address: string): Promise<number> {
  // A context of its own has nothing in its cache.
  const page = await chromium.page();
  await page.addInitScript(() => {
    const look = () => {
      if (document.activeElement?.matches("input[autocomplete^=username]")) performance.mark("can type");
      else requestAnimationFrame(look);
    };
    look();
  });
  await page.goto(address);
  await page.locator("input[autocomplete^=username]:focus").waitFor();
  const ms = await page.evaluate(async () => {
    const mark = () => performance.getEntriesByName("can type")[0];
    while (!mark()) await new Promise((resolve) => requestAnimationFrame(resolve));
    return mark()!.startTime;
  });
  await page.context().close();
  return ms;
}
