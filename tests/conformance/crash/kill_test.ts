/**
 * The host is killed in the middle of signed deliveries, again and again, at moments that are spread over the whole of
 * their way. What was acknowledged has to be in #general afterwards: each once, in the order of acknowledgement.
 */
import assert from "node:assert/strict";
import { sign } from "@octokit/webhooks-methods";
import { lacks, processesOf, type SpawnedHost, spawnHost, until } from "../../harness/mod.ts";

/** How often the host is killed, and deliveries in all, at least. */
const KILLS = 30;
const MIN_DELIVERIES = 50;
const SECRET = "a shared secret of the test";

const SCRIPT = `import { event, workflow } from "@bulkhead/workflow";

export default workflow({
  name: "announce",
  on: [event("github.issues.opened")],
  uses: ["chat"],
  concurrency: { limit: 1 },
}, async ({ event, chat, step }) => {
  const data = event.data as { issue: { title: string } };
  const text = await step("write it", () => "Opened: " + data.issue.title);
  await chat.message.send({ channel: "#general", text });
});
`;

/** When a life ends: so many milliseconds after so many acknowledgements; 0 acknowledgements is in the first delivery. */
function killPoint(round: number): { acknowledgements: number; afterMs: number } {
  return { acknowledgements: round % 4, afterMs: [0, 1, 2, 4, 7, 12, 20, 35][round % 8]! };
}

async function start(dir: string): Promise<SpawnedHost> {
  return await spawnHost({
    dir,
    plugins: ["chat", "github"],
    workflows: { "announce.ts": SCRIPT },
    env: { BULKHEAD_SECRET_GITHUB_WEBHOOK_SECRET: SECRET },
  });
}

/** Posts one delivery; true when it was acknowledged. A host that is gone or starting has not acknowledged. */
async function deliver(host: SpawnedHost, title: string): Promise<boolean> {
  const body = JSON.stringify({
    action: "opened",
    issue: { number: 1, title },
    repository: { full_name: "acme/site" },
  });
  const headers = {
    "x-github-event": "issues",
    // GitHub repeats a delivery under the same id.
    "x-github-delivery": `00000000-0000-4000-8000-${title.padStart(12, "0")}`,
    "x-hub-signature-256": await sign(SECRET, body),
  };
  const answer = await host.hook("github", body, { headers }).catch(() => undefined);
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}

Deno.test({
  name: `deliveries through ${KILLS} kills: each acknowledged one is there, once, in order, and no process is left`,
  ignore: lacks("setpriv"),
  async fn() {
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-crash-" }));
    try {
      const acknowledged: string[] = [];
      let next = 0;
      for (let round = 0; round < KILLS; round++) {
        const host = await start(dir);
        try {
          if (round === 0) await host.call("chat.channel.list");
          const { acknowledgements, afterMs } = killPoint(round);
          const doomed = Promise.withResolvers<unknown>();
          const kill = () => setTimeout(() => doomed.resolve(host.end("SIGKILL")), afterMs);
          if (acknowledgements === 0) kill();
          // One after the other until it is dead. The last one may be on disk with nobody told: it is sent again.
          for (let count = 1; await deliver(host, String(next)); count++) {
            acknowledged.push(String(next++));
            if (count === acknowledgements) kill();
          }
          kill();
          await doomed.promise;
          const left = processesOf(`${dir}/data`);
          await until(() => left.every((pid) => !isAlive(pid)), { what: `processes ${left} of life ${round} to end` });
        } finally {
          await host[Symbol.asyncDispose]();
        }
      }
      await using host = await start(dir);
      // The one that was under way when the last life ended, and as many as are still missing.
      do {
        assert.ok(await deliver(host, String(next)));
        acknowledged.push(String(next++));
      } while (next < MIN_DELIVERIES);
      const expected = acknowledged.map((title) => `Opened: ${title}`);
      await until(async () => (await messages(host)).length >= expected.length, {
        what: "the messages",
        timeoutMs: 30_000,
      });
      await until(async () => (await unfinished(host)) === 0, { what: "all runs to end", timeoutMs: 30_000 });
      assert.deepEqual(await messages(host), expected);
      console.log(`${acknowledged.length} deliveries through ${KILLS} kills`);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});

/** All messages of #general, oldest first. */
async function messages(host: SpawnedHost): Promise<string[]> {
  const found: string[] = [];
  for (let after = 0, hasMore = true; hasMore;) {
    const params = { channel: "#general", after, limit: 200 };
    const page = await host.call<{ items: { text: string; seq: number }[]; hasMore: boolean }>(
      "chat.message.list",
      params,
    );
    found.push(...page.items.map((message) => message.text));
    after = page.items.at(-1)?.seq ?? after;
    hasMore = page.hasMore;
  }
  return found;
}

async function unfinished(host: SpawnedHost): Promise<number> {
  const { items } = await host.call<{ items: { state: string }[] }>("host.workflow.runs", {
    name: "announce",
    limit: 200,
  });
  return items.filter((run) => !["succeeded", "failed", "cancelled"].includes(run.state)).length;
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}
