import { ERRORS } from "../../../schemas/generated/errors.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { CallRequest, Router } from "../ports.ts";
import { newTraceparent, traceIdOf } from "../trace.ts";

/** Calls in one batch. */
export const MAX_BATCH = 100;

/** What every call of one message has in common: who, over what. */
export type CallContext = Omit<CallRequest, "method" | "params">;

/** Options of {@linkcode answerMessage}. */
export interface AnswerOptions {
  /** Makes the context of one call: each needs its own object. `id` is undefined for a notification. */
  context: (id: RequestId | undefined) => CallContext;
  /** Only methods of this prefix exist here (`POST /rpc/<prefix>`). */
  prefix?: string;
}

export type RequestId = string | number | null;

/** A reply as text, ready to be sent; `text` is undefined when there is nothing to say (notifications only). */
export interface Reply {
  text: string | undefined;
  /** HTTP status: of the one call, or 200 for a batch, or 204. */
  status: number;
  /** Of a single call that failed. */
  error?: RpcError;
}

/** Answers one parsed JSON-RPC 2.0 message: a call, a notification or a batch of them. Never rejects. */
export function answerMessage(message: unknown, router: Router, options: AnswerOptions): Promise<Reply> {
  if (Array.isArray(message)) return answerBatch(message, router, options);
  return answerOne(message, router, options);
}

/** The reply to a message that could not be read at all. */
export function failure(error: RpcError, id: RequestId = null): Reply {
  error.data.traceId ??= traceIdOf(newTraceparent());
  return {
    text: `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"error":${JSON.stringify(error)}}`,
    status: ERRORS[error.kind].http,
    error,
  };
}

async function answerBatch(messages: unknown[], router: Router, options: AnswerOptions): Promise<Reply> {
  if (messages.length === 0) return failure(new RpcError("invalid_request", "The batch is empty"));
  if (messages.length > MAX_BATCH) {
    const text = `A batch may hold ${MAX_BATCH} calls, this one has ${messages.length}`;
    return failure(new RpcError("too_large", text));
  }
  const replies = await Promise.all(messages.map((message) => answerOne(message, router, options)));
  const texts = replies.map((reply) => reply.text).filter((text) => text !== undefined);
  return texts.length === 0 ? { text: undefined, status: 204 } : { text: `[${texts.join(",")}]`, status: 200 };
}

function answerOne(message: unknown, router: Router, options: AnswerOptions): Promise<Reply> {
  const fault = envelopeFault(message);
  if (fault) return Promise.resolve(failure(new RpcError("invalid_request", fault), idOf(message)));
  const { method, params, id } = message as { method: string; params?: unknown; id?: RequestId };
  const call = options.context(id) as CallRequest;
  call.method = method;
  call.params = params;
  if (options.prefix !== undefined && !method.startsWith(`${options.prefix}.`)) {
    const hint = `Here are only the methods of "${options.prefix}"; all are at /rpc`;
    const error = new RpcError("method_not_found", `No method "${method.slice(0, 80)}" here`, { hint });
    return Promise.resolve(id === undefined ? NOTHING : failure(error, id));
  }
  return router.call(call).then(
    (result) => id === undefined ? NOTHING : success(id, result),
    (error: RpcError) => id === undefined ? NOTHING : failure(error, id),
  );
}

const NOTHING: Reply = { text: undefined, status: 204 };

function success(id: RequestId, result: unknown): Reply {
  const body = result === undefined ? "null" : JSON.stringify(result);
  return {
    text: `{"jsonrpc":"2.0","id":${typeof id === "number" ? id : JSON.stringify(id)},"result":${body}}`,
    status: 200,
  };
}

/** What is wrong with a request object, or undefined. */
function envelopeFault(message: unknown): string | undefined {
  if (typeof message !== "object" || message === null || Array.isArray(message)) {
    return "A JSON-RPC request is an object";
  }
  const { jsonrpc, method, id } = message as Record<string, unknown>;
  if (jsonrpc !== "2.0") return '"jsonrpc" must be "2.0"';
  if (typeof method !== "string" || method === "") return '"method" must be a text';
  if (id !== undefined && id !== null && typeof id !== "string" && typeof id !== "number") {
    return '"id" must be a text, a number or null';
  }
  return undefined;
}

/** The id to echo of a request that is not run; null when it has none of a valid type. */
export function idOf(message: unknown): RequestId {
  if (typeof message !== "object" || message === null) return null;
  const id = (message as Record<string, unknown>).id;
  return typeof id === "string" || typeof id === "number" ? id : null;
}
