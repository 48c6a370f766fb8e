import type { Caller } from "../../sdk/channel/protocol.ts";
import { inScope } from "../../sdk/channel/method_scope.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Method } from "../method.ts";
import type { CallRequest, Grants } from "../ports.ts";

/**
 * All must hold: the caller's role is one of the method's, a token was made for it, what carries the call has the grant, and a page that calls
 * something of high risk has its person's word for it.
 */
export function authorise(call: CallRequest, method: Method, grants: Grants): void {
  if (call.caller.kind !== "system" && !method.roles.has(call.caller.role)) {
    throw new RpcError("forbidden", `The role "${call.caller.role}" may not call "${method.name}"`, {
      hint: `It is for ${[...method.roles].join(", ")}`,
    });
  }
  if (call.through === undefined && call.caller.scope && !inScope(call.caller.scope, method.name)) {
    throw new RpcError("forbidden", `The API token may not call "${method.name}"`, {
      reason: "out_of_scope",
      hint: `It was made for ${call.caller.scope.slice(0, 10).join(", ")}`,
    });
  }
  if (call.through !== undefined && !grants.mayCall(call.through, method.name, method.descriptor)) {
    throw new RpcError("not_permitted", `"${call.through}" has no grant to call "${method.name}"`, {
      hint: call.through.startsWith("workflow:")
        ? `Add "${method.prefix}" to the workflow's "uses"; a high-risk method also needs an owner's grant`
        : `Its manifest must list "${method.name}" under permissions.call, and an owner must grant it`,
    });
  }
  if (call.unconfirmed && method.descriptor.risk === "high") {
    throw new RpcError("precondition_failed", `"${method.name}" is of high risk: the person who looks has to agree`, {
      reason: "confirmation_required",
      hint: "The cockpit asks them and calls again",
    });
  }
}

/** May this caller see the method at all? */
export function mayCall(caller: Pick<Caller, "kind" | "role" | "scope">, method: Method): boolean {
  if (caller.scope && !inScope(caller.scope, method.name)) return false;
  return caller.kind === "system" || method.roles.has(caller.role);
}
