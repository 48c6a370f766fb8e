import assert from "node:assert/strict";
import type { TestHost } from "../harness/mod.ts";
import type { TestPage } from "./browser.ts";

/** Signs somebody in by their handle; `alice` is an admin of a test host. */
export async function signIn(page: TestPage, host: TestHost, handle: string): Promise<TestPage> {
  const answer = await page.request.post(`${host.url}/auth/dev`, { data: { handle }, headers: { origin: host.url } });
  assert.ok(answer.ok(), await answer.text());
  return page;
}

export const composerOf = (page: TestPage, channel: string) => page.getByLabel(`Message #${channel}`);

export const messageIn = (page: TestPage, channel: string, text: string | RegExp) =>
  page.getByRole("log", { name: `Messages in #${channel}` }).locator("article[data-message]").filter({ hasText: text });

export async function send(page: TestPage, channel: string, text: string): Promise<void> {
  await composerOf(page, channel).fill(text);
  await composerOf(page, channel).press("Enter");
}

/** Opens one's own menu at the foot of the sidebar, and takes an item of it. */
export async function ownMenu(page: TestPage, item: string): Promise<void> {
  await page.getByRole("button", { name: /Your status, presence and preferences/ }).click();
  await page.getByRole("menuitem", { name: item }).click();
}
