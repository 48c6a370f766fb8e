import type { AuditEntry } from "../../ui/state/audit/audit_feed.ts";
import { type Answer, refuse } from "./answers.ts";
import { heading, type Shot, text } from "./shot.ts";
import { REFUSED } from "./states.ts";

const NOW = Date.now();
const ago = (ms: number) => new Date(NOW - ms).toISOString();
const MINUTE = 60_000;

const polls = { kind: "plugin", id: "polls", name: "Polls", granted: true, optional: false };
const SECRETS: Answer = {
  result: {
    items: [
      {
        name: "ANTHROPIC_API_KEY",
        last4: "x9Qa",
        source: "store",
        updatedAt: ago(9 * MINUTE),
        updatedBy: "u-alice",
        service: "anthropic",
        users: [
          { ...polls, id: "agents", name: "Agents", reason: "Runs agents on your account" },
          { kind: "workflow", id: "triage-issue", name: "triage-issue", granted: false, optional: false },
        ],
      },
      {
        name: "GITHUB_WEBHOOK_SECRET",
        last4: "",
        source: "environment",
        users: [{ ...polls, id: "github", name: "GitHub" }],
      },
      {
        name: "A_SECRET_WITH_A_NAME_THAT_IS_AS_LONG_AS_A_NAME_OF_A_SECRET_MAY_BE",
        last4: "0042",
        source: "store",
        updatedAt: ago(90 * 24 * 60 * MINUTE),
        updatedBy: "u-gone",
        users: [],
      },
    ],
    wanted: [
      {
        name: "POSTMARK_TOKEN",
        users: [{ ...polls, id: "email", name: "Email", reason: "Sends and receives mail through Postmark" }],
      },
      {
        name: "LIVEKIT_API_SECRET",
        users: [{ ...polls, id: "huddles", name: "Huddles", granted: false, optional: true }],
      },
    ],
    key: { origin: "file", place: "/var/lib/bulkhead/keys/secrets.key" },
  },
};

const PEOPLE = [["u-alice", "Alice"], ["u-bob", "Bob"], ["u-carol", "كارول هيل"]] as const;
const CALLS: [method: string, target: AuditEntry["target"], outcome: AuditEntry["outcome"], reason?: string][] = [
  ["host.plugin.disable", { id: "polls" }, "allowed"],
  ["host.secret.set", { name: "ANTHROPIC_API_KEY" }, "allowed"],
  ["host.user.disable", { id: "@dave" }, "denied", "forbidden"],
  ["chat.message.send", { channel: "#general" }, "allowed"],
  ["host.plugin.install", { source: "https://plugins.example.com/#polls@^1" }, "failed", "precondition_failed"],
  ["auth.login", { handle: "carol" }, "denied", "wrong_password"],
  ["host.audit.list", { outcome: "denied" }, "allowed"],
];
const ENTRIES: AuditEntry[] = Array.from({ length: 120 }, (_, index) => {
  const [method, target, outcome, reason] = CALLS[index % CALLS.length]!;
  const [id, name] = PEOPLE[index % PEOPLE.length]!;
  return {
    id: 5_000 - index,
    time: ago(index * 7 * MINUTE + 20_000),
    caller: { kind: "user", id, name, role: id === "u-alice" ? "owner" : "member" },
    ...(index % 9 === 4 ? { through: "workflow:triage-issue" } : {}),
    method,
    target,
    outcome,
    ...(reason ? { reason } : {}),
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
  };
});
const AUDIT: Answer = { result: { items: ENTRIES, nextCursor: "4880" } };
const audit = { "host.audit.list": AUDIT };
const secrets = { "host.secret.list": SECRETS };

const DAY_MS = 86_400_000;
const BACKUPS = {
  folder: "/var/backups/bulkhead",
  items: [0, 1, 2, 3, 4].map((days) => {
    const createdAt = new Date(Date.now() - days * DAY_MS - 3_600_000).toISOString();
    const stamp = createdAt.slice(0, 19).replaceAll(/[-:]/g, "");
    const scheduled = days !== 2;
    return {
      name: `bulkhead-${stamp}Z${scheduled ? "-auto" : ""}.tar.zst${scheduled ? ".enc" : ""}`,
      ...{ createdAt, sizeBytes: 912_000_000 - days * 7_000_000, encrypted: scheduled, scheduled },
      ...{ host: "0.1.0", key: scheduled, places: ["folder"] },
      ...(days === 4 ? { problem: "The backup is damaged: its first lines cannot be read" } : {}),
    };
  }),
  nextAt: new Date(Date.now() + 5 * 3_600_000).toISOString(),
  lastFailure: {
    at: new Date(Date.now() - 3_600_000).toISOString(),
    message: 'There is no room left for a backup in "/var/backups/bulkhead": free some, or choose another folder',
  },
  running: { kind: "create", name: "bulkhead-20260301T030000Z.tar.zst", done: 412_000_000, total: 1_900_000_000 },
};
const backups = { "host.backup.list": { result: BACKUPS } };
/** With a store elsewhere: in both places, only in one, only in the other. */
const STORED = {
  ...BACKUPS,
  items: BACKUPS.items.map((item, index) => ({
    ...item,
    problem: undefined,
    places: index === 0 ? ["folder"] : index < 3 ? ["folder", "s3"] : ["s3"],
  })),
  running: { kind: "upload", name: BACKUPS.items[0]!.name, done: 212_000_000, total: 912_000_000 },
  lastFailure: undefined,
  s3: { place: "s3.eu-central-1.example.com/company-backups/bulkhead" },
};
const stored = { "host.backup.list": { result: STORED } };
const PROBLEM =
  'The store "s3.eu-central-1.example.com" refuses the key: set the secret S3_KEY to one that may read and write in "company-backups"';
const storeAway = {
  "host.backup.list": { result: { ...STORED, running: undefined, s3: { ...STORED.s3, problem: PROBLEM } } },
};

/** The API page, secrets, backups, and the audit log. */
export const CONSOLE_SHOTS: Shot[] = [
  { name: "api", path: "/api", ready: (page) => page.getByPlaceholder("Name or what it does").waitFor() },
  { name: "api_group", path: "/api/chat", ready: text("chat.message.sent") },
  { name: "api_method", path: "/api/chat.message.send", ready: text("Sends a message to a channel") },
  {
    name: "api_nested",
    path: "/api/host.plugin.get",
    ready: text("Params"),
    act: async (page) => {
      await page.getByRole("button", { name: /Show what is in it of metrics/ }).first().click();
    },
  },
  {
    name: "api_search",
    path: "/api/host.secret.test?q=secret",
    ready: text("Tries a key"),
  },
  { name: "api_try", path: "/api/chat.channel.list?tab=try", ready: heading(/same call elsewhere/) },
  {
    name: "api_try_done",
    path: "/api/host.user.me?tab=try",
    ready: heading(/same call elsewhere/),
    act: async (page) => {
      await page.getByRole("button", { name: "Call", exact: true }).click();
      await page.getByText("Answered").waitFor();
    },
  },
  {
    name: "api_try_refused",
    path: "/api/chat.channel.get?tab=try",
    answers: {
      "chat.channel.get": refuse(-32004, 'There is no channel "#nowhere"', {
        reason: "not_found",
        hint: "chat.channel.list tells which there are",
        traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
      }),
    },
    ready: heading(/same call elsewhere/),
    act: async (page) => {
      await page.getByRole("button", { name: "Call", exact: true }).click();
      await page.getByText("not_found").first().waitFor();
    },
  },
  {
    name: "api_try_asks",
    path: "/api/chat.channel.archive?tab=try",
    ready: heading(/same call elsewhere/),
    act: async (page) => {
      await page.getByRole("button", { name: "Call", exact: true }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "api_unknown", path: "/api/nobody.knows.this", ready: text(/for you to call/) },
  {
    name: "api_error",
    path: "/api",
    answers: { "rpc.discover": REFUSED },
    ready: text("The methods could not be read"),
  },

  { name: "secrets", path: "/settings/secrets", answers: secrets, ready: text("POSTMARK_TOKEN") },
  {
    name: "secrets_one",
    path: "/settings/secrets?secret=ANTHROPIC_API_KEY",
    answers: {
      ...secrets,
      "host.secret.test": {
        result: {
          name: "ANTHROPIC_API_KEY",
          service: "anthropic",
          ok: true,
          outcome: "valid",
          message: "Anthropic accepts the key",
        },
      },
    },
    ready: text("Who asks for it"),
    act: async (page) => {
      await page.getByRole("button", { name: "Test it" }).click();
      await page.getByText("The key works").waitFor();
    },
  },
  {
    name: "secrets_refused",
    path: "/settings/secrets?secret=ANTHROPIC_API_KEY",
    answers: {
      ...secrets,
      "host.secret.test": {
        result: {
          ...{ name: "ANTHROPIC_API_KEY", service: "anthropic", ok: false, outcome: "refused" },
          message: "Anthropic refuses the key (HTTP 401)",
        },
      },
    },
    ready: text("Who asks for it"),
    act: async (page) => {
      await page.getByRole("button", { name: "Test it" }).click();
      await page.getByText("The key is refused").waitFor();
    },
  },
  {
    name: "secrets_set",
    path: "/settings/secrets",
    answers: secrets,
    ready: text("POSTMARK_TOKEN"),
    act: async (page) => {
      await page.getByRole("button", { name: "Set a secret" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Set" }).click();
      await page.getByText("Needed", { exact: true }).waitFor();
    },
  },
  {
    name: "secrets_rotate",
    path: "/settings/secrets",
    answers: secrets,
    ready: text("POSTMARK_TOKEN"),
    act: async (page) => {
      await page.getByRole("button", { name: "Change the key" }).click();
      await page.getByRole("dialog").waitFor();
    },
  },
  {
    name: "secrets_none",
    path: "/settings/secrets",
    answers: { "host.secret.list": { change: (view: { key: unknown }) => ({ items: [], wanted: [], key: view.key }) } },
    ready: text("No secret is set"),
  },
  {
    name: "secrets_member",
    path: "/settings/secrets",
    person: "bob",
    ready: text("Owners and admins look after secrets"),
  },
  {
    name: "secrets_error",
    path: "/settings/secrets",
    answers: { "host.secret.list": REFUSED },
    ready: text("could not be read"),
  },

  { name: "settings", path: "/settings", ready: heading("Settings") },
  { name: "backups", path: "/settings/backups", answers: backups, ready: text("by hand") },
  { name: "backups_none", path: "/settings/backups", ready: text("No backup yet") },
  {
    name: "backups_one",
    path: `/settings/backups?backup=${BACKUPS.items[0]!.name}`,
    answers: backups,
    ready: text("Is it sound?"),
  },
  { name: "backups_store", path: "/settings/backups", answers: stored, ready: text("only in the store") },
  {
    name: "backups_store_one",
    path: `/settings/backups?backup=${STORED.items[3]!.name}`,
    answers: storeAway,
    ready: text("Is it sound?"),
  },
  {
    name: "backups_store_here",
    path: `/settings/backups?backup=${STORED.items[0]!.name}`,
    answers: storeAway,
    ready: text("Is it sound?"),
  },
  { name: "audit", path: "/settings/audit", answers: audit, ready: text("host.plugin.disable") },
  { name: "audit_one", path: "/settings/audit?entry=4996", answers: audit, ready: text("What it was about") },
  {
    name: "audit_filtered",
    path: "/settings/audit?who=@bob&method=host.*&outcome=denied&since=1d&text=dave",
    answers: audit,
    ready: text("host.plugin.disable"),
    act: async (page, width) => {
      if (width < 768) await page.getByRole("button", { name: /^Filters/ }).click();
    },
  },
  {
    name: "audit_fresh",
    path: "/settings/audit",
    answers: audit,
    ready: text("host.plugin.disable"),
    act: async (page, _width, push) => {
      await page.getByRole("log").evaluate((element) => element.scrollTop = element.scrollHeight / 3);
      await page.waitForTimeout(200);
      push("host.audit.added", { items: [{ ...ENTRIES[2], id: 5_001 }], more: 0 });
      await page.getByRole("button", { name: "1 new" }).waitFor();
    },
  },
  {
    name: "audit_none",
    path: "/settings/audit?text=zeppelin",
    answers: { "host.audit.list": { result: { items: [] } } },
    ready: text("No entry fits"),
  },
  {
    name: "audit_error",
    path: "/settings/audit",
    answers: { "host.audit.list": REFUSED },
    ready: text("could not be read"),
  },
  { name: "audit_member", path: "/settings/audit", person: "bob", ready: text("Owners and admins read the audit log") },
];
