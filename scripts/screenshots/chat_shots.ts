import { Buffer } from "node:buffer";
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

/** At the phone's width the sidebar is a page of its own. */
const toSidebar = async (page: Page, width: number) => {
  if (width < 768) await page.getByRole("button", { name: "Back" }).click();
};

/** An import as the host tells it, at its end. */
const IMPORT = {
  id: "import_0192",
  kind: "slack",
  fileName: "Acme Slack export Nov 2026.zip",
  by: "Alice",
  state: "done",
  done: 412,
  total: 412,
  at: new Date(Date.now() - 90_000).toISOString(),
  report: {
    users: { found: 48, here: 31 },
    channels: { found: 23, created: 21, existing: 2 },
    messages: { found: 48_211, imported: 47_980, known: 12 },
    threads: 3_410,
    reactions: { found: 9_120, imported: 9_118 },
    files: { found: 760, linked: 752 },
    pins: 64,
    left: { "joins and leaves": 214, "files without an address": 8, "messages without a time": 5 },
  },
};

/** An earlier one, of another chat. */
const EARLIER = {
  ...IMPORT,
  id: "import_0191",
  kind: "mattermost",
  fileName: "mattermost-export.zip",
  at: "2026-10-02T08:00:00.000Z",
  report: {
    ...IMPORT.report,
    teams: { found: 2 },
    directs: { found: 130, created: 98, existing: 0 },
    files: { found: 760, linked: 0, stored: 748 },
    emoji: { found: 21, imported: 20, known: 1 },
    left: { "direct conversations with somebody who is not here": 32, "notices of Mattermost itself": 1_204 },
  },
};
const FAILED = {
  ...EARLIER,
  id: "import_0190",
  fileName: "broken.zip",
  state: "failed",
  error: '"import.jsonl" unpacks to more than the archive says',
  at: "2026-10-01T17:20:00.000Z",
};

const AT = "2026-11-20T09:30:00.000Z";
const file = (id: string, name: string, type: string, sizeBytes: number, more = {}) => ({
  file: { id, name, type, sizeBytes, ...more },
  messageId: `message_${id}`,
  owner: "nobody",
  sentAt: AT,
});
const FILES = [
  file("f1", "blueprint.png", "image/png", 2_400_000),
  file("f2", "Minutes of the meeting in which nothing was decided, with remarks.pdf", "application/pdf", 88_000),
  file("f3", "demo.mp4", "video/mp4", 48_000_000),
  file("f4", "invoice.exe", "application/octet-stream", 9_000, { blocked: "Eicar-Test-Signature" }),
];
const LINKS = [
  ["Handbook", "📘"],
  ["Board"],
  ["Who is on call this week, and whom to ask when nobody answers"],
  ["Status"],
  ["Dashboards"],
  ["Releases", "🚀"],
].map(([title, emoji], place) => ({
  id: `bookmark_${place}`,
  title,
  url: "https://example.com/",
  place,
  ...(emoji ? { emoji } : {}),
}));
const RECENT = ['deploy "blue green" from:@bob', "in:#general cake", "has:file invoice"].map((query) => ({
  query,
  at: AT,
}));

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
  {
    name: "chat_uploads",
    path: "/app/chat/general",
    ready: messages,
    act: async (page) => {
      await page.route(/\/files\/chat/, async (route) => {
        const request = route.request();
        if (request.method() === "OPTIONS") return route.fulfill({ status: 204, headers: { "tus-max-size": "20000" } });
        // The film does not get through.
        if (request.headers()["upload-length"] === "15000") return route.abort();
        await route.continue();
      });
      const file = (name: string, bytes: number) => ({ name, mimeType: "text/plain", buffer: Buffer.alloc(bytes, 97) });
      await page.getByLabel("Files to attach").last().setInputFiles([
        file("Release notes, the second draft, with all that everybody said about it.txt", 4_000),
        file("film.mp4", 15_000),
        file("backup.tar", 30_000),
      ]);
      for (const state of ["ready", "waiting", "failed"]) await page.locator(`[data-upload="${state}"]`).waitFor();
    },
  },
  {
    name: "chat_deleted",
    path: "/app/chat/general",
    ready: messages,
    act: async (page) => {
      const own = page.locator("article[data-message]", { hasText: "Alice" }).last();
      const id = await own.getAttribute("data-message");
      await page.route("**/rpc", async (route) => {
        const { id: call, method } = route.request().postDataJSON() ?? {};
        if (method !== "chat.message.delete") return route.fallback();
        const message = {
          id,
          channelId: "",
          text: "",
          author: { id: "", name: "Alice", kind: "human" },
          createdAt: new Date().toISOString(),
          deletedAt: new Date().toISOString(),
          seq: 0,
          rev: Number.MAX_SAFE_INTEGER,
          undoMs: 30_000,
          reactions: [],
        };
        await route.fulfill({ json: { jsonrpc: "2.0", id: call, result: message } });
      });
      await own.focus();
      await page.keyboard.press("Delete");
      await page.locator("[data-tombstone]").getByRole("button", { name: "Undo" }).waitFor();
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
    name: "chat_self_menu",
    path: "/app/chat/-threads",
    ready: shown("Which name do we give"),
    act: async (page, width) => {
      await toSidebar(page, width);
      await page.getByRole("button", { name: "Your status, presence" }).click();
      await page.getByRole("menuitem", { name: "Preferences" }).waitFor();
    },
  },
  {
    name: "chat_status",
    path: "/app/chat/-threads",
    ready: shown("Which name do we give"),
    act: async (page, width) => {
      await toSidebar(page, width);
      await page.getByRole("button", { name: "Your status, presence" }).click();
      await page.getByRole("menuitem", { name: "Change your status" }).click();
      await page.getByRole("dialog").getByText("Working from home").waitFor();
    },
  },
  {
    name: "chat_keys",
    path: "/app/chat/-threads",
    ready: shown("Which name do we give"),
    act: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").getByText("Show this map").waitFor();
    },
  },
  { name: "chat_preferences", path: "/app/chat/-preferences", ready: shown("What calls you") },
  {
    name: "chat_preferences_low",
    path: "/app/chat/-preferences",
    ready: shown("What calls you"),
    act: (page) => page.getByRole("heading", { name: "Threads that you follow" }).scrollIntoViewIfNeeded(),
  },
  { name: "chat_preferences_reading", path: "/app/chat/-preferences/reading", ready: shown("Enter sends") },
  {
    name: "chat_preferences_snippets",
    path: "/app/chat/-preferences/snippets",
    ready: shown("No snippets yet"),
  },
  { name: "chat_files", path: "/app/chat/general/files", ready: shown("No files here") },
  {
    name: "chat_files_listed",
    path: "/app/chat/general/files",
    ready: shown("blueprint.png"),
    answers: { "chat.file.list": { result: { items: FILES } } },
  },
  {
    name: "chat_links",
    path: "/app/chat/general",
    ready: shown("Handbook"),
    answers: { "chat.bookmark.list": { result: { items: LINKS } } },
  },
  {
    name: "chat_search_recent",
    path: "/app/chat/-search",
    ready: shown("Searched last"),
    answers: { "chat.search.recent": { result: { items: RECENT } } },
  },
  { name: "chat_preferences_profile", path: "/app/chat/-preferences/profile", ready: shown("About you") },
  {
    name: "chat_german",
    path: "/app/chat/-preferences",
    person: "dave",
    ready: shown("Was dich ruft"),
  },
  { name: "chat_manage", path: "/app/chat/-manage", ready: shown("Channel for approvals") },
  { name: "chat_manage_emoji", path: "/app/chat/-manage/emoji", ready: shown("No emoji of your own yet") },
  { name: "chat_manage_groups", path: "/app/chat/-manage/groups", ready: shown("On call this week") },
  {
    name: "chat_manage_group",
    path: "/app/chat/-manage/groups",
    ready: shown("On call this week"),
    act: async (page) => {
      await page.getByRole("button", { name: "Edit @on-call" }).click();
      await page.getByRole("dialog").getByText("Who is in it").waitFor();
    },
  },
  {
    name: "chat_manage_incoming",
    path: "/app/chat/-manage/incoming",
    ready: shown("Build server"),
    act: async (page) => {
      await page.getByRole("textbox", { name: "Name" }).fill("Monitor");
      await page.getByRole("combobox", { name: "Channel" }).click();
      await page.getByRole("option", { name: "#general" }).click();
      await page.getByRole("button", { name: "Create", exact: true }).click();
      await page.locator("[data-secret]").waitFor();
    },
  },
  {
    name: "chat_manage_outgoing",
    path: "/app/chat/-manage/outgoing",
    ready: shown("archive.example.com"),
    act: async (page) => {
      await page.getByRole("button", { name: "Deliveries" }).click();
      await page.getByText("Delivered").waitFor();
    },
    answers: {
      "chat.webhook.outgoing.deliveries": {
        result: {
          items: [
            { id: "3", at: new Date(Date.now() - 40_000).toISOString(), attempts: 1, state: "delivered", status: 200 },
            {
              id: "2",
              at: new Date(Date.now() - 400_000).toISOString(),
              attempts: 3,
              state: "waiting",
              nextAt: new Date(Date.now() + 60_000).toISOString(),
              status: 503,
              error: "The server answered 503",
            },
            { id: "1", at: "2026-10-02T08:00:00.000Z", attempts: 7, state: "given_up", error: "No answer in 10 s" },
          ],
        },
      },
    },
  },
  {
    name: "chat_manage_import",
    path: "/app/chat/-manage/transfer",
    ready: shown("Take over another chat"),
    answers: {
      "chat.import.slack": { result: IMPORT },
      "chat.import.get": { result: IMPORT },
      "chat.import.list": { result: { items: [IMPORT, EARLIER, FAILED], nextCursor: "import_0190" } },
    },
    act: async (page) => {
      await page.locator('input[type="file"][aria-label="Slack export"]').setInputFiles({
        name: "slack.zip",
        mimeType: "application/zip",
        buffer: Buffer.from("PK"),
      });
      await page.getByText("Not taken over").waitFor();
    },
  },
  {
    name: "chat_manage_imports",
    path: "/app/chat/-manage/transfer",
    ready: shown("mattermost-export.zip"),
    answers: { "chat.import.list": { result: { items: [EARLIER, FAILED], nextCursor: "import_0190" } } },
    act: async (page) => {
      await page.getByRole("radio", { name: "Mattermost export" }).click();
      await page.getByRole("button", { name: /mattermost-export\.zip/ }).click();
      await page.getByText("Not taken over").waitFor();
    },
  },
  { name: "chat_reminders", path: "/app/chat/-saved/reminders", ready: shown("Write the release notes") },
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
