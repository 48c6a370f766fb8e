import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { programPath } from "../harness/require.ts";

/** A headless Chromium of the machine; ends with the scope. */
export interface TestBrowser extends AsyncDisposable {
  browser: Browser;
  /** A page in a context of its own (own cookies), which fails the test on an uncaught error or a refused resource. */
  page(options?: BrowserContextOptions): Promise<TestPage>;
}

export interface TestPage extends Page {
  /** Uncaught errors and console errors so far; the test asserts on it at its end. */
  faults: string[];
}

/** Starts Chromium without its background traffic. */
export async function testBrowser(): Promise<TestBrowser> {
  const browser = await chromium.launch({
    executablePath: programPath("chromium"),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  return {
    browser,
    async page(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
      const page = await context.newPage() as TestPage;
      page.faults = [];
      page.on("pageerror", (error) => page.faults.push(`uncaught: ${error.message}`));
      page.on("console", (message) => {
        const { url } = message.location();
        // Chromium tells refused calls here too, but not which call it was.
        if (message.type() !== "error" || /^Failed to load resource/.test(message.text()) && url.endsWith("/rpc")) {
          return;
        }
        page.faults.push(`console: ${message.text()} (${url})`);
      });
      page.on("response", (response) => {
        if (response.status() < 400 || !response.url().endsWith("/rpc")) return;
        const { method } = (response.request().postDataJSON() ?? {}) as { method?: string };
        page.faults.push(`call: ${method} was refused with a status of ${response.status()} (${response.url()})`);
      });
      page.setDefaultTimeout(40_000);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
    },
  };
}
