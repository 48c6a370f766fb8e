import type { TestBrowser, TestPage } from "../browser.ts";
import type { BrowserContextOptions } from "playwright-core";

export { violations } from "../axe.ts";

/** A page of somebody who is signed in (dev mode). */
export async function personsPage(
  chromium: TestBrowser,
  url: string,
  handle: string,
  options: BrowserContextOptions = {},
): Promise<TestPage> {
  const page = await chromium.page({ baseURL: url, ...options });
  await page.request.post("/auth/dev", { data: { handle }, headers: { origin: url } });
  return page;
}
