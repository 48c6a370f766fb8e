import assert from "node:assert/strict";
import { spawnHost, until } from "../../harness/mod.ts";

const PLUGIN = {
  "plugin.json": JSON.stringify({
    id: "greeter",
    version: "1.0.0",
    engine: "^1",
    name: "Greeter",
    entry: "plugin.ts",
    permissions: {
      publish: [{ type: "greeter.**", reason: "Says whom it greeted" }],
      subscribe: [{ type: "greeter.**", reason: "Remembers whom it greeted" }],
    },
    events: { emits: { "greeter.guest.greeted": { type: "object" } } },
  }),
  "plugin.ts": `
    import { definePlugin, method } from "@bulkhead/plugin";
    import { z } from "zod";
    export default definePlugin({
      methods: {
        "guest.greet": method({
          summary: "Greets a guest",
          params: z.strictObject({ name: z.string() }),
          result: z.object({ greeting: z.string() }),
          handler: async ({ name }, ctx) => {
            const { greeting } = await ctx.call<{ greeting: string }>("greeter.word.get", {});
            ctx.events.publish({ type: "greeter.guest.greeted", data: { name } });
            return { greeting: greeting + " " + name };
          },
        }),
        "word.get": method({
          summary: "The word to greet with",
          params: z.strictObject({}),
          result: z.object({ greeting: z.string() }),
          handler: () => ({ greeting: "Hello" }),
        }),
        "guest.fail": method({
          summary: "Fails",
          params: z.strictObject({}),
          result: z.object({}),
          handler: () => { throw new TypeError("the tape is empty"); },
        }),
      },
      events: { "greeter.guest.greeted": (event, ctx) => ctx.log.info("greeted " + event.data.name) },
    });
  `,
};
const WORKFLOW = `
import { event, workflow } from "@bulkhead/workflow";
export default workflow({ name: "welcome", on: event("greeter.guest.greeted"), uses: ["greeter"] as never },
  async ({ greeter, step, publish }: any) => {
    const word = await greeter.word.get({});
    await step("write", () => word.greeting.length);
    await publish({ type: "welcome.card.written", data: {} });
  });
`;

interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  status?: { code?: number | string; message?: string };
}

/** What OpenTelemetry's collector would get, on loopback. */
function collector() {
  const spans: ReceivedSpan[] = [];
  const logs: string[] = [];
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, async (request) => {
    const body = await request.json();
    for (const { scopeSpans } of body.resourceSpans ?? []) {
      for (const { spans: some } of scopeSpans) spans.push(...some);
    }
    for (const { scopeLogs } of body.resourceLogs ?? []) {
      for (const { logRecords } of scopeLogs) {
        for (const record of logRecords) logs.push(String(record.body?.stringValue));
      }
    }
    return Response.json({});
  });
  return { spans, logs, url: `http://127.0.0.1:${server.addr.port}`, close: () => server.shutdown() };
}

Deno.test("one trace leads from the HTTP call through plugin, event and workflow step, and the log goes along", async () => {
  const otel = collector();
  const dir = await Deno.realPath(await Deno.makeTempDir({ prefix: "bulkhead-tracing-" }));
  try {
    await using host = await spawnHost({
      dir,
      pluginFiles: { greeter: PLUGIN },
      workflows: { "welcome.ts": WORKFLOW },
      env: {
        OTEL_DENO: "true",
        OTEL_SERVICE_NAME: "bulkhead",
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
        OTEL_EXPORTER_OTLP_ENDPOINT: otel.url,
        OTEL_BSP_SCHEDULE_DELAY: "200",
        OTEL_BLRP_SCHEDULE_DELAY: "200",
      },
    });
    await host.call("greeter.guest.greet", { name: "Ann" });
    await assert.rejects(host.call("greeter.guest.fail"));
    const first = await until(() => otel.spans.find(({ name }) => name === "greeter.guest.greet"), {
      what: "the call",
    });
    const trace = () => otel.spans.filter(({ traceId }) => traceId === first.traceId);
    const wanted = [
      "POST",
      "greeter.guest.greet",
      "greeter.guest.greeted to greeter",
      "greeter.word.get",
      "greeter.word.get",
      "welcome: publish:welcome.card.written",
      "welcome: write",
      "workflow welcome",
    ];
    await until(() => trace().length >= wanted.length, { what: "all spans of the trace", timeoutMs: 20_000 });
    const names = trace().map(({ name }) => name).sort();
    assert.deepEqual(names, wanted);
    const parents = new Map(trace().map((span) => [span.spanId, span.name]));
    const root = trace().filter(({ parentSpanId }) => !parentSpanId);
    assert.deepEqual(root.map(({ name }) => name), ["POST"]);
    assert.equal(parents.get(first.parentSpanId), "POST");
    for (const { name, parentSpanId } of trace()) {
      if (name !== "POST" && name !== "greeter.guest.greet") {
        assert.equal(parents.get(parentSpanId), "greeter.guest.greet", name);
      }
    }
    const failed = await until(() => otel.spans.find(({ name }) => name === "greeter.guest.fail"), {
      what: "the fault",
    });
    assert.equal(failed.status?.code, 2);
    await until(() => otel.logs.some((line) => line.includes("greeted Ann")), { what: "the log" });
  } finally {
    await otel.close();
    await Deno.remove(dir, { recursive: true });
  }
});
