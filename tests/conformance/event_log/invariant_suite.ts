import assert from "node:assert/strict";
import fc from "fast-check";
import { newEvent, type OpenFixture, until } from "./fixture.ts";

type Step =
  | { kind: "publish"; subject: number; failures: number }
  | { kind: "repeat"; of: number }
  | { kind: "time"; ms: number }
  | { kind: "crash" }
  | { kind: "restart" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant("publish" as const),
      subject: fc.integer({ min: 0, max: 3 }),
      failures: fc.integer({ min: 0, max: 4 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("repeat" as const), of: fc.nat(50) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("time" as const), ms: fc.integer({ min: 0, max: 400 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: "crash" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "restart" as const }) },
);

/** What holds for every sequence of publishes, repeats, failures, crashes and restarts. */
export function invariantSuite(name: string, open: OpenFixture): void {
  Deno.test(`${name}: nothing is lost, and every subject is settled in order, whatever happens`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
        await using t = await open();
        const published: { id: string; subject: string; failures: number }[] = [];
        const failed = new Map<string, number>();
        const settled: string[] = [];
        const running = new Set<string>();
        let life = 0;
        const subscribe = () => {
          const born = ++life;
          return t.log.subscribe(
            { name: "c", types: ["a.b"], from: 0, maxAttempts: 3, backoffMs: () => 100 },
            async (event) => {
              assert.ok(!running.has(event.subject!), "one at a time of each subject");
              running.add(event.subject!);
              await Promise.resolve();
              // The process that began this is dead: nobody hears of its end.
              if (born !== life) return new Promise<never>(() => {});
              running.delete(event.subject!);
              const failures = failed.get(event.id) ?? 0;
              if (failures < (event.data as { failures: number }).failures) {
                failed.set(event.id, failures + 1);
                throw new Error("not yet");
              }
              settled.push(event.id);
            },
          );
        };
        await subscribe();
        for (const [index, next] of steps.entries()) {
          if (next.kind === "publish") {
            const event = { id: `e${index}`, subject: `s${next.subject}`, failures: next.failures };
            await t.log.publish([newEvent("a.b", { id: event.id, subject: event.subject, data: event })]);
            published.push(event);
          } else if (next.kind === "repeat" && published.length > 0) {
            const event = published[next.of % published.length]!;
            const [result] = await t.log.publish([
              newEvent("a.b", { id: event.id, subject: event.subject, data: event }),
            ]);
            assert.equal(result!.duplicate, true);
          } else if (next.kind === "time") {
            await t.clock.advance(next.ms);
          } else if (next.kind === "crash" || next.kind === "restart") {
            await t[next.kind]();
            life++;
            running.clear();
            await subscribe();
          }
        }
        await until(async () => {
          await t.clock.advance(100);
          const [consumer] = await t.log.consumers();
          return consumer!.lag === 0 && consumer!.inFlight === 0;
        }, "all to be settled");

        const dead = new Set((await t.log.deadLetters()).map((letter) => letter.event.id));
        const done = new Set(settled);
        for (const { id } of published) assert.ok(done.has(id) || dead.has(id), `${id} is lost`);
        for (const { id, failures } of published) if (failures < 3) assert.ok(!dead.has(id), `${id} died too early`);
        for (const subject of new Set(published.map((event) => event.subject))) {
          const order = published.filter((event) => event.subject === subject).map((event) => event.id);
          const firsts = [...done].filter((id) => order.includes(id));
          assert.deepEqual(firsts, order.filter((id) => done.has(id)), `order of ${subject}`);
        }
      }),
      { numRuns: 40 },
    );
  });
}
