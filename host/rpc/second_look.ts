import { RpcError } from "../sdk/errors.ts";
import { compileMethods } from "./method.ts";
import type { CallRequest, Grants, MethodProvider } from "./ports.ts";
import { authorise } from "./steps/authorise.ts";
import { validateParams } from "./steps/validate_params.ts";

/**
 * Judges calls that were let in by a description which may be wrong by what the provider itself says: is there such a
 * method, may they call it, do the params fit. What it answers throws RpcError.
 */
export function secondLook(provider: MethodProvider, grants: Grants): (call: CallRequest) => void {
  const methods = new Map(compileMethods(provider).map((method) => [method.name, method]));
  return (call) => {
    const method = methods.get(call.method);
    if (!method) {
      throw new RpcError("method_not_found", `"${provider.prefix}" has no method "${call.method}" now that it runs`, {
        hint: "Its openrpc.json names the method, but the plugin does not have it",
      });
    }
    authorise(call, method, grants);
    call.params = validateParams(call.params, method);
  };
}
