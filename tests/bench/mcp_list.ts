/** `tools/list` of 300 tools over HTTP, from the request to the last byte: with a session and without one. */
import type { MethodProvider } from "../../host/rpc/mod.ts";
import { testHost } from "../harness/mod.ts";
import { type BenchResult, median } from "./result.ts";

const TOOLS = 300;
const ROUNDS = 60;
const WARM_UP = 20;
/** Milliseconds. */
const BAR_MS = 20;

/** Methods of the size that those of the shipped plugins have. */
function provider(): MethodProvider {
  const methods = Array.from({ length: TOOLS }, (_, index) => ({
    name: `shop.item${index}.change`,
    summary: `Changes what stands in the shop under the number ${index}`,
    description: "Only those who work there may. What is sold out stays in the list for a week.",
    params: {
      type: "object",
      properties: {
        id: { type: "string", minLength: 1, maxLength: 64, description: "By id or `#name`" },
        kind: { type: "string", enum: ["book", "tool", "toy"], description: "What it is" },
        limit: { type: "integer", minimum: 1, maximum: 200, description: "Default 50" },
        place: { $ref: "#/$defs/Place" },
      },
      required: ["id"],
      additionalProperties: false,
      $defs: { Place: { type: "object", properties: { shelf: { type: "string" }, row: { type: "integer" } } } },
    },
    result: { type: "object", properties: { id: { type: "string" }, changed: { type: "boolean" } }, required: ["id"] },
  }));
  return { prefix: "shop", methods: () => methods, deliver: () => Promise.resolve({}) };
}

export async function run(): Promise<BenchResult[]> {
  await using host = await testHost();
  host.running.router.setProvider("shop", { state: "ready", provider: provider() });
  const results: BenchResult[] = [];
  for (const generation of ["2025-11-25", "2026-07-28"]) {
    const list = await lister(`${host.url}/mcp/shop`, generation);
    const times: number[] = [];
    for (let round = 0; round < WARM_UP + ROUNDS; round++) {
      const startedAt = performance.now();
      const text = await list();
      if (round >= WARM_UP) times.push(performance.now() - startedAt);
      if (!text.includes(`shop_item${TOOLS - 1}_change`)) throw new Error("The last tool is not in the list");
    }
    results.push({
      name: `tools/list of ${TOOLS} tools, MCP ${generation}`,
      value: median(times),
      unit: "ms",
      bar: BAR_MS,
      better: "lower",
      detail: `median of ${ROUNDS}; fastest ${Math.min(...times).toFixed(1)} ms, slowest ${
        Math.max(...times).toFixed(1)
      } ms`,
    });
  }
  return results;
}

/** Sends `tools/list` as a client of this version does, and answers the text of the reply. */
async function lister(url: string, generation: string): Promise<() => Promise<string>> {
  const about = {
    "io.modelcontextprotocol/protocolVersion": generation,
    "io.modelcontextprotocol/clientInfo": { name: "bench", version: "1.0.0" },
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const headers: Record<string, string> = {
    "content-type": "application/json",
    accept: "application/json, text/event-stream",
    "x-forwarded-user": "bob",
    "mcp-protocol-version": generation,
  };
  const send = (message: Record<string, unknown>) =>
    fetch(url, { method: "POST", headers, body: JSON.stringify({ jsonrpc: "2.0", id: 1, ...message }) });
  if (generation === "2026-07-28") {
    headers["mcp-method"] = "tools/list";
    return async () => await (await send({ method: "tools/list", params: { _meta: about } })).text();
  }
  const begun = await send({
    method: "initialize",
    params: { protocolVersion: generation, capabilities: {}, clientInfo: { name: "bench", version: "1.0.0" } },
  });
  await begun.text();
  headers["mcp-session-id"] = begun.headers.get("mcp-session-id")!;
  return async () => await (await send({ method: "tools/list" })).text();
}
