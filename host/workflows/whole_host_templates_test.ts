import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { sign } from "@octokit/webhooks-methods";
import { manualClock } from "../observe/mod.ts";
import { type TestHost, testHost, until } from "../../tests/harness/mod.ts";
import type { RunDetail, WorkflowInfo } from "./wire.ts";

const FOLDER = new URL("../../workflows/templates/", import.meta.url);
const SECRET = "a secret that is long enough";
const FILES = [...Deno.readDirSync(FOLDER)].map(({ name }) => name)
  .filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts")).sort();
const read = (name: string) => Deno.readTextFileSync(new URL(name, FOLDER));

interface Message {
  id: string;
  text: string;
  threadId?: string;
  actions?: { id: string }[];
  approval?: { run: string; step: string; state: string };
}

Deno.test("each template says at its top what it is, begins with a plugin that is there, and is tested", () => {
  assert.ok(FILES.length >= 6);
  for (const name of FILES) {
    const header = /^\/\*\*\n \* (\S.{2,60})\n \*\n((?: \* .+\n)+) \*\/\n/.exec(read(name));
    assert.ok(header, `${name} begins with a comment of a title, an empty line and a description`);
    const uses = /^\s*uses: \[(.*)\]/m.exec(read(name))?.[1]?.match(/[a-z-]+/g) ?? [];
    for (const plugin of uses) assert.ok(Deno.statSync(new URL(`../../plugins/${plugin}/`, FOLDER)).isDirectory, name);
    assert.ok(Deno.statSync(new URL(name.replace(".ts", "_test.ts"), FOLDER)).isFile);
  }
});

Deno.test("every template goes live on a real host, and does what it says", async () => {
  const clock = manualClock(Date.now());
  await using host = await testHost({
    plugins: ["chat", "github"],
    workflows: Object.fromEntries(FILES.map((name) => [name, read(name)])),
    // Behind a proxy people come in by their first request, as a new member does.
    auth: "proxy",
    args: ["--trusted-proxy", "127.0.0.1"],
    clock,
    secrets: { GITHUB_WEBHOOK_SECRET: SECRET, ON_CALL_SECRET: SECRET, TO_CHAT_SECRET: SECRET },
  });
  const { items } = await host.call<{ items: WorkflowInfo[] }>("host.workflow.list");
  assert.deepEqual(
    items.map(({ name, state, diagnostics }) => ({ file: `${name}.ts`, state, diagnostics })).sort((a, b) =>
      a.file < b.file ? -1 : 1
    ),
    FILES.map((file) => ({ file, state: "live", diagnostics: [] })),
  );
  const chat = new Channel(host);

  // A newcomer is greeted.
  await host.call("chat.channel.list", {}, { as: "eve" });
  await chat.message(/^Welcome, @?eve!/i);

  // An issue is told, asked about, and taken up by a member's decision.
  assert.equal(await delivery(host), 202);
  await chat.message(/^Issue in acme\/site: The door squeaks/);
  const asked = await chat.message(/^Take up this issue in acme\/site\?/);
  const { run, step } = asked.approval!;
  await host.call("host.workflow.approve", { id: run, step }, { as: "eve" });
  await chat.message(/^We take up acme\/site#7: The door squeaks/);

  // A signed webhook becomes a message, one that is not signed does not.
  const build = JSON.stringify({ title: "Build 7", message: "is green" });
  assert.equal((await host.hook("workflow/to-chat", build)).status, 401);
  assert.equal((await host.hook("workflow/to-chat", build, { headers: standard(build) })).status, 202);
  await chat.message(/^\*\*Build 7\*\* is green$/);

  // An alert asks one after the other until somebody presses a button.
  const alert = JSON.stringify({ title: "Disk full" });
  const { status, text } = await host.hook("workflow/on-call", alert, { headers: standard(alert) });
  assert.equal(status, 202);
  await chat.message(/^@alice \*\*Disk full\*\*/);
  const { runId } = JSON.parse(text) as { runId: string };
  await until(async () => (await detail(host, runId)).steps.some(({ name }) => name.startsWith("waitFor")), {
    what: "the wait",
  });
  await clock.advance(10 * 60_000);
  // The run may have been leaving memory when its time came, and is woken then by a timer of its own.
  const second = await chat.message(/^@bob \*\*Disk full\*\*/, () => clock.advance(1));
  await host.call("chat.message.act", { id: second.id, action: "ack", comment: "on it" }, { as: "eve" });
  assert.match((await chat.message(/has taken over: Disk full$/)).text, /^eve /i);
  await until(async () => (await detail(host, runId)).state === "succeeded", { what: "the alert to end" });
  assert.equal((await host.call<Message>("chat.message.get", { id: second.id })).actions, undefined);

  // The next morning has a digest of what people said.
  await host.call("chat.message.send", { channel: "#general", text: "What a day" }, { as: "eve" });
  await clock.advance(24 * 60 * 60_000);
  await chat.message(/^\*\*#general since yesterday\*\*: 1 message by 1 person$/m);
});

/** What stands in #general. */
class Channel {
  constructor(private readonly host: TestHost) {}

  /** The newest message that fits, now or soon. */
  async message(pattern: RegExp, meanwhile?: () => Promise<void>): Promise<Message> {
    let found: Message | undefined;
    let texts: string[] = [];
    await until(async () => {
      await meanwhile?.();
      const { items } = await this.host.call<{ items: Message[] }>("chat.message.list", { channel: "#general" });
      texts = items.map(({ text }) => text);
      return found = items.findLast(({ text }) => pattern.test(text));
    }, { what: `a message ${pattern}`, timeoutMs: 30_000 }).catch((error) => {
      throw new Error(`${error.message}; there is ${JSON.stringify(texts)}`);
    });
    return found!;
  }
}

function detail(host: TestHost, id: string): Promise<RunDetail> {
  return host.call("host.workflow.run.get", { id });
}

async function delivery(host: TestHost): Promise<number> {
  const body = JSON.stringify({
    action: "opened",
    issue: { number: 7, title: "The door squeaks", html_url: "https://github.com/acme/site/issues/7" },
    repository: { full_name: "acme/site" },
  });
  const headers = {
    "x-github-event": "issues",
    "x-github-delivery": crypto.randomUUID(),
    "x-hub-signature-256": await sign(SECRET, body),
  };
  return (await host.hook("github", body, { headers })).status;
}

/** Signed by Standard Webhooks. */
function standard(body: string): Record<string, string> {
  const id = crypto.randomUUID();
  const time = String(Math.floor(Date.now() / 1_000));
  const signature = createHmac("sha256", SECRET).update(`${id}.${time}.${body}`).digest("base64");
  return { "webhook-id": id, "webhook-timestamp": time, "webhook-signature": `v1,${signature}` };
}
