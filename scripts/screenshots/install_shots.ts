import { type Answer, refuse } from "./answers.ts";
import {
  DANGEROUS,
  OFFERS,
  PLAIN_UPDATE,
  POLLS,
  PUBLISHER,
  REGISTRIES,
  REGISTRY,
  UPDATE,
  WITH_PROBLEMS,
} from "./package_states.ts";
import { WITH_INSTALLED } from "./plugin_states.ts";
import { heading, type Shot, text } from "./shot.ts";
import { REFUSED } from "./states.ts";

const NO_ITEMS: Answer = { result: { items: [] } };

/** A server with registries and with plugins from them. */
export const registryAnswers: Record<string, Answer> = {
  "host.plugin.list": { change: WITH_INSTALLED },
  "host.registry.list": { result: { items: REGISTRIES } },
  "host.registry.search": { result: { items: OFFERS } },
  "host.registry.publisher.list": {
    result: {
      items: [{ ...PUBLISHER, name: "Our own build server", addedBy: "alice", addedAt: REGISTRY.addedAt }],
    },
  },
};
const inspect = (result: unknown): Record<string, Answer> => ({
  ...registryAnswers,
  "host.plugin.inspect": { result },
});
const CONSENT = `/plugins/install?source=${encodeURIComponent(POLLS.source)}`;
const progress = (stage: string, more: Record<string, unknown> = {}) => ({
  id: "polls",
  source: POLLS.source,
  work: "install",
  stage,
  ...more,
});

/** Finding a plugin, agreeing to it, and its way onto the server. */
export const INSTALL_SHOTS: Shot[] = [
  { name: "browse", path: "/plugins/install", answers: registryAnswers, ready: text("Polls") },
  {
    name: "browse_none",
    path: "/plugins/install",
    answers: { "host.registry.list": NO_ITEMS },
    ready: text("No registry yet"),
  },
  {
    name: "browse_nothing_found",
    path: "/plugins/install?query=zeppelin",
    answers: { ...registryAnswers, "host.registry.search": NO_ITEMS },
    ready: text(/No plugin fits/),
  },
  {
    name: "browse_loading",
    path: "/plugins/install",
    answers: { ...registryAnswers, "host.registry.search": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "browse_error",
    path: "/plugins/install",
    answers: { ...registryAnswers, "host.registry.search": REFUSED },
    ready: text("The registries could not be searched"),
  },
  { name: "browse_member", path: "/plugins/install", person: "bob", ready: heading(/Owners and admins install/) },
  {
    name: "browse_source",
    path: "/plugins/install",
    answers: registryAnswers,
    ready: text("Polls"),
    act: async (page) => {
      await page.getByRole("button", { name: "Folder" }).click();
      await page.getByRole("textbox", { name: "Folder or URL" }).fill("/srv/plugins/polls");
    },
  },
  {
    name: "registries",
    path: "/plugins/install/registries",
    answers: registryAnswers,
    ready: text("Old registry"),
  },
  {
    name: "registries_add",
    path: "/plugins/install/registries",
    answers: { ...registryAnswers, "host.registry.add": { result: REGISTRY } },
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
      ...registryAnswers,
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
    answers: { ...registryAnswers, "host.plugin.inspect": "never" },
    ready: (page) => page.waitForTimeout(900),
    act: async (page, _width, push) => {
      push("host.plugin.progress", { ...progress("download", { id: "", share: 0.4 }), work: "inspect" });
      await page.getByText("Download it").waitFor();
    },
  },
  {
    name: "consent_loading",
    path: CONSENT,
    answers: { ...registryAnswers, "host.plugin.inspect": "never" },
    ready: (page) => page.waitForTimeout(900),
  },
  {
    name: "consent_refused",
    path: CONSENT,
    answers: {
      ...registryAnswers,
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

  {
    name: "consent_offline",
    path: CONSENT,
    answers: inspect(POLLS),
    offline: true,
    ready: text("Who answered what"),
    act: (page) => page.getByRole("status").getByText(/No connection/).waitFor(),
  },
];
