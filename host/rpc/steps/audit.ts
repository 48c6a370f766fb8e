import type { RpcError } from "../../sdk/errors.ts";
import type { Method } from "../method.ts";
import { traceIdOf } from "../trace.ts";
import type { AuditEntry, AuditSink, CallRequest } from "../ports.ts";
import { targetOf } from "./audit_target.ts";

const DENIALS = new Set(["forbidden", "not_permitted"]);

/** Denials, changes, and reads that only admins may make are written down; other reads are only counted. */
export function audit(
  sink: AuditSink,
  call: CallRequest,
  method: Method | undefined,
  traceparent: string,
  error?: RpcError,
): void {
  if (method?.relays) return;
  const denied = error !== undefined && DENIALS.has(error.kind);
  const worthIt = denied || (method !== undefined && (method.administrative || !method.descriptor.readOnly));
  if (!worthIt) return;
  const entry: AuditEntry = {
    caller: call.caller,
    method: method?.name ?? call.method.slice(0, 200),
    outcome: error === undefined ? "allowed" : denied ? "denied" : "failed",
    traceId: traceIdOf(traceparent),
  };
  const target = targetOf(call.params);
  if (target) entry.target = target;
  if (call.through !== undefined) entry.through = call.through;
  if (error !== undefined) entry.reason = error.data.reason;
  sink.record(entry);
}
