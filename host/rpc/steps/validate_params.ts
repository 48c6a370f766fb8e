import { RpcError } from "../../sdk/errors.ts";
import type { Method } from "../method.ts";

/**
 * What is delivered. Params are by name, so they are an object; none at all is the empty one.
 * The host's own methods check them in full (zod), those of compartments by type, required, enum and sizes:
 * the rest of a third-party schema is never run in the host.
 */
export function validateParams(params: unknown, method: Method): unknown {
  const given = params === undefined || params === null ? {} : params;
  if (typeof given !== "object" || Array.isArray(given)) {
    throw new RpcError("invalid_params", `"params" of "${method.name}" must be an object, as parameters go by name`, {
      path: "",
    });
  }
  if (method.provider.checkParams) return method.provider.checkParams(method.descriptor, given);
  const fault = method.check(given);
  if (fault) {
    throw new RpcError("invalid_params", `${fault.path === "" ? "params" : fault.path}: ${fault.message}`, {
      path: fault.path,
    });
  }
  return given;
}
