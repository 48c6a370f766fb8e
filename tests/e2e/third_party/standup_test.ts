import assert from "node:assert/strict";
import { manualClock } from "../../../host/observe/mod.ts";
import { type TestHost, testHost, until } from "../../harness/mod.ts";
import { ownerOf } from "./owner.ts";
import { workshop } from "./workshop.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** 08:00 UTC of the next Monday: the registry's index must not have expired yet. */
function nextMonday(): number {
  const day = new Date();
  day.setUTCDate(day.getUTCDate() + (8 - day.getUTCDay()) % 7 + 7);
  return day.setUTCHours(8, 0, 0, 0);
}

interface Message {
  id: string;
  text: string;
  threadId?: string;
}

async function messages(host: TestHost, count: number): Promise<Message[]> {
  return await until(async () => {
    const { items } = await host.call<{ items: Message[] }>("chat.message.list", { channel: "#general" });
    return items.length === count && items;
  }, { what: `${count} messages in #general` });
}

async function nextAt(host: TestHost): Promise<string | undefined> {
  return (await host.call<{ nextAt?: string }>("standup.schedule.get")).nextAt;
}

async function isNext(host: TestHost, at: number): Promise<void> {
  const iso = new Date(at).toISOString();
  await until(async () => await nextAt(host) === iso, { what: `the next round to be at ${iso}` });
}

Deno.test("standup asks at the time of its settings, sums up, is planned anew, and loses no round to a restart", async () => {
  await using shop = await workshop();
  await shop.copy("standup");
  const source = await shop.publish("standup");
  const dir = `${shop.dir}/server`;
  const monday = nextMonday();
  const set = (host: TestHost, values: Record<string, unknown>) =>
    host.call("host.plugin.settings.set", { id: "standup", values });
  {
    const clock = manualClock(monday);
    await using host = await testHost({ plugins: ["chat"], dir, clock });
    const owner = ownerOf(host);
    await owner.addRegistry(shop.registry.url);
    await owner.install(source);
    await isNext(host, monday + 1.5 * HOUR);

    // 18:00 in Tokyo is 09:00 UTC; the time that was planned before does not come any more.
    await set(host, {
      time: "18:00",
      timezone: "Asia/Tokyo",
      weekdays: ["mon", "wed"],
      question: "Well?",
      collectMinutes: 30,
    });
    await isNext(host, monday + HOUR);
    await clock.advance(HOUR - MINUTE);
    await messages(host, 0);
    await clock.advance(MINUTE);
    const [question] = await messages(host, 1);
    assert.equal(question!.text, "**Standup**\nWell?\n_Answer in this thread within 30 minutes_");
    await isNext(host, monday + 49 * HOUR);

    const threadId = question!.id;
    await host.call("chat.message.send", { channel: "#general", text: "Shipped it", threadId }, { as: "bob" });
    await host.call("chat.message.send", { channel: "#general", text: "Not for you" }, { as: "bob" });
    await host.call("standup.answer.give", { text: "Fixed the roof" }, { as: "carol" });
    await until(async () => {
      const { items: [round] } = await host.call<{ items: { answers: unknown[] }[] }>("standup.round.list");
      return round?.answers.length === 2;
    }, { what: "both answers" });
    await clock.advance(30 * MINUTE);
    const [, , , summary] = await messages(host, 4);
    assert.match(summary!.text, /^\*\*Standup\*\*: 2 answers\n/);
    assert.match(summary!.text, /\*\*Bob\*\*\n> Shipped it/);
    assert.match(summary!.text, /\*\*Carol\*\*\n> Fixed the roof/);

    await set(host, { time: "19:00", weekdays: ["wed"] });
    await isNext(host, monday + 50 * HOUR);
  }
  // The server was away when it was time on Wednesday; it asks late, and once.
  const clock = manualClock(monday + 52 * HOUR);
  await using host = await testHost({ plugins: ["chat"], dir, clock });
  const asked = await messages(host, 5);
  assert.match(asked[4]!.text, /\nWell\?\n/);
  await isNext(host, monday + (9 * 24 + 2) * HOUR);
  await set(host, { weekdays: [] });
  await until(async () => await nextAt(host) === undefined, { what: "nothing to be planned any more" });
  await clock.advance(10 * 24 * HOUR);
  const after = await messages(host, 6);
  assert.equal(after[5]!.text, "**Standup**: nobody has answered");
});
