import type { Span as OtelSpan, Tracer } from "@opentelemetry/api";
import type { Span, SpanOptions, Tracing } from "./ports.ts";
import { parseTraceparent } from "./traceparent.ts";

/**
 * Tracing through Deno's own exporter when `OTEL_DENO` is `true`, else undefined. Where spans go and which are kept is said by
 * the usual variables, such as `OTEL_EXPORTER_OTLP_ENDPOINT` and `OTEL_TRACES_SAMPLER`.
 */
export async function openTracing(env: { get(name: string): string | undefined }): Promise<Tracing | undefined> {
  if (env.get("OTEL_DENO") !== "true" || env.get("OTEL_SDK_DISABLED") === "true") return undefined;
  const api = await import("@opentelemetry/api");
  return new OtelTracing(api, api.trace.getTracer("bulkhead"));
}

type Api = typeof import("@opentelemetry/api");

class OtelTracing implements Tracing {
  constructor(private readonly api: Api, private readonly tracer: Tracer) {}

  start(name: string, options: SpanOptions = {}): Span {
    const span = this.#begin(name, options);
    return { traceparent: traceparentOf(span), end: (error) => this.#end(span, error) };
  }

  record(name: string, { startMs, endMs, error, ...options }: Parameters<Tracing["record"]>[1]): void {
    this.#end(this.#begin(name, options, startMs), error, endMs);
  }

  current(): string | undefined {
    const span = this.api.trace.getActiveSpan();
    return span && traceparentOf(span);
  }

  #begin(name: string, { parent, kind = "internal", attributes }: SpanOptions, startTime?: number): OtelSpan {
    const { SpanKind, ROOT_CONTEXT, trace } = this.api;
    const known = parent === undefined ? undefined : parseTraceparent(parent);
    const context = known
      ? trace.setSpanContext(ROOT_CONTEXT, {
        traceId: known.traceId,
        spanId: known.spanId,
        traceFlags: known.sampled ? 1 : 0,
        isRemote: true,
      })
      : ROOT_CONTEXT;
    const kinds = {
      internal: SpanKind.INTERNAL,
      server: SpanKind.SERVER,
      producer: SpanKind.PRODUCER,
      consumer: SpanKind.CONSUMER,
    };
    return this.tracer.startSpan(name, { kind: kinds[kind], attributes, startTime }, context);
  }

  #end(span: OtelSpan, error: unknown, endTime?: number): void {
    if (error !== undefined) {
      const { message, reason, code } = error as { message?: string; reason?: string; code?: unknown };
      span.setStatus({ code: this.api.SpanStatusCode.ERROR, message });
      span.setAttribute("error.type", reason ?? String(code ?? (error as Error).name ?? "error"));
    }
    span.end(endTime);
  }
}

function traceparentOf(span: OtelSpan): string {
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags & 1 ? "01" : "00"}`;
}
