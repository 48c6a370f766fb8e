import assert from "node:assert/strict";
import { RpcError } from "../errors.ts";
import { event, manual, type Workflow, workflow } from "../workflow.ts";
import { crashAtEveryCommit } from "./crash_at_every_commit.ts";
import type { TestPlugins } from "./fake_plugins.ts";
import { testWorkflow } from "./testing.ts";

/** A workflow that uses a plugin of which no types exist. */
// deno-lint-ignore no-explicit-any -- any: as said
const untyped = workflow as unknown as (options: object, run: (context: any) => unknown) => Workflow;

Deno.test("a workflow of every kind of step ends as without a crash, wherever the process ends", async () => {
  const script = untyped(
    { on: event("order.placed"), uses: ["shop"], retry: { max: 3, delayMs: "1s" } },
    async ({ event, shop, step, sleep, waitFor, signal, approve, publish, invoke, all, uuid, random }) => {
      const id = await step("name", () => `order-${event.data.n}`);
      const [paid, shipped] = await all([shop.pay({ id, ticket: uuid(), die: random() }), invoke("ship", { id })]);
      await sleep("1h");
      const sure = await approve("Deliver?", { timeout: "1d" });
      const word = await Promise.race([signal("go"), sleep("3h").then(() => "nobody")]);
      await publish({ type: "order.ready", data: { id } });
      const seen = await waitFor("order.ready");
      try {
        await shop.refuse({ id });
      } catch {
        await shop.release({ id });
      }
      return { id, paid, shipped, sure, word, seen: seen.data.id };
    },
  );
  let failures = 0;
  const report = await crashAtEveryCommit(script, async (test) => {
    const [run] = await test.publish({ type: "order.placed", data: { n: 1 } });
    await test.advance("2h");
    await run!.approve();
    await run!.signal("go", "now");
    await test.advance("1h");
    return await run!.result();
  }, () => {
    failures = 1;
    return {
      workflows: { ship: () => "shipped" },
      plugins: {
        "shop.pay": () => {
          if (failures-- > 0) throw new RpcError("internal", "the line is dead");
          return "paid";
        },
        "shop.release": () => "released",
        "shop.refuse": () => {
          throw new RpcError("not_found", "it is not there");
        },
      },
    };
  });
  assert.ok(report.commits >= 20, `only ${report.commits} commits`);
  assert.equal(report.crashes, report.commits * 2);
});

Deno.test("a workflow with an effect outside of its steps is found out, with the commit", async () => {
  let effects = 0;
  const script = workflow({ on: manual() }, async ({ step }) => {
    const n = ++effects;
    await step("one", () => 1);
    return n;
  });
  const scenario = async (test: { run(): Promise<{ result(): Promise<unknown> }> }) => {
    effects = 0;
    return await (await test.run()).result();
  };
  await assert.rejects(
    crashAtEveryCommit(script, scenario),
    /With a crash before commit 1 of 2 it does not end as without/,
  );
});

Deno.test("fakes have the types of the plugins' methods", () => {
  const fakes: TestPlugins = {
    "chat.message.send": ({ channel, text }) => ({ id: `${channel} ${text}` }),
    "somebody.elses.method": ({ anything }) => anything,
  };
  const wrong: TestPlugins = {
    // @ts-expect-error -- the id of a message is a text
    "chat.message.send": () => ({ id: 5 }),
  };
  assert.notEqual(fakes, wrong);
});

Deno.test("with the methods' schemas what a fake answers, and what a script sends, has to fit them", async () => {
  const openrpc = {
    methods: [{
      name: "shop.pay",
      params: [{ name: "sum", required: true, schema: { type: "number" } }],
      result: { schema: { type: "object", properties: { id: { type: "string" } }, required: ["id"] } },
    }],
  };
  const script = untyped({ on: manual(), uses: ["shop"], retry: { max: 1 } }, async ({ shop }) => {
    const refused = await shop.pay({ sum: "five" }).catch((error: { message: string }) => error.message);
    return [refused, (await shop.pay({ sum: 5 })).id];
  });
  using right = testWorkflow(script, { openrpc, plugins: { "shop.pay": () => ({ id: "p1" }) } });
  const [refused, id] = await (await right.run()).result();
  assert.match(refused, /The params of shop\.pay do not fit: .*expected number.* at sum/);
  assert.equal(id, "p1");
  using wrong = testWorkflow(script, { openrpc, plugins: { "shop.pay": () => ({ id: 1 }) } });
  await assert.rejects(
    (await wrong.run()).result(),
    /The fake of shop\.pay answers what the method never does: .* at id/,
  );
});
