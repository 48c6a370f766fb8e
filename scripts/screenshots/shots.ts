import type { Answer } from "./answers.ts";
import { CHAT_SHOTS } from "./chat_shots.ts";
import { CONSOLE_SHOTS } from "./console_shots.ts";
import { UPGRADE_SHOTS } from "./upgrade_shots.ts";
import { EDITOR_SHOTS } from "./editor_shots.ts";
import { EVENT_SHOTS } from "./event_shots.ts";
import { INSTALL_SHOTS } from "./install_shots.ts";
import { PLUGIN_SHOTS } from "./plugin_shots.ts";
import { SERVICE_SHOTS } from "./service_shots.ts";
import { GERMAN_SHOTS } from "./german_shots.ts";
import { heading, type Shot, text } from "./shot.ts";
import { PLUGINS_IN_TROUBLE, REFUSED } from "./states.ts";
import { WORKFLOW_SHOTS, workflowAnswers } from "./workflow_shots.ts";

const GATE = { name: "Acme", version: "0.1.0", mode: "local", local: true, claimed: true };
const NO_ITEMS: Answer = { result: { items: [] } };
/** All pages, each in the states that it can be in. */
export const SHOTS: Shot[] = [
  ...GERMAN_SHOTS,
  { name: "gate_sign_in", path: "/", person: null, auth: GATE, ready: heading(/Sign in/) },
  {
    name: "gate_providers",
    path: "/",
    person: null,
    auth: {
      ...GATE,
      mode: "oidc",
      local: true,
      providers: [
        { id: "forge", name: "Acme Forge", kind: "forgejo" },
        { id: "github", name: "GitHub", kind: "github" },
        { id: "sso", name: "Acme Single Sign-on", kind: "oidc" },
      ],
      failure: {
        reason: "not_invited",
        message: "Nobody here goes by ada@example.com yet",
        hint: "Ask an owner of this server for an invitation",
      },
    },
    ready: heading(/Sign in/),
  },
  { name: "account", path: "/account", ready: heading(/API tokens/) },
  {
    name: "gate_refused",
    path: "/",
    person: null,
    auth: GATE,
    ready: heading(/Sign in/),
    act: async (page) => {
      await page.route("**/auth/login", (route) =>
        route.fulfill({
          status: 401,
          json: {
            error: {
              code: -32001,
              message: "This name and password do not fit together",
              data: { reason: "unauthenticated", hint: "Check both, or ask an owner for a new invitation." },
            },
          },
        }));
      await page.getByLabel("Sign-in name").fill("alice");
      await page.getByLabel("Password", { exact: true }).fill("not this one");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").waitFor();
    },
  },
  {
    name: "gate_claim",
    path: "/claim#token",
    person: null,
    auth: { ...GATE, claimed: false },
    ready: heading(/Make this server yours/),
    act: (page) => page.getByLabel("Your name").fill("Ada Lovelace"),
  },
  { name: "gate_claimed", path: "/claim#token", person: null, auth: GATE, ready: heading(/has an owner/) },
  {
    name: "gate_unclaimed",
    path: "/",
    person: null,
    auth: { ...GATE, claimed: false },
    ready: heading(/no owner yet/),
  },
  { name: "gate_invite", path: "/invite#token", person: null, auth: GATE, ready: heading(/Join/) },
  { name: "gate_dev", path: "/", person: null, ready: heading(/Who are you/) },

  { name: "home", path: "/", ready: text("Recent activity") },
  {
    name: "home_trouble",
    path: "/",
    answers: { "host.plugin.list": { change: PLUGINS_IN_TROUBLE }, ...workflowAnswers },
    ready: text(/is quarantined/),
  },
  {
    name: "home_all_off",
    path: "/",
    answers: { "host.plugin.list": NO_ITEMS, "host.workflow.list": NO_ITEMS, "host.workflow.runs": NO_ITEMS },
    ready: text("No plugin is on"),
  },
  {
    name: "home_loading",
    path: "/",
    answers: { "host.plugin.list": "never", "host.workflow.runs": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "home_error",
    path: "/",
    answers: { "host.plugin.list": REFUSED },
    ready: text("The plugins could not be read"),
  },
  {
    name: "home_needs",
    path: "/",
    answers: { "host.plugin.list": { change: PLUGINS_IN_TROUBLE }, ...workflowAnswers },
    ready: text(/is quarantined/),
    act: (page, width) => width < 768 ? page.waitForTimeout(1) : page.getByRole("button", { name: /need you/ }).click(),
  },
  {
    name: "palette",
    path: "/",
    ready: text("Recent activity"),
    act: (page) => page.keyboard.press("Control+k").then(() => page.getByRole("option").first().waitFor()),
  },
  {
    name: "palette_search",
    path: "/",
    ready: text("Recent activity"),
    act: (page) => page.keyboard.press("Control+k").then(() => page.getByRole("combobox").fill("gen")),
  },
  {
    name: "person_menu",
    path: "/",
    ready: text("Recent activity"),
    act: (page, width) => page.getByRole("button", { name: width < 768 ? "More" : /theme and sign-out/ }).click(),
  },

  ...PLUGIN_SHOTS,
  ...INSTALL_SHOTS,
  ...EVENT_SHOTS,
  ...SERVICE_SHOTS,
  ...CONSOLE_SHOTS,
  ...UPGRADE_SHOTS,

  { name: "people", path: "/people", ready: text("@bob") },
  { name: "people_groups", path: "/people/groups", ready: text("No groups yet") },
  {
    name: "people_invite",
    path: "/people",
    ready: text("@bob"),
    act: (page) => page.getByRole("button", { name: "Invite" }).click(),
  },

  { name: "logs", path: "/logs", ready: (page) => page.getByRole("log").waitFor() },
  {
    name: "logs_line",
    path: "/logs?level=debug",
    ready: (page) => page.getByRole("log").waitFor(),
    act: (page) => page.getByRole("log").getByRole("button").last().click(),
  },
  { name: "logs_member", path: "/logs", person: "bob", ready: heading(/Owners and admins/) },

  ...WORKFLOW_SHOTS,

  ...EDITOR_SHOTS,

  ...CHAT_SHOTS,

  { name: "chat", path: "/app/chat/general", ready: (page) => page.locator("article").first().waitFor() },
  {
    name: "chat_list",
    path: "/app/chat",
    ready: (page) => page.locator("[data-channel]").first().waitFor(),
    act: (page) => page.waitForTimeout(300),
  },
  {
    name: "chat_buttons",
    path: "/app/chat/launch-plans",
    ready: text("Who looks after the launch page"),
    act: async (page) => {
      await page.getByRole("button", { name: "Comment" }).click();
      await page.getByLabel("Comment").fill("From nine on");
    },
  },
  { name: "chat_empty", path: "/app/chat/design", ready: heading("#design") },
  { name: "chat_unknown", path: "/app/chat/nowhere", ready: heading(/There is no channel/) },
  {
    name: "chat_error",
    path: "/app/chat/general",
    answers: { "chat.message.list": REFUSED },
    ready: heading(/could not be read/),
  },
  {
    name: "chat_loading",
    path: "/app/chat/general",
    answers: { "chat.message.list": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "chat_not_sent",
    path: "/app/chat/general",
    answers: { "chat.message.send": "away" },
    ready: (page) => page.locator("article").first().waitFor(),
    act: async (page) => {
      await page.getByLabel("Message #general").fill("Does anybody hear me?");
      await page.keyboard.press("Enter");
      await page.getByText("Waits for a connection").waitFor();
    },
  },
  {
    name: "chat_hover",
    path: "/app/chat/general",
    ready: (page) => page.locator("article").first().waitFor(),
    act: (page) => page.locator("article").last().hover(),
  },
  {
    name: "chat_create",
    path: "/app/chat/nowhere",
    ready: heading(/There is no channel/),
    act: (page) => page.getByRole("button", { name: "Create a channel" }).last().click(),
  },
  {
    name: "chat_off",
    path: "/app/chat",
    answers: {
      "host.plugin.list": {
        change: (list: { items: Record<string, unknown>[] }) => ({
          items: list.items.map((item) =>
            item.id === "chat" ? { ...item, enabled: false, state: "disabled", running: false } : item
          ),
        }),
      },
    },
    ready: heading(/is turned off/),
  },
  {
    name: "offline",
    path: "/",
    offline: true,
    ready: text("Recent activity"),
    act: async (page) => {
      await page.getByRole("status").getByText(/No connection/).waitFor();
    },
  },
  { name: "not_found", path: "/nothing/here", ready: heading(/nothing at this address/) },
  { name: "kit_controls", path: "/kit", ready: heading("Button, primary") },
  {
    name: "kit_data",
    path: "/kit",
    ready: heading("Button, primary"),
    act: (page) => page.getByRole("tab", { name: "Data" }).click(),
  },
  {
    name: "kit_feedback",
    path: "/kit",
    ready: heading("Button, primary"),
    act: (page) => page.getByRole("tab", { name: "Feedback" }).click(),
  },
  {
    name: "kit_tokens",
    path: "/kit",
    ready: heading("Button, primary"),
    act: (page) => page.getByRole("tab", { name: "Tokens" }).click(),
  },
];
