/** A W3C trace context (https://www.w3.org/TR/trace-context/), version 00. */
export interface TraceContext {
  /** 32 hex digits. */
  traceId: string;
  /** 16 hex digits. */
  spanId: string;
  sampled: boolean;
}

/**
 * A new `traceparent`: a trace of its own, or with `parent` a new span in the same trace. An invalid parent counts as none.
 *
 * @example
 * ```ts
 * import { newTraceparent, parseTraceparent } from "./traceparent.ts";
 *
 * const first = newTraceparent();
 * const second = newTraceparent(first);
 * if (parseTraceparent(first)?.traceId !== parseTraceparent(second)?.traceId) throw new Error("another trace");
 * ```
 */
export function newTraceparent(parent?: string): string {
  const context = parent === undefined ? undefined : parseTraceparent(parent);
  return `00-${context?.traceId ?? randomHex(16)}-${randomHex(8)}-${context?.sampled === false ? "00" : "01"}`;
}

/** Takes a `traceparent` header apart; undefined when it is not a valid one. */
export function parseTraceparent(header: string): TraceContext | undefined {
  const match = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/.exec(header);
  if (!match) return undefined;
  const [, version, traceId, spanId, flags, rest] = match;
  if (version === "ff" || (version === "00" && rest !== undefined)) return undefined;
  if (/^0+$/.test(traceId!) || /^0+$/.test(spanId!)) return undefined;
  return { traceId: traceId!, spanId: spanId!, sampled: (Number.parseInt(flags!, 16) & 1) === 1 };
}

function randomHex(bytes: number): string {
  let hex: string;
  do {
    hex = "";
    for (const byte of crypto.getRandomValues(new Uint8Array(bytes))) hex += byte.toString(16).padStart(2, "0");
  } while (/^0+$/.test(hex));
  return hex;
}
