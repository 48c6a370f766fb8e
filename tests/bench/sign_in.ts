/** What it costs to be somebody: for each call, with few and with many people signed in, and at the sign-in page. */
import { lacks } from "../harness/mod.ts";
import { testBrowser } from "../e2e/browser.ts";
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
      value: median(pages),
      unit: "ms",
      bar: 300,
      better: "lower",
      detail: `from the start of the navigation in Chromium: ${pages.map(Math.round).join(", ")} ms`,
    });
  } else console.error("        There is no Chromium on this machine: the sign-in page is not measured");
  return found;
}

async function signInPages(): Promise<number[] | undefined> {
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
  await using chromium = await testBrowser();
  const found: number[] = [];
  // The first one is Chromium's own start.
  for (let n = -1; n < PAGES; n++) {
    // A context of its own has nothing in its cache.
    const page = await chromium.page({ baseURL: url });
    await page.addInitScript(() => {
      const look = () => {
        // It has the focus as soon as the page's own code has drawn it.
        if (document.activeElement?.matches("input[autocomplete^=username]")) performance.mark("can type");
        else requestAnimationFrame(look);
      };
      look();
    });
    await page.goto("/");
    await page.locator("input[autocomplete^=username]:focus").waitFor();
    const ms = await page.evaluate(async () => {
      const mark = () => performance.getEntriesByName("can type")[0];
      while (!mark()) await new Promise((resolve) => requestAnimationFrame(resolve));
      return mark()!.startTime;
    });
    if (n >= 0) found.push(ms);
    await page.context().close();
  }
  return found;
}
