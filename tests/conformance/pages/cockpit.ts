import type { Frame, FrameLocator, Page } from "playwright-core";
import { ensureUi } from "../../../scripts/build_ui.ts";
import { type TestBrowser, testBrowser, type TestPage } from "../../e2e/browser.ts";
import { type TestHost, testHost, type TestHostOptions, until } from "../../harness/mod.ts";

/** The product with plugins from elsewhere, and a browser in which people sign in. */
export interface PagesTest extends AsyncDisposable {
  host: TestHost;
  chromium: TestBrowser;
  /** A window of this person's own. */
  signIn(handle: string, options?: Parameters<TestBrowser["page"]>[0]): Promise<TestPage>;
}

const HERE = decodeURIComponent(new URL(".", import.meta.url).pathname);

/** Starts it with some of the plugins that lie beside this file. */
export async function pagesTest(plugins: string[], options: TestHostOptions = {}): Promise<PagesTest> {
  await ensureUi();
  const host = await testHost({ ...options, pluginDirs: plugins.map((id) => `${HERE}${id}`) });
  const chromium = await testBrowser();
  return {
    host,
    chromium,
    async signIn(handle, context = {}) {
      const page = await chromium.page({ baseURL: host.url, ...context });
      const entered = await page.request.post("/auth/dev", { data: { handle }, headers: { origin: host.url } });
      if (!entered.ok()) throw new Error(`sign-in as ${handle}: ${entered.status()} ${await entered.text()}`);
      return page;
    },
    async [Symbol.asyncDispose]() {
      await chromium[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
    },
  };
}

/** Opens a plugin's page and waits until its frame is there. */
export async function openPage(page: TestPage, path: string): Promise<FrameLocator> {
  await page.goto(path);
  await page.locator("iframe").waitFor();
  return page.frameLocator("iframe");
}

/** Runs code in a frame of the page by the path of its document. */
export async function frameOf(page: Page, path: string): Promise<Frame> {
  return await until(() => page.frames().find((frame) => new URL(frame.url()).pathname.startsWith(path)), {
    what: `a frame at "${path}"`,
  });
}
