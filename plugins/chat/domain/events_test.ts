import assert from "node:assert/strict";
import type { z } from "zod";
import { testPlugin } from "@bulkhead/testing";
import chat from "../plugin.ts";
import { EVENTS } from "./events.ts";
import { tour, TOUR_USERS } from "./tour.ts";

Deno.test("what is published fits the description of its type, and every type is published", async () => {
  await using plugin = await testPlugin(chat, {
    id: "chat",
    calls: { "host.user.list": () => ({ items: TOUR_USERS }) },
  });
  await tour(plugin);
  // Somebody new, and a reminder whose time has come.
  await plugin.call("chat.user.me", {}, { caller: { id: "new", name: "New" } });
  const soon = new Date(Date.now() + 300).toISOString();
  await plugin.call("chat.reminder.create", { at: soon, text: "now" }, { caller: { id: "ben", name: "Ben" } });
  await new Promise((done) => setTimeout(done, 400));
  await plugin.due("due");
  await plugin.relayed();
  for (const event of plugin.events) {
    const schema: z.ZodType = EVENTS[event.type as keyof typeof EVENTS];
    const parsed = schema.safeParse(event.data);
    assert.ok(parsed.success, `${event.type}: ${parsed.error?.message}`);
    assert.deepEqual(parsed.data, event.data, `${event.type} carries more than is described`);
    if (event.type === "chat.command.invoked") continue;
    assert.notEqual(event.audience ?? "plugins", "plugins", `${event.type} reaches nobody's devices`);
  }
  assert.deepEqual([...new Set(plugin.events.map((event) => event.type))].sort(), Object.keys(EVENTS).sort());
});

Deno.test("the tour calls every method that there is", async () => {
  await using plugin = await testPlugin(chat, {
    id: "chat",
    calls: { "host.user.list": () => ({ items: TOUR_USERS }) },
  });
  const called = await tour(plugin);
  assert.deepEqual(plugin.description.methods.map(({ name }) => name).filter((name) => !called.has(name)), []);
});
