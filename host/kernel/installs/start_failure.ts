import type { EndRecord } from "../../sandbox/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { FoundPlugin } from "../discovery.ts";

/** Lines of what a process printed last. */
const SHOWN_LINES = 12;
const SHOWN_CHARS = 2_000;

/** `data.reason` of the error. */
export const NOT_READY = "not_ready";

/** A version did not become ready: why, in words, with what its process said last. */
export function startFailure({ id, manifest }: FoundPlugin, cause: unknown, end: EndRecord | undefined): RpcError {
  const said = cause instanceof RpcError ? cause.data.hint ?? cause.message : String((cause as Error).message ?? cause);
  const why = end?.message ?? said;
  const printed = (end?.stderr ?? "").trimEnd().split("\n").slice(-SHOWN_LINES).join("\n").slice(-SHOWN_CHARS);
  return new RpcError("precondition_failed", `"${id}" ${manifest.version} did not become ready: ${why}`, {
    reason: NOT_READY,
    hint: printed === ""
      ? "Nothing was changed; its log may say more"
      : `Nothing was changed. It said last:\n${printed}`,
    cause,
  });
}
