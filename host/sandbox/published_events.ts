import type { OutCallParams, RelayParams } from "../sdk/channel/protocol.ts";

/** How many events a message would publish. */
export function eventsIn(method: string, params: unknown): number {
  if (method === "relay") {
    const { items } = (params ?? {}) as Partial<RelayParams>;
    return Array.isArray(items) ? items.filter((item) => item?.kind === "event").length : 0;
  }
  return method === "call" && (params as Partial<OutCallParams>)?.method === "host.event.publish" ? 1 : 0;
}
