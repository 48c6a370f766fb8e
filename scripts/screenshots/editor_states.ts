import type { RunDetail, WorkflowInfo } from "../../ui/state/wire.ts";
import type { CompletionItem, SourceView, TemplateInfo } from "../../ui/state/workflow_editor/wire.ts";

/** What the editor of workflows shows, as the host would tell of it. */

const ago = (ms: number) => new Date(Date.now() - ms).toISOString();

const LIVE = `import { event, manual, workflow } from "@bulkhead/workflow";
import { z } from "zod";

/** What people may say when they begin it by hand. */
const input = z.object({
  channel: z.string().default("#general").describe("Where it is said"),
  lines: z.number().int().min(1).max(50).default(10),
  dry: z.boolean().default(false),
});

export default workflow({
  description: "Tells a new channel what it is for",
  on: [event("chat.channel.created"), manual({ input })],
  uses: ["chat"],
}, async ({ event, input, chat, step, sleep }) => {
  const channel = event?.data.id ?? input!.channel;
  const text = await step("text", () => \`Welcome to \${channel}\`);
  await chat.message.send({ channel, text });
  await sleep("1d");
  await chat.message.send({ channel, text: "One day old. Still needed?" });
});
`;

export const SOURCE: SourceView = {
  name: "welcome",
  file: "welcome.ts",
  source: LIVE,
  liveSource: LIVE,
  hash: "0".repeat(64),
  savedBy: { id: "bob", name: "Bob", at: ago(3_600_000) },
};

export const THEIRS: SourceView = {
  ...SOURCE,
  source: LIVE.replace("One day old. Still needed?", "It is a day old: is it needed?"),
  hash: "1".repeat(64),
};

export const WELCOME: WorkflowInfo = {
  name: "welcome",
  file: "welcome.ts",
  description: "Tells a new channel what it is for",
  state: "live",
  since: ago(3_600_000),
  hash: "9f3ab2c41d77e0",
  lastGood: false,
  uses: ["chat"],
  triggers: [
    { kind: "event", detail: "chat.channel.created" },
    {
      kind: "manual",
      input: {
        type: "object",
        properties: {
          channel: { type: "string", default: "#general", description: "Where it is said" },
          lines: { type: "integer", minimum: 1, maximum: 50, default: 10 },
          dry: { type: "boolean", default: false },
        },
      },
    },
  ],
  diagnostics: [],
  runs: [],
};

export const FAULTS = [
  {
    file: "welcome.ts",
    line: 18,
    column: 14,
    kind: "type",
    message: "Property 'mesage' does not exist on type 'ChatClient'. Did you mean 'message'?",
  },
  {
    file: "welcome.ts",
    line: 18,
    column: 28,
    kind: "type",
    message: "Object literal may only specify known properties, and 'chanel' does not exist in type 'SendParams'.",
  },
];
export const FAULTY_LINE = 'await chat.mesage.send({ chanel: "#ops", text });';

const item = (label: string, kind: string, detail?: string): CompletionItem => ({
  label,
  kind,
  sortText: "11",
  ...(detail ? { detail } : {}),
});
export const COMPLETIONS: CompletionItem[] = [
  item("send", "method", "(params: { channel: string; text: string }) => Promise<ChatMessage>"),
  item("edit", "method", "(params: { id: string; text: string }) => Promise<ChatMessage>"),
  item("list", "method", "(params: { channel: string; after?: number; limit?: number }) => Promise<ChatMessagePage>"),
  item("get", "method", "(params: { id: string }) => Promise<ChatMessage>"),
  item("toggle_react", "method", "(params: { id: string; emoji: string }) => Promise<void>"),
];

export const TEST_RUN: RunDetail = {
  id: "run_test",
  name: "welcome",
  state: "sleeping",
  reason: "Sleeps for a day",
  trigger: "manual by alice",
  startedAt: ago(1_900),
  wakeAt: new Date(Date.now() + 86_400_000).toISOString(),
  steps: [
    { id: "text", name: "text", state: "succeeded", attempts: 1, startedAt: ago(1_890), endedAt: ago(1_886) },
    {
      id: "chat.message.send",
      name: "chat.message.send",
      state: "succeeded",
      attempts: 1,
      startedAt: ago(1_880),
      endedAt: ago(1_860),
    },
    { id: "sleep", name: "sleep", kind: "sleep", state: "sleeping", attempts: 1, startedAt: ago(1_855) },
  ],
};

const template = (id: string, title: string, description: string, uses: string[], missing: string[] = []) => ({
  id,
  title,
  description,
  uses,
  missing,
  available: missing.length === 0,
  source: `/**\n * ${title}\n *\n * ${description}\n */\n${LIVE}`,
});
export const TEMPLATES: TemplateInfo[] = [
  template(
    "github_to_chat",
    "Issues and pull requests in a channel",
    "Tells #general of each issue and pull request that is opened on GitHub, with its title and a link.",
    ["chat"],
  ),
  template(
    "daily_digest",
    "Daily digest of a channel",
    "On weekdays at nine it gathers what was said in a channel since the day before and posts one summary: who wrote, " +
      "how much, and the messages with most reactions.",
    ["chat"],
  ),
  template(
    "github_issue_approval",
    "Approve what is done about an issue",
    "A new issue is labelled, somebody decides with a button in chat, and the answer goes back as a comment.",
    ["chat", "github"],
  ),
  template("nightly_backup", "Nightly backup with a report", "Makes a backup at three and says how it went.", ["chat"]),
  template(
    "mail_to_thread",
    "E-mail in, chat thread, reply out",
    "Each mail to the shared address becomes a thread; what is answered there goes back as a mail.",
    ["chat", "email"],
    ["email"],
  ),
];
