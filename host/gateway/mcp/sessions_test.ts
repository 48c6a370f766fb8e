import { Server } from "@modelcontextprotocol/server";
import assert from "node:assert/strict";
import { until } from "../../../tests/harness/mod.ts";
import type { Offer } from "./offer.ts";
import type { Principal } from "./principal.ts";
import { Sessions } from "./sessions.ts";

const SOMEBODY: Principal = { userId: "u1", role: "member", proof: "token", tokenId: "t1" };

Deno.test("a session ends when nobody uses it, but not while a stream of it is open", async () => {
  const sessions = new Sessions(() => new Server({ name: "test", version: "1" }, { capabilities: {} }), {
    idleMs: 50,
    sweepMs: 10,
  });
  const offer = { sessions: new Set<Server>() } as unknown as Offer;
  const send = (method: "POST" | "GET", parsedBody?: unknown, id?: string) =>
    sessions.handle(
      new Request("http://127.0.0.1/mcp", {
        method,
        headers: {
          accept: "application/json, text/event-stream",
          "content-type": "application/json",
          ...(id === undefined ? {} : { "mcp-session-id": id }),
        },
      }),
      offer,
      SOMEBODY,
      { parsedBody },
    );
  const begin = async () => {
    const params = { protocolVersion: "2025-11-25", capabilities: {}, clientInfo: { name: "t", version: "1" } };
    const response = await send("POST", { jsonrpc: "2.0", id: 1, method: "initialize", params });
    await response.text();
    return response.headers.get("mcp-session-id")!;
  };
  await begin();
  const open = await begin();
  const stream = await send("GET", undefined, open);
  assert.equal(sessions.size, 2);
  await until(() => sessions.size === 1, { what: "the idle one ended" });
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(sessions.size, 1);
  await stream.body!.cancel();
  await until(() => sessions.size === 0, { what: "the other one ended after its stream" });
  assert.equal(offer.sessions.size, 0);
  sessions.close();
});
