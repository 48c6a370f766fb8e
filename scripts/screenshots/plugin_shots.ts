import { type Answer, refuse } from "./answers.ts";
import { registryAnswers } from "./install_shots.ts";
import {
  STANDUP,
  STANDUP_EVENTS,
  STANDUP_GRANTS,
  STANDUP_LOG,
  STANDUP_REVOKED,
  STANDUP_SETTINGS,
} from "./plugin_states.ts";
import { heading, type Shot, text } from "./shot.ts";
import { PLUGINS_IN_TROUBLE, REFUSED } from "./states.ts";

const standup: Record<string, Answer> = {
  ...registryAnswers,
  "host.plugin.get": { result: STANDUP },
  "host.plugin.grants.get": { result: STANDUP_GRANTS },
  "host.plugin.settings.get": { result: STANDUP_SETTINGS },
  "host.event.list": { result: STANDUP_EVENTS },
  "host.log.query": { result: STANDUP_LOG },
  "host.log.tail": "never",
};
const standupWith = (more: Record<string, Answer>) => ({ ...standup, ...more });

/** The list of plugins and a plugin's own page. */
export const PLUGIN_SHOTS: Shot[] = [
  { name: "plugins", path: "/plugins", ready: (page) => page.locator("[data-plugin]").first().waitFor() },
  {
    name: "plugins_trouble",
    path: "/plugins",
    answers: { "host.plugin.list": { change: PLUGINS_IN_TROUBLE } },
    ready: text("Quarantined"),
  },
  { name: "plugins_installed", path: "/plugins", answers: registryAnswers, ready: text("Revoked") },
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
  {
    name: "home_packages",
    path: "/",
    answers: registryAnswers,
    ready: text(/was revoked/),
  },
];
