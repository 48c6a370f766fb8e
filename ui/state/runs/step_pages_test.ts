import assert from "node:assert/strict";
import type { RpcPort } from "../../sdk/ports.ts";
import type { RunDetail, StepInfo } from "../wire.ts";
import { PAGE_SIZE, StepPages } from "./step_pages.ts";

const step = (position: number): StepInfo => ({
  id: `item ${position}`,
  name: `item ${position}`,
  state: "succeeded",
  attempts: 1,
  position,
});
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => step(from + n));
const detail = (steps: StepInfo[], stepCount?: number): RunDetail => ({
  id: "run_1",
  name: "order",
  state: "running",
  startedAt: "2026-01-01T00:00:00Z",
  steps,
  ...(stepCount === undefined ? {} : { stepCount, nextSteps: "more" }),
});

/** A host with a run of so many steps. */
function hostOf(count: number) {
  const asked: { after?: number }[] = [];
  const rpc = {
    call: (method: string, params: { after?: number; limit?: number; step?: string }) => {
      if (method === "host.workflow.run.step") return Promise.resolve(step(Number(params.step!.split(" ")[1])));
      asked.push(params);
      const from = params.after! + 1;
      const items = range(from, Math.min(params.after! + params.limit!, count));
      return Promise.resolve({
        items,
        stepCount: count,
        ...(from + items.length <= count ? { nextCursor: "more" } : {}),
      });
    },
  } as unknown as RpcPort;
  return { pages: new StepPages(rpc, "run_1"), asked };
}
const turn = () => new Promise((resolve) => setTimeout(resolve));

Deno.test("a short run is what was answered", () => {
  const { pages, asked } = hostOf(3);
  pages.take(detail(range(1, 3)));
  assert.equal(pages.state.get().count, 3);
  assert.equal(pages.at(2)!.id, "item 3");
  pages.look(0, 2);
  assert.equal(asked.length, 0);
});

Deno.test("of a long run only what is looked at is read, and places stay what they are", async () => {
  const { pages, asked } = hostOf(100_000);
  pages.take(detail(range(1, 500), 100_000));
  assert.equal(pages.state.get().count, 100_000);
  assert.equal(pages.at(499)!.id, "item 500");
  assert.equal(pages.at(99_999), undefined);
  pages.look(99_990, 99_999);
  await turn();
  assert.deepEqual(asked.map(({ after }) => after), [100_000 - PAGE_SIZE]);
  assert.equal(pages.at(99_999)!.id, "item 100000");
  assert.equal(await pages.find("item 54321"), 54_320);
  assert.equal(pages.at(54_320)!.id, "item 54321");
});

Deno.test("pages far from where somebody looks are forgotten, and read again", async () => {
  const { pages, asked } = hostOf(100_000);
  pages.take(detail(range(1, 500), 100_000));
  for (let row = 0; row < 100_000; row += PAGE_SIZE * 5) {
    pages.look(row, row + 10);
    await turn();
  }
  const before = asked.length;
  assert.equal(pages.at(4_001), undefined);
  pages.look(4_000, 4_010);
  await turn();
  assert.equal(asked.length, before + 1);
  assert.equal(pages.at(4_001)!.id, "item 4002");
});

Deno.test("a run that goes on gets its new steps where somebody looks", async () => {
  const { pages } = hostOf(1_000);
  pages.take(detail(range(1, 500), 900));
  pages.look(895, 899);
  await turn();
  assert.equal(pages.state.get().count, 1_000);
});
