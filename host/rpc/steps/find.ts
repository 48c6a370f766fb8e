import { RpcError } from "../../sdk/errors.ts";
import type { MethodDescriptor } from "../../sdk/channel/protocol.ts";
import type { ProviderState } from "../ports.ts";
import { closest } from "../suggest.ts";

/** Longer names cannot exist; they are not looked up and not compared. */
const MAX_NAME = 200;

/**
 * Why there is no method of this name: its plugin is not there now (`plugin_unavailable`), or there never was
 * one (`method_not_found`, with the nearest name that the caller may call).
 */
export function explainMissing(
  name: string,
  providers: ReadonlyMap<string, ProviderState>,
  visible: () => MethodDescriptor[],
): RpcError {
  const shown = name.length > 80 ? `${name.slice(0, 80)}…` : name;
  if (name.length > MAX_NAME) return new RpcError("method_not_found", `No method "${shown}"`);
  const dot = name.indexOf(".");
  const prefix = dot === -1 ? name : name.slice(0, dot);
  const state = providers.get(prefix);
  if (state?.state === "unavailable") {
    return new RpcError("plugin_unavailable", `"${prefix}" is not available: ${state.hint}`, { hint: state.hint });
  }
  const near = closest(name, visible().map((descriptor) => descriptor.name));
  const hint = near
    ? `Did you mean "${near}"?`
    : state
    ? `"rpc.discover" with {"prefix":"${prefix}"} lists the methods of "${prefix}"`
    : `There is no plugin "${prefix.slice(0, 80)}"; "rpc.discover" lists all methods`;
  return new RpcError("method_not_found", `No method "${shown}"`, { hint });
}
