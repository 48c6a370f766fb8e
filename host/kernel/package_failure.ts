import { PackageError, type PackageFault } from "../packages/ports.ts";
import { type ErrorReason, RpcError } from "../sdk/errors.ts";

/** Faults whose code is another than precondition_failed. */
const KINDS: Partial<Record<PackageFault, ErrorReason>> = {
  consent_outdated: "conflict",
  not_found: "not_found",
  too_large: "too_large",
  source_invalid: "invalid_params",
  source_ambiguous: "invalid_params",
};

/**
 * What a caller is told of a refused package, registry or source: the fault is `data.reason`. Any other error stays as it
 * is. `path` points at the parameter that names the source.
 */
export function packageFailure(error: unknown, options: { path?: string } = {}): unknown {
  if (!(error instanceof PackageError)) return error;
  const { fault, message, hint } = error;
  return new RpcError(KINDS[fault] ?? "precondition_failed", message, {
    reason: fault,
    ...(hint === undefined ? {} : { hint }),
    ...(options.path === undefined ? {} : { path: options.path }),
    cause: error,
  });
}
