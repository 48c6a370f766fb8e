import assert from "node:assert/strict";
import { TestEngine } from "./_test_host.ts";

/** A run that has paid and sleeps; what the rest of the script does is another matter. */
const script = (body: string) => `
import { manual, workflow } from "@bulkhead/workflow";
export default workflow({ on: manual(), uses: ["shop"] as never }, async ({ shop, step, sleep, signal, input }: any) => {
  ${body}
});
`;
const OLD = script(`await shop.pay({ n: 1 }); await sleep("1h"); await shop.send({ in: "old paper" }); return "old";`);
const plugins = { "shop.pay": () => "paid", "shop.send": () => "sent", "shop.wrap": () => "wrapped" };

interface Moved {
  items: { id: string; state: string; migrated: boolean; message?: string; difference?: unknown }[];
  left: number;
}

/** Runs of the old version, and then another one in the file. */
async function changed(body: string, count = 1): Promise<{ engine: TestEngine; ids: string[] }> {
  const engine = await new TestEngine({ "parcel.ts": OLD }).start();
  engine.plugins = plugins;
  const ids: string[] = [];
  for (let n = 0; n < count; n++) ids.push(await engine.run("parcel"));
  for (const id of ids) await engine.state(id, "sleeping");
  const { hash } = await engine.workflow("parcel");
  engine.save("parcel.ts", script(body));
  await engine.until("the new version", async () => {
    await engine.advance(100);
    return (await engine.workflow("parcel")).hash !== hash;
  });
  return { engine, ids };
}

const methods = (engine: TestEngine) => engine.calls.map(({ method }) => method);

Deno.test("a run is moved to the live version where its journal fits, and repeats nothing", async () => {
  const { engine, ids: [id] } = await changed(
    `await shop.pay({ n: 1 }); await sleep("1h"); await shop.wrap({}); await step("note", () => 1); return "new";`,
  );
  await using _ = engine;
  assert.equal((await engine.detail(id!)).outdated, true);
  const moved = await engine.call<Moved>("migrate", { id });
  assert.deepEqual(moved, { items: [{ id, state: "running", migrated: true }], left: 0 });
  assert.deepEqual(methods(engine), ["shop.pay"]);
  assert.equal((await engine.detail(id!)).hash, (await engine.workflow("parcel")).hash);
  await engine.state(id!, "sleeping");
  await engine.stop();
  await engine.start();
  await engine.advance("1h");
  assert.equal((await engine.state(id!, "succeeded")).output, "new");
  assert.deepEqual(methods(engine), ["shop.pay", "shop.wrap"]);
});

Deno.test("a run stays on its version where the journal does not fit, is told the difference, and ends on it", async () => {
  const cases: [body: string, message: RegExp][] = [
    [
      `await shop.pay({ n: 2 }); await sleep("1h");`,
      /Step shop\.pay was recorded as a call with another input than it has now/,
    ],
    [
      `await shop.wrap({}); await shop.pay({ n: 1 }); await sleep("1h");`,
      /Step shop\.pay stands in the journal, but the script did not ask for it: it asked for shop\.wrap/,
    ],
    [
      `await shop.pay({ n: 1 }); await signal("go");`,
      /Step sleep stands in the journal, but the script did not ask for it: it asked for signal:go/,
    ],
    [`await shop.pay({ n: 1 }); throw new Error("early");`, /Step sleep stands in the journal/],
  ];
  for (const [body, message] of cases) {
    const { engine, ids: [id] } = await changed(body);
    await using _ = engine;
    const { items: [item] } = await engine.call<Moved>("migrate", { id });
    assert.equal(item!.migrated, false);
    assert.match(item!.message!, message);
    assert.ok(item!.difference);
    assert.deepEqual(methods(engine), ["shop.pay"]);
    await engine.state(id!, "sleeping");
    await engine.advance("1h");
    assert.equal((await engine.state(id!, "succeeded")).output, "old");
    assert.deepEqual(methods(engine), ["shop.pay", "shop.send"]);
  }
});

Deno.test("all runs of a workflow are moved together; one that is paused stays so, one that ended is refused", async () => {
  const { engine, ids } = await changed(`await shop.pay({ n: 1 }); await sleep("1h"); return "new";`, 4);
  await using _ = engine;
  await engine.call("pause", { id: ids[0] });
  await engine.call("cancel", { id: ids[3] });
  const { items, left } = await engine.call<Moved>("migrate", { name: "parcel" });
  assert.deepEqual(items.map(({ id, migrated }) => [id, migrated]), ids.slice(0, 3).map((id) => [id, true]));
  assert.equal(left, 0);
  assert.equal((await engine.detail(ids[0]!)).state, "paused");
  for (const id of ids.slice(1, 3)) await engine.state(id, "sleeping");
  await engine.call("resume", { id: ids[0] });
  await engine.state(ids[0]!, "sleeping");
  await engine.advance("1h");
  for (const id of ids.slice(0, 3)) assert.equal((await engine.state(id, "succeeded")).output, "new");
  assert.deepEqual(await engine.call("migrate", { name: "parcel" }), { items: [], left: 0 });
  await assert.rejects(engine.call("migrate", { id: ids[3] }), /is cancelled/);
  await assert.rejects(engine.call("migrate", {}), /Give either the id/);
});

Deno.test("a run that a difference paused goes on when the version that is live fits", async () => {
  const world = globalThis as unknown as { bulkheadTestPrice?: number };
  world.bulkheadTestPrice = 1;
  const body = `await shop.pay({ n: globalThis.bulkheadTestPrice }); await sleep("1h");`;
  await using engine = await new TestEngine({ "parcel.ts": script(body) }).start();
  engine.plugins = plugins;
  const id = await engine.run("parcel");
  await engine.state(id, "sleeping");
  world.bulkheadTestPrice = 2;
  engine.compartments.at(-1)!.kill();
  // It is replayed when it goes on.
  await engine.advance("1h");
  await engine.state(id, "paused");
  const { hash } = await engine.workflow("parcel");
  engine.save("parcel.ts", script(`await shop.pay({ n: 1 }); await sleep("1h"); return "mended";`));
  await engine.until("the new version", async () => {
    await engine.advance(100);
    return (await engine.workflow("parcel")).hash !== hash;
  });
  assert.equal((await engine.call<Moved>("migrate", { id })).items[0]!.migrated, true);
  assert.equal((await engine.state(id, "succeeded")).output, "mended");
  assert.deepEqual(methods(engine), ["shop.pay"]);
  delete world.bulkheadTestPrice;
});
