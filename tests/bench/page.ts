import { lacks } from "../harness/mod.ts";
import { testBrowser } from "../e2e/browser.ts";

/** A page of the cockpit in Chromium, signed in. */
export interface BenchPage extends AsyncDisposable {
  /** Milliseconds from a click on a run in the list until its steps are drawn. */
  open(workflow: string, run: string): Promise<number>;
}

/** Undefined where there is no Chromium. */
export async function launchPage(url: string): Promise<BenchPage | undefined> {
  if (lacks("chromium")) return undefined;
  const chromium = await testBrowser();
  const page = await chromium.page({ baseURL: url });
  await page.request.post("/auth/dev", { data: { handle: "alice" }, headers: { origin: url } });
  return {
    async open(workflow, run) {
      await page.goto(`/workflows/${workflow}/runs`);
      await page.locator(`[data-run="${run}"]`).waitFor();
      // The clock of the page itself: what the driver's protocol takes is no part of it.
      return await page.evaluate(async (id) => {
        const steps = () => document.querySelector('[role=list][aria-label="Steps"] [role=listitem] button');
        const began = performance.now();
        document.querySelector<HTMLElement>(`[data-run="${id}"] a`)!.click();
        while (!steps()) await new Promise((resolve) => requestAnimationFrame(resolve));
        return performance.now() - began;
      }, run);
    },
    [Symbol.asyncDispose]: () => chromium[Symbol.asyncDispose](),
  };
}
