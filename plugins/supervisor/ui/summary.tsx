import { Stat } from "@bulkhead/kit";
import type { PluginCommand } from "@bulkhead/ui";
import type { Service } from "./state/wire.ts";
import { useServices } from "./use_services.ts";

const ILL = new Set(["failed", "skipped", "unhealthy"]);
const UP = new Set(["running", "ready"]);

function ill(services: Service[] | undefined): number {
  return services?.filter(({ actual }) => ILL.has(actual)).length ?? 0;
}

/** Services that somebody should look at. */
export function useWaiting(): number {
  return ill(useServices().data?.items);
}

/** How many are well, or how many are not. */
export function TileNumber() {
  const { data } = useServices();
  if (!data) return <span />;
  const bad = ill(data.items);
  if (bad > 0) return <Stat value={bad} label={bad === 1 ? "service is not well" : "services are not well"} />;
  return <Stat value={data.items.filter(({ actual }) => UP.has(actual)).length} label="running" />;
}

/** Each service is a place in the palette. */
export function useCommands(): PluginCommand[] {
  return (useServices().data?.items ?? []).map(({ name }) => ({
    id: name,
    title: name,
    path: name,
    icon: "server",
  }));
}
