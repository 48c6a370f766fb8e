import { RpcError } from "../../sdk/errors.ts";
import type { InterfaceInfo } from "../ports.ts";
import type { Interfaces } from "./interfaces.ts";

/** Every interface, who provides it now and who could. */
export function interfaceInfos(interfaces: Interfaces): InterfaceInfo[] {
  return interfaces.names().map((name) => {
    const provider = interfaces.providerOf(name)?.id;
    return { interface: name, ...(provider ? { provider } : {}), candidates: interfaces.candidates(name) };
  });
}

/** Throws RpcError unless this plugin can provide the interface now. */
export function checkProvider(
  name: string,
  id: string,
  { interfaces, enabled }: { interfaces: Interfaces; enabled: boolean },
): void {
  if (!interfaces.candidates(name).some((one) => one.id === id)) {
    throw new RpcError("precondition_failed", `"${id}" does not provide "${name}"`, {
      path: "/id",
      hint: `Its manifest must name it under "provides"`,
    });
  }
  if (enabled) return;
  throw new RpcError("precondition_failed", `"${id}" is disabled and cannot provide "${name}"`, {
    path: "/id",
    hint: `Enable it first: host.plugin.enable {"id": "${id}"}`,
  });
}
