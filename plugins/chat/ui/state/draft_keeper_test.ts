import assert from "node:assert/strict";
import { DraftKeeper } from "./draft_keeper.ts";
import type { Draft } from "./wire.ts";

const turn = () => new Promise((resolve) => setTimeout(resolve));

/** A keeper whose host answers when it is let. */
function start() {
  let kept: Draft | undefined;
  const asked: { text: string; answer(): void }[] = [];
  const timers: (() => void)[] = [];
  const keeper = new DraftKeeper({
    person: "alice",
    rpc: {
      call: (_method: string, params: { text: string }) => {
        const { promise, resolve } = Promise.withResolvers<unknown>();
        const rev = asked.length + 1;
        asked.push({ text: params.text, answer: () => resolve({ channelId: "c1", text: params.text, rev }) });
        return promise;
      },
    } as never,
    kept: () => kept,
    onSaved: (draft) => kept = draft.text === "" ? undefined : draft,
    timer: (_delay, callback) => {
      timers.push(callback);
      return () => void timers.splice(timers.indexOf(callback), 1);
    },
  });
  return { keeper, asked, fire: () => timers.splice(0).forEach((each) => each()), kept: () => kept?.text };
}

Deno.test("a message that is sent while its draft is being kept does not come back as a draft", async () => {
  const { keeper, asked, fire, kept } = start();
  keeper.write("see you at nine", "c1");
  fire();
  await turn();
  keeper.write("", "c1");
  fire();
  await turn();
  asked[0]!.answer();
  await turn();
  assert.deepEqual(asked.map(({ text }) => text), ["see you at nine", ""]);
  asked[1]!.answer();
  await turn();
  assert.deepEqual([kept(), keeper.read("c1")], [undefined, ""]);
});

Deno.test("of texts that come while the host is being told only the last is told", async () => {
  const { keeper, asked, fire, kept } = start();
  for (const text of ["a", "ab", "abc"]) {
    keeper.write(text, "c1");
    fire();
    await turn();
  }
  asked[0]!.answer();
  await turn();
  assert.deepEqual(asked.map(({ text }) => text), ["a", "abc"]);
  asked[1]!.answer();
  await turn();
  assert.equal(kept(), "abc");
});
