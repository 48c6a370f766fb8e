/** A request for a message, as far as it is looked at. */
export interface ModelRequest {
  stream?: boolean;
  tools?: { name: string; description?: string; input_schema: unknown }[];
  messages: { role: string; content: string | { type: string; tool_use_id?: string; content?: unknown }[] }[];
}

/** What the model says next. */
export type Block = { type: "text"; text: string } | { type: "tool_use"; name: string; input: Record<string, unknown> };

/** A server that speaks the protocol of a model's API (Messages, streamed); what it says the test decides. */
export interface FakeModel extends AsyncDisposable {
  readonly url: string;
  readonly requests: ModelRequest[];
}

export function fakeModel(answer: (request: ModelRequest) => Block): FakeModel {
  const requests: ModelRequest[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== "POST" || !pathname.startsWith("/v1/messages")) return new Response(null, { status: 404 });
    if (pathname.endsWith("/count_tokens")) return Response.json({ input_tokens: 10 });
    const asked = await request.json() as ModelRequest;
    requests.push(asked);
    const block = answer(asked);
    const content = block.type === "text" ? block : { ...block, id: `toolu_${requests.length}` };
    const message = {
      id: `msg_${requests.length}`,
      type: "message",
      role: "assistant",
      model: "claude-sonnet-4-5",
      content: [content],
      stop_reason: block.type === "text" ? "end_turn" : "tool_use",
      stop_sequence: null,
      usage: { input_tokens: 10, output_tokens: 10 },
    };
    if (!asked.stream) return Response.json(message);
    return new Response(events(message, content), { headers: { "content-type": "text/event-stream" } });
  });
  return {
    url: `http://127.0.0.1:${server.addr.port}`,
    requests,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

function events(message: Record<string, unknown>, content: Block): string {
  const delta = content.type === "text"
    ? { type: "text_delta", text: content.text }
    : { type: "input_json_delta", partial_json: JSON.stringify(content.input) };
  const begun = content.type === "text" ? { type: "text", text: "" } : { ...content, input: {} };
  return [
    { type: "message_start", message: { ...message, content: [], stop_reason: null } },
    { type: "content_block_start", index: 0, content_block: begun },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    {
      type: "message_delta",
      delta: { stop_reason: message.stop_reason, stop_sequence: null },
      usage: { output_tokens: 10 },
    },
    { type: "message_stop" },
  ].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
}
