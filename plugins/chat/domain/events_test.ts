import assert from "node:assert/strict";
import { z } from "zod";
import { testPlugin } from "@bulkhead/testing";
import manifest from "../plugin.json" with { type: "json" };
import chat from "../plugin.ts";
import { EVENTS } from "./events.ts";

Deno.test("the manifest describes the events as they are", () => {
  const schemas = Object.entries(EVENTS).map(([type, schema]) => {
    const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: "input" });
    // Each goes to the people of a room only, or of one: a grant to listen to it is marked for that.
    return [type, { ...rest, "x-audience": "room" }];
  });
  assert.deepEqual(manifest.events.emits, Object.fromEntries(schemas));
});

Deno.test("what is published fits the description of its type, and every type is published", async () => {
  await using plugin = await testPlugin(chat, { id: "chat" });
  const ann = { caller: { id: "ann", name: "Ann" } }, ben = { caller: { id: "ben", name: "Ben" } };
  await plugin.call("chat.channel.list", {}, ben);
  const { id } = await plugin.call("chat.channel.create", { name: "new" }, ann);
  await plugin.call("chat.channel.join", { channel: id }, ben);
  await plugin.call("chat.channel.leave", { channel: id }, ben);
  await plugin.call("chat.channel.archive", { channel: id }, ann);
  await plugin.call("chat.channel.unarchive", { channel: id }, ann);
  const message = await plugin.call("chat.message.send", { channel: "#general", text: "hi" }, ann);
  await plugin.call("chat.channel.mark_read", { channel: "#general", seq: message.seq }, ben);
  await plugin.call("chat.message.edit", { id: message.id, text: "ho" }, ann);
  for (let n = 0; n < 2; n++) await plugin.call("chat.message.toggle_react", { id: message.id, emoji: "👍" }, ben);
  await plugin.call("chat.message.delete", { id: message.id }, ann);
  const actions = [{ id: "ok", label: "OK", value: "7", comment: true }];
  const asked = await plugin.call("chat.message.send", { channel: "#general", text: "all right?", actions }, ann);
  await plugin.call("chat.message.act", { id: asked.id, action: "ok", comment: "yes" }, ben);
  await using named = await testPlugin(chat, {
    id: "chat",
    calls: { "host.user.list": () => ({ items: [{ id: "ben", handle: "ben", name: "Ben", role: "member" }] }) },
  });
  await named.call("chat.message.send", { channel: "#general", text: "hi @ben" }, ann);
  await Promise.all([plugin.relayed(), named.relayed()]);
  const events = [...plugin.events, ...named.events];
  for (const event of events) {
    const schema: z.ZodType = EVENTS[event.type as keyof typeof EVENTS];
    const parsed = schema.safeParse(event.data);
    assert.ok(parsed.success, `${event.type}: ${parsed.error?.message}`);
    assert.deepEqual(parsed.data, event.data, `${event.type} carries more than is described`);
  }
  assert.deepEqual([...new Set(events.map((event) => event.type))].sort(), Object.keys(EVENTS).sort());
});
