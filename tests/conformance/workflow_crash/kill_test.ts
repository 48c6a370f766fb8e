/**
 * The host's process is killed again and again, at any moment, while runs of a workflow that uses every power are under
 * way. All that was acknowledged has to come to its end: each effect once, each run with the outcome that it has without.
 *
 * `WORKFLOW_PROCESS_KILLS` is how often (default 24), `WORKFLOW_SEED` decides when.
 */
import assert from "node:assert/strict";
import { sign } from "@octokit/webhooks-methods";
import { RunRandom } from "../../../host/sdk/workflow/random.ts";
import { lacks, processesOf, type SpawnedHost, spawnHost, until } from "../../harness/mod.ts";

const KILLS = Number(Deno.env.get("WORKFLOW_PROCESS_KILLS") ?? 24);
const random = new RunRandom(`seed ${Deno.env.get("WORKFLOW_SEED") ?? 1}`);
const SECRET = "a shared secret of the test";
/** A life lasts so many milliseconds at most from its first request. */
const MAX_LIFE_MS = 600;

const WORKFLOWS = {
  "order.ts": `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({
  on: event("github.issues.opened"), uses: ["chat"], retry: { max: 20, delayMs: 20 }, concurrency: { limit: 2 },
}, async ({ event, chat, step, sleep, waitFor, signal, approve, publish, invoke, all, random, uuid, now }) => {
  const { title } = (event.data as { issue: { title: string } }).issue;
  const say = (text: string) => chat.message.send({ channel: "#general", text: text + " " + title });
  // What differs at a replay would be another input of the step, and the run would pause.
  const facts = [now(), random(), uuid(), Date.now(), Math.random(), crypto.randomUUID(), new Date().toISOString()];
  await publish({ type: "order.noted", subject: title, data: { facts } });
  await step("at the second attempt", ({ number }) => {
    if (number === 1) throw new Error("not yet");
  });
  const [, packed, shipped] = await all([
    say("paid"),
    async () => {
      await sleep("30ms");
      return await say("packed");
    },
    invoke("ship", { title }),
  ]);
  const noted = await waitFor("order.noted", { subject: title });
  const came = await Promise.race([
    signal("ready"),
    sleep("1h").then(() => "nobody"),
  ]);
  const sure = await approve("Deliver " + title + "?", { timeout: "1d" });
  let undone = "";
  try {
    await chat.message.send({ channel: "#nowhere", text: title });
  } catch (error) {
    await say("undone");
    undone = (error as { reason: string }).reason;
  } finally {
    await say("closed");
  }
  const same = JSON.stringify((noted.data as { facts: unknown }).facts) === JSON.stringify(facts);
  return { title, packed: packed.text, shipped, same, came, sure, undone };
});
`,
  "ship.ts": `
import { call, workflow } from "@bulkhead/workflow";
import { z } from "zod";
export default workflow({ on: call({ input: z.object({ title: z.string() }) }), uses: ["chat"], retry: { max: 20, delayMs: 20 } },
  async ({ input, chat, sleep }) => {
    await sleep("20ms");
    const { text } = await chat.message.send({ channel: "#general", text: "shipped " + input.title });
    return text;
  });
`,
};

/** What a run does that nothing disturbs. */
const EFFECTS = ["paid", "packed", "shipped", "undone", "closed"];
const outcome = (title: string) => ({
  title,
  packed: `packed ${title}`,
  shipped: `shipped ${title}`,
  same: true,
  came: "go",
  sure: true,
  undone: "not_found",
});

interface Run {
  id: string;
  state: string;
  output?: unknown;
  reason?: string;
}

async function start(dir: string): Promise<SpawnedHost> {
  const env = { BULKHEAD_SECRET_GITHUB_WEBHOOK_SECRET: SECRET };
  return await spawnHost({ dir, plugins: ["chat", "github"], workflows: WORKFLOWS, env });
}

/** Places an order; true when it was acknowledged. One that comes again under its id is the same. */
async function place(host: SpawnedHost, title: string): Promise<boolean> {
  const body = JSON.stringify({
    action: "opened",
    issue: { number: 1, title },
    repository: { full_name: "acme/site" },
  });
  const headers = {
    "x-github-event": "issues",
    "x-github-delivery": `00000000-0000-4000-8000-${title.padStart(12, "0")}`,
    "x-hub-signature-256": await sign(SECRET, body),
  };
  const answer = await host.hook("github", body, { headers }).catch(() => undefined);
  return answer !== undefined && answer.status >= 200 && answer.status < 300;
}

async function runs(host: SpawnedHost): Promise<Run[]> {
  return (await host.call<{ items: Run[] }>("host.workflow.runs", { name: "order", limit: 200 })).items;
}

/** Sends what runs wait for. A host that is gone has heard of it, or will be told again. */
async function attend(host: SpawnedHost): Promise<void> {
  try {
    for (const { id, reason } of await runs(host)) {
      if (reason?.includes("the signal ready")) {
        // One that is sent again is one that nobody takes.
        await host.call("host.workflow.signal", { id, name: "ready", data: "go" });
      }
      if (reason?.includes("an approval")) await host.call("host.workflow.approve", { id });
    }
  } catch { /* it was killed, or decided before its answer was lost */ }
}

Deno.test({
  name: `through ${KILLS} kills of the process every run ends as without them, and no effect is doubled or lost`,
  ignore: lacks("setpriv"),
  async fn() {
    const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-workflow-crash-" }));
    try {
      let next = 1;
      for (let round = 0; round < KILLS; round++) {
        const host = await start(dir);
        try {
          const dead = Promise.withResolvers<unknown>();
          let isDead = false;
          const kill = () => (isDead = true, dead.resolve(host.end("SIGKILL")));
          setTimeout(kill, Math.floor(random.number() * MAX_LIFE_MS));
          // One order every other life, so that there is always something under way that an earlier life began.
          if (round % 2 === 0 && await place(host, String(next))) next++;
          while (!isDead) {
            await attend(host);
            await new Promise((resolve) => setTimeout(resolve, 10));
          }
          await dead.promise;
          await until(() => processesOf(`${dir}/data`).length === 0, { what: `life ${round} to end` });
        } finally {
          await host[Symbol.asyncDispose]();
        }
      }
      await using host = await start(dir);
      assert.ok(await place(host, String(next)));
      const titles = Array.from({ length: next }, (_, index) => String(index + 1));
      let seen: Run[] = [];
      await until(async () => {
        await attend(host);
        seen = await runs(host);
        return seen.filter(({ state }) => state === "succeeded").length === titles.length;
      }, { what: "all runs to succeed", timeoutMs: 60_000 }).catch((error) => {
        const open = seen.filter(({ state }) => state !== "succeeded");
        throw new Error(
          `${titles.length} runs were started. Of ${seen.length} known these are not well: ${Deno.inspect(open)}`,
          {
            cause: error,
          },
        );
      });
      const found = await Promise.all(
        (await runs(host)).map(async ({ id }) => (await host.call<Run>("host.workflow.run.get", { id })).output),
      );
      assert.deepEqual(found.reverse(), titles.map(outcome));
      const page = await host.call<{ items: { text: string }[]; hasMore: boolean }>("chat.message.list", {
        channel: "#general",
        after: 0,
        limit: 200,
      });
      assert.equal(page.hasMore, false);
      const expected = titles.flatMap((title) => EFFECTS.map((effect) => `${effect} ${title}`));
      assert.deepEqual(page.items.map(({ text }) => text).sort(), expected.sort());
      console.log(`${titles.length} runs through ${KILLS} kills`);
    } finally {
      await Deno.remove(dir, { recursive: true });
    }
  },
});
