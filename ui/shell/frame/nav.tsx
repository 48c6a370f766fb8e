import type { ReactNode } from "react";
import { useRouterState } from "@tanstack/react-router";
import type { PluginInfo } from "../../state/wire.ts";
import { hasPage, useSummary } from "../data/plugin_ui.ts";
import { usePlugins } from "../data/plugins.ts";

/** Enabled plugins that have a place in the navigation. */
export function useNavPlugins(): PluginInfo[] {
  return usePlugins().plugins.filter((plugin) => plugin.enabled && plugin.ui?.nav && hasPage(plugin));
}

/** Can its methods be called now? */
export function isUsable(plugin: PluginInfo): boolean {
  return plugin.enabled && (plugin.state === "ready" || plugin.state === "degraded" || plugin.state === "unresponsive");
}

/** The address without query. */
export function usePath(): string {
  return useRouterState({ select: (state) => state.location.pathname });
}

/** Is this place, or one below it, on the screen? */
export function isAt(path: string, place: string): boolean {
  return place === "/" ? path === "/" : path === place || path.startsWith(`${place}/`);
}

/** Draws with how many things of a plugin wait for this person. */
export function Waiting({ plugin, children }: { plugin: PluginInfo; children: (count: number) => ReactNode }) {
  const summary = useSummary(plugin.id);
  // The key makes a new component of it when the module comes, so that hooks never change their number.
  return summary?.useWaiting && isUsable(plugin)
    ? <WithCount key="with" useWaiting={summary.useWaiting}>{children}</WithCount>
    : <>{children(0)}</>;
}

function WithCount({ useWaiting, children }: { useWaiting: () => number; children: (count: number) => ReactNode }) {
  return <>{children(useWaiting())}</>;
}
