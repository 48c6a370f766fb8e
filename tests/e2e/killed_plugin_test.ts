import assert from "node:assert/strict";
import type { BusEvent } from "../../host/sdk/channel/protocol.ts";
import type { RpcError } from "../../host/sdk/errors.ts";
import { testHost, until } from "../harness/mod.ts";

interface Message {
  text: string;
  seq: number;
}

Deno.test("a chat killed again and again keeps every answered message, once, and announces each once, in order", async () => {
  const senders = 4, each = 60, kills = 3;
  await using host = await testHost({ plugins: ["chat"] });
  const killed = new Set<number>();
  let sent = 0;

  /** Sends until it is answered, as a page with an outbox does. */
  async function send(text: string): Promise<void> {
    await until(async () => {
      try {
        await host.call("chat.message.send", { channel: "#general", text, clientId: text });
        return true;
      } catch (error) {
        // Away, or it died under the call: the answer is not known, so it is sent again.
        if ((error as RpcError).code === -32050) return false;
        throw error;
      }
    }, { what: `"${text}" to be answered`, timeoutMs: 30_000 });
    sent++;
  }

  async function killWhen(count: number): Promise<void> {
    await until(() => sent >= count, { what: `${count} messages`, timeoutMs: 30_000 });
    const { pid } = await until(async () => {
      const plugin = await host.call<{ pid?: number }>("host.plugin.get", { id: "chat" });
      return plugin.pid === undefined || killed.has(plugin.pid) ? undefined : { pid: plugin.pid };
    }, { what: "chat to run again", timeoutMs: 30_000 });
    killed.add(pid);
    Deno.kill(pid, "SIGKILL");
  }

  const killing = (async () => {
    for (let n = 1; n <= kills; n++) await killWhen(n * senders * each / (kills + 1));
  })();
  await Promise.all(Array.from({ length: senders }, async (_, sender) => {
    for (let n = 0; n < each; n++) await send(`${sender}-${n}`);
  }));
  await killing;
  // The last kill may come after the last answer.
  await until(async () => {
    const chat = await host.call<{ state: string; restarts: number }>("host.plugin.get", { id: "chat" });
    return chat.restarts === kills && chat.state === "ready";
  }, { what: "chat to be back after the last kill", timeoutMs: 30_000 });

  const messages: Message[] = [];
  for (let after = 0;;) {
    const page = await host.call<{ items: Message[]; hasMore: boolean }>("chat.message.list", {
      channel: "#general",
      after,
      limit: 200,
    });
    messages.push(...page.items);
    if (!page.hasMore) break;
    after = page.items.at(-1)!.seq;
  }
  const expected = Array.from({ length: senders }, (_, s) => Array.from({ length: each }, (_, n) => `${s}-${n}`))
    .flat();
  assert.deepEqual(messages.map(({ text }) => text).sort(), expected.sort());

  const announced = await until(async () => {
    const events: BusEvent<Message>[] = [];
    for (let since = 0;;) {
      const { items } = await host.call<{ items: BusEvent<Message>[] }>("host.event.list", {
        types: ["chat.message.sent"],
        since,
        limit: 200,
      });
      if (items.length === 0) break;
      events.push(...items);
      since = items.at(-1)!.seq;
    }
    return events.length >= messages.length ? events : undefined;
  }, { what: "all events in the log" });
  assert.deepEqual(announced.map(({ data }) => data.seq), messages.map(({ seq }) => seq));
});
