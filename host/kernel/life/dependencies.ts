import type { Interfaces } from "./interfaces.ts";

/**
 * For each of `ids`: the others whose start it waits for, since they provide what it requires or uses where it is there.
 * A circle of optional requirements is cut at the plugin where it is noticed: the one that is started too early
 * finds the other's calls unavailable for a moment. A circle of requirements proper does not start at all.
 */
export function startOrder(ids: Iterable<string>, interfaces: Interfaces): Map<string, string[]> {
  const order = new Map([...ids].map((id) => [
    id,
    [...new Set(interfaces.requirements(id).flatMap(({ provider }) => provider === id ? [] : provider ?? []))],
  ]));
  const state = new Map<string, "open" | "done">();
  const visit = (id: string): void => {
    state.set(id, "open");
    const after = (order.get(id) ?? []).filter((next) => order.has(next) && state.get(next) !== "open");
    if (order.has(id)) order.set(id, after);
    for (const next of after) if (!state.has(next)) visit(next);
    state.set(id, "done");
  };
  for (const id of order.keys()) if (!state.has(id)) visit(id);
  return order;
}
