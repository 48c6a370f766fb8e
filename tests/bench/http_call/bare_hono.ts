/** What a call is compared with: the smallest Hono handler that reads JSON and answers JSON. Prints its URL. */
import { Hono } from "hono";

const app = new Hono();
app.post("/rpc", async (c) => {
  const { id, params } = await c.req.json();
  return c.json({ jsonrpc: "2.0", id, result: params });
});

Deno.serve({
  hostname: "127.0.0.1",
  port: 0,
  onListen: ({ port }) => console.log(`http://127.0.0.1:${port}`),
}, app.fetch);
