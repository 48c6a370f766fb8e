import type { Answer } from "./answers.ts";
import {
  DANGEROUS,
  OFFERS,
  PLAIN_UPDATE,
  POLLS,
  REGISTRIES,
  REGISTRY,
  STANDUP,
  STANDUP_EVENTS,
  STANDUP_GRANTS,
  STANDUP_LOG,
  STANDUP_REVOKED,
  STANDUP_SETTINGS,
  UPDATE,
  WITH_INSTALLED,
  WITH_PROBLEMS,
} from "./plugin_states.ts";
import { heading, type Shot, text } from "./shot.ts";
import { PLUGINS_IN_TROUBLE, REFUSED } from "./states.ts";

const NO_ITEMS: Answer = { result: { items: [] } };
const refuse = (code: number, message: string, data: Record<string, unknown>): Answer => ({
  error: { code, message, data },
});

const registries: Record<string, Answer> = {
  "host.plugin.list": { change: WITH_INSTALLED },
  "host.registry.list": { result: { items: REGISTRIES } },
  "host.registry.search": { result: { items: OFFERS } },
};
const inspect = (result: unknown): Record<string, Answer> => ({ ...registries, "host.plugin.inspect": { result } });
const standup: Record<string, Answer> = {
  ...registries,
  "host.plugin.get": { result: STANDUP },
  "host.plugin.grants.get": { result: STANDUP_GRANTS },
  "host.plugin.settings.get": { result: STANDUP_SETTINGS },
  "host.event.list": { result: STANDUP_EVENTS },
  "host.log.query": { result: STANDUP_LOG },
  "host.log.tail": "never",
};
const standupWith = (more: Record<string, Answer>) => ({ ...standup, ...more });
const CONSENT = `/plugins/install?source=${encodeURIComponent(POLLS.source)}`;
const progress = (stage: string, more: Record<string, unknown> = {}) => ({
  id: "polls",
  source: POLLS.source,
  work: "install",
  stage,
  ...more,
});

/** The pages about plugins: the list, the registries, consent, and a plugin's own page. */
export const PLUGIN_SHOTS: Shot[] = [
  { name: "plugins", path: "/plugins", ready: (page) => page.locator("[data-plugin]").first().waitFor() },
  {
    name: "plugins_trouble",
    path: "/plugins",
    answers: { "host.plugin.list": { change: PLUGINS_IN_TROUBLE } },
    ready: text("Quarantined"),
  },
  { name: "plugins_installed", path: "/plugins", answers: registries, ready: text("Revoked") },
  {
    name: "plugins_member",
    path: "/plugins",
    person: "bob",
    ready: (page) => page.locator("[data-plugin]").first().waitFor(),
  },
  {
    name: "plugins_error",
    path: "/plugins",
    answers: { "host.plugin.list": REFUSED },
    ready: text("The plugins could not be read"),
  },
  {
    name: "plugins_disable",
    path: "/plugins/standup",
    answers: standup,
    ready: heading("The last hour"),
    act: (page) => page.getByRole("switch", { name: "Standup" }).click(),
  },

  { name: "browse", path: "/plugins/install", answers: registries, ready: text("Polls") },
  {
    name: "browse_none",
    path: "/plugins/install",
    answers: { "host.registry.list": NO_ITEMS },
    ready: text("No registry yet"),
  },
  {
    name: "browse_nothing_found",
    path: "/plugins/install?query=zeppelin",
    answers: { ...registries, "host.registry.search": NO_ITEMS },
    ready: text(/No plugin fits/),
  },
  {
    name: "browse_loading",
    path: "/plugins/install",
    answers: { ...registries, "host.registry.search": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "browse_error",
    path: "/plugins/install",
    answers: { ...registries, "host.registry.search": REFUSED },
    ready: text("The registries could not be searched"),
  },
  { name: "browse_member", path: "/plugins/install", person: "bob", ready: heading(/Owners and admins install/) },
  {
    name: "browse_source",
    path: "/plugins/install",
    answers: registries,
    ready: text("Polls"),
    act: async (page) => {
      await page.getByRole("button", { name: "Folder" }).click();
      await page.getByRole("textbox", { name: "Folder or URL" }).fill("/srv/plugins/polls");
    },
  },
  {
    name: "registries",
    path: "/plugins/install/registries",
    answers: registries,
    ready: text("Old registry"),
  },
  {
    name: "registries_add",
    path: "/plugins/install/registries",
    answers: { ...registries, "host.registry.add": { result: REGISTRY } },
    ready: text("Old registry"),
    act: async (page) => {
      await page.getByRole("button", { name: "Add a registry" }).click();
      await page.getByLabel("Address").fill("plugins.example.com");
      await page.getByRole("button", { name: "Add registry" }).click();
      await page.getByText(/is added/).waitFor();
    },
  },
  {
    name: "registries_refused",
    path: "/plugins/install/registries",
    answers: {
      ...registries,
      "host.registry.add": refuse(-32022, 'The index of "http://192.168.1.9/" is not signed by the key beside it', {
        reason: "index_signature_invalid",
        hint: "Ask its owner; do not install from it meanwhile.",
        traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      }),
    },
    ready: text("Old registry"),
    act: async (page) => {
      await page.getByRole("button", { name: "Add a registry" }).click();
      await page.getByLabel("Address").fill("http://192.168.1.9/");
      await page.getByRole("button", { name: "Add registry" }).click();
      await page.getByRole("alert").filter({ hasText: "It was not added" }).waitFor();
    },
  },

  { name: "consent", path: CONSENT, answers: inspect(POLLS), ready: text("Who answered what") },
  { name: "consent_dangerous", path: CONSENT, answers: inspect(DANGEROUS), ready: text("Run the program git") },
  { name: "consent_problems", path: CONSENT, answers: inspect(WITH_PROBLEMS), ready: text(/It needs host API/) },
  {
    name: "consent_invalid",
    path: CONSENT,
    answers: inspect({ ...POLLS, signature: "invalid", tier: "unsigned" }),
    ready: text("Signature does not fit"),
  },
  { name: "consent_update", path: CONSENT, answers: inspect(UPDATE), ready: text("No longer asked for") },
  {
    name: "consent_plain_update",
    path: CONSENT,
    answers: inspect(PLAIN_UPDATE),
    ready: text("It asks for nothing new."),
  },
  {
    name: "consent_looking",
    path: CONSENT,
    answers: { ...registries, "host.plugin.inspect": "never" },
    ready: (page) => page.waitForTimeout(900),
    act: async (page, _width, push) => {
      push("host.plugin.progress", { ...progress("download", { id: "", share: 0.4 }), work: "inspect" });
      await page.getByText("Download it").waitFor();
    },
  },
  {
    name: "consent_loading",
    path: CONSENT,
    answers: { ...registries, "host.plugin.inspect": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "consent_refused",
    path: CONSENT,
    answers: {
      ...registries,
      "host.plugin.inspect": refuse(-32022, "The package holds a symbolic link, ui/page.js", {
        reason: "entry_unsafe",
        hint: "A package may hold plain files only. Ask its publisher for another.",
        traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      }),
    },
    ready: text("This package cannot be installed"),
  },
  {
    name: "install_progress",
    path: CONSENT,
    answers: { ...inspect(POLLS), "host.plugin.install": "never" },
    ready: text("Who answered what"),
    act: async (page, _width, push) => {
      await page.getByRole("button", { name: /^Install and grant/ }).click();
      for (const stage of ["resolve", "download", "verify"]) push("host.plugin.progress", progress(stage));
      push("host.plugin.progress", progress("store", { share: 0.62 }));
      await page.getByText("Put it into the store").waitFor();
    },
  },
  {
    name: "install_failed",
    path: CONSENT,
    answers: {
      ...inspect(POLLS),
      "host.plugin.install": refuse(-32022, "Polls did not become ready within 20 s: no answer from the plugin", {
        reason: "start_failed",
        hint: "Nothing of it was left behind. Look in the log for what it wrote.",
        traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      }),
    },
    ready: text("Who answered what"),
    act: async (page) => {
      await page.getByRole("button", { name: /^Install and grant/ }).click();
      await page.getByText("Polls is not installed").waitFor();
    },
  },
  {
    name: "install_done",
    path: CONSENT,
    answers: {
      ...inspect(POLLS),
      "host.plugin.install": { result: { id: "polls", version: "1.3.0", enabled: true, state: "ready" } },
    },
    ready: text("Who answered what"),
    act: async (page) => {
      await page.getByRole("button", { name: /^Install and grant/ }).click();
      await page.getByText("Polls is installed").waitFor();
    },
  },

  { name: "plugin", path: "/plugins/chat", ready: heading("Who depends on it") },
  { name: "plugin_overview", path: "/plugins/standup", answers: standup, ready: heading("The last hour") },
  {
    name: "plugin_loading",
    path: "/plugins/standup",
    answers: standupWith({ "host.plugin.get": "never" }),
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "plugin_error",
    path: "/plugins/standup",
    answers: standupWith({ "host.plugin.get": REFUSED }),
    ready: text("This plugin could not be read"),
  },
  {
    name: "plugin_member",
    path: "/plugins/chat/permissions",
    person: "bob",
    ready: text("Owners and admins grant and revoke."),
  },
  {
    name: "plugin_logs_member",
    path: "/plugins/chat/logs",
    person: "bob",
    ready: text("Owners and admins read the log"),
  },
  {
    name: "plugin_quarantined",
    path: "/plugins/chat",
    answers: {
      "host.plugin.get": {
        change: (plugin: Record<string, unknown>) => ({
          ...plugin,
          state: "quarantined",
          running: false,
          pid: undefined,
          reason: "Out of memory, 3 crashes in 5 min",
          restarts: 3,
        }),
      },
    },
    ready: text("Quarantined"),
  },
  {
    name: "plugin_revoked",
    path: "/plugins/standup",
    answers: standupWith({ "host.plugin.get": { result: STANDUP_REVOKED } }),
    ready: text("has revoked this version"),
  },
  {
    name: "plugin_permissions",
    path: "/plugins/standup/permissions",
    answers: standup,
    ready: text("It tried without a grant"),
  },
  {
    name: "plugin_permissions_none",
    path: "/plugins/standup/permissions",
    answers: standupWith({ "host.plugin.grants.get": { result: { id: "standup", items: [], denied: [] } } }),
    ready: text("It asks for nothing"),
  },
  {
    name: "plugin_grant",
    path: "/plugins/standup/permissions",
    answers: standup,
    ready: text("It tried without a grant"),
    act: (page) => page.getByRole("button", { name: "Grant: Run the program git" }).click(),
  },
  {
    name: "plugin_revoke",
    path: "/plugins/standup/permissions",
    answers: standupWith({ "host.plugin.grants.set": { result: STANDUP_GRANTS } }),
    ready: text("It tried without a grant"),
    act: async (page) => {
      await page.getByRole("button", { name: "Revoke: Call chat.message.send" }).click();
      await page.getByText("Undo").waitFor();
    },
  },
  { name: "plugin_settings", path: "/plugins/standup/settings", answers: standup, ready: text("Calendar token") },
  {
    name: "plugin_settings_foot",
    path: "/plugins/standup/settings",
    answers: standup,
    ready: text("Calendar token"),
    act: (page) => page.getByLabel("Rules").scrollIntoViewIfNeeded(),
  },
  {
    name: "plugin_settings_problems",
    path: "/plugins/standup/settings",
    answers: standupWith({
      "host.plugin.settings.set": refuse(-32602, 'There is no channel "#standups"', {
        reason: "invalid_params",
        path: "/values/channel",
        hint: "Create it first.",
      }),
    }),
    ready: text("Calendar token"),
    act: async (page) => {
      await page.getByLabel("Channel").fill("#standups");
      await page.getByRole("button", { name: "Save" }).click();
      await page.getByText(/There is no channel/).waitFor();
    },
  },
  {
    name: "plugin_settings_none",
    path: "/plugins/standup/settings",
    answers: standupWith({ "host.plugin.settings.get": { result: { id: "standup", values: {}, set: [] } } }),
    ready: text("It has no settings"),
  },
  { name: "plugin_events", path: "/plugins/standup/events", answers: standup, ready: text("standup.round.closed") },
  {
    name: "plugin_logs",
    path: "/plugins/standup/logs",
    answers: standup,
    ready: (page) => page.getByRole("log").waitFor(),
  },
  {
    name: "plugin_versions",
    path: "/plugins/standup/versions",
    answers: standup,
    ready: text("On this server"),
  },
  { name: "plugin_versions_bundled", path: "/plugins/chat/versions", ready: text("It comes with this server") },
  {
    name: "plugin_rollback",
    path: "/plugins/standup/versions",
    answers: standup,
    ready: text("On this server"),
    act: (page) => page.getByRole("button", { name: "Roll back" }).click(),
  },
  {
    name: "plugin_uninstall",
    path: "/plugins/standup/versions",
    answers: standup,
    ready: text("On this server"),
    act: async (page) => {
      await page.getByRole("button", { name: "Uninstall Standup" }).click();
      await page.getByText("Delete its data").click();
    },
  },
  { name: "plugins_offline", path: CONSENT, answers: inspect(POLLS), offline: true, ready: text("Who answered what") },
  {
    name: "home_packages",
    path: "/",
    answers: registries,
    ready: text(/was revoked/),
  },
];
