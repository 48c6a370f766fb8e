import type { Page } from "playwright-core";
import type { Shot } from "./shot.ts";

const messages = (page: Page) => page.locator("article[data-message]").first().waitFor();
const shown = (text: string) => (page: Page) => page.getByText(text).first().waitFor();
const root = (page: Page) => page.locator("article", { hasText: "Which name do we give the release?" }).first();

/** Types into the composer of the page, not of a thread. */
const write = async (page: Page, text: string) => {
  await page.getByLabel(/^Message /).last().pressSequentially(text);
  await page.getByRole("listbox").waitFor();
};

/** Pages and states of chat beside those of every page. */
export const CHAT_SHOTS: Shot[] = [
  {
    name: "chat_thread",
    path: "/app/chat/general",
    ready: messages,
    act: async (page) => {
      await root(page).locator("[data-replies]").click();
      await page.getByText("hard to sink").waitFor();
    },
  },
  { name: "chat_threads", path: "/app/chat/-threads", ready: shown("Which name do we give") },
  { name: "chat_mentions", path: "/app/chat/-mentions", ready: shown("could you check the numbers") },
  { name: "chat_saved", path: "/app/chat/-saved", ready: shown("nobody is at lunch") },
  { name: "chat_drafts", path: "/app/chat/-drafts", ready: shown("Today is the day") },
  {
    name: "chat_search",
    path: "/app/chat/-search/from:@bob%20build",
    ready: (page) => page.locator("mark").first().waitFor(),
  },
  { name: "chat_search_empty", path: "/app/chat/-search", ready: shown("Find what was said") },
  { name: "chat_search_none", path: "/app/chat/-search/zeppelin", ready: shown("Nothing was found") },
  { name: "chat_about", path: "/app/chat/general/about", ready: shown("You hear of") },
  {
    name: "chat_pins",
    path: "/app/chat/general/pins",
    ready: (page) => page.getByRole("region", { name: "Pinned" }).getByText("nobody is at lunch").waitFor(),
  },
  { name: "chat_mention_list", path: "/app/chat/general", ready: messages, act: (page) => write(page, "@b") },
  { name: "chat_commands", path: "/app/chat/general", ready: messages, act: (page) => write(page, "/") },
  {
    name: "chat_emoji",
    path: "/app/chat/general",
    ready: messages,
    act: (page) => page.getByRole("button", { name: "Add an emoji" }).click(),
  },
  {
    name: "chat_profile",
    path: "/app/chat/general",
    ready: messages,
    act: (page) => page.getByRole("log").getByRole("button", { name: "Bob", exact: true }).last().click(),
  },
  {
    name: "chat_browse",
    path: "/app/chat/-threads",
    ready: shown("Which name do we give"),
    act: async (page, width) => {
      if (width < 768) await page.getByRole("button", { name: "Back" }).click();
      await page.getByRole("button", { name: "Browse or create channels" }).click();
      await page.getByRole("dialog").getByText("design", { exact: true }).waitFor();
    },
  },
  {
    name: "chat_new_message",
    path: "/app/chat/-threads",
    ready: shown("Which name do we give"),
    act: async (page, width) => {
      if (width < 768) await page.getByRole("button", { name: "Back" }).click();
      await page.getByRole("button", { name: "New message" }).click();
      await page.getByRole("dialog").getByText("Dave", { exact: true }).waitFor();
    },
  },
];
