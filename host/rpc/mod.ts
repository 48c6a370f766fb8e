/** The one call path of the host: router, the host's own methods as a provider, JSON-RPC on the wire. */
export { createRouter, type RouterOptions } from "./router.ts";
export { hostProvider } from "./host_provider.ts";
export { type Check, compileCheck, type Fault } from "./schema_check.ts";
export { CallCounters } from "./call_metrics.ts";
export { type Load, newLoad, quantileMs } from "./load.ts";
export { notesOf } from "./method_notes.ts";
export { type DocumentAbout, type DocumentedEvent, openrpcDocument } from "./openrpc.ts";
export { acceptTraceparent, isTraceparent, newTraceparent, traceIdOf } from "./trace.ts";
export { decodeBody, MAX_BODY_BYTES, MAX_DEPTH, parseJson } from "./wire/parse.ts";
export {
  answerMessage,
  type AnswerOptions,
  type CallContext,
  failure,
  idOf,
  MAX_BATCH,
  type Reply,
  type RequestId,
} from "./wire/json_rpc.ts";
export { hostMethod } from "./ports.ts";
export { secondLook } from "./second_look.ts";
export type * from "./ports.ts";
