import { type ComponentType, lazy, type LazyExoticComponent, useEffect, useState } from "react";
import type { PluginPageModule, PluginSummaryModule } from "@bulkhead/ui";
import type { PluginInfo } from "../../state/wire.ts";

declare global {
  interface ImportMeta {
    /** Vite: a lazy loader for each file that fits. */
    glob<T>(pattern: string): Record<string, () => Promise<T>>;
  }
}

const pageLoaders = import.meta.glob<PluginPageModule>("../../../plugins/*/ui/page.tsx");
const summaryLoaders = import.meta.glob<PluginSummaryModule>("../../../plugins/*/ui/summary.tsx");

const idOf = (path: string) => /\/plugins\/([^/]+)\/ui\//.exec(path)?.[1] ?? "";

const pages = new Map<string, LazyExoticComponent<ComponentType>>(
  Object.entries(pageLoaders).map(([path, load]) => [idOf(path), lazy(load)]),
);
const pageImports = new Map(Object.entries(pageLoaders).map(([path, load]) => [idOf(path), load]));
const summaries = new Map(Object.entries(summaryLoaders).map(([path, load]) => [idOf(path), load]));
const loaded = new Map<string, PluginSummaryModule>();

/** The page of a plugin that is compiled in, or undefined. */
export function pageOf(id: string): LazyExoticComponent<ComponentType> | undefined {
  return pages.get(id);
}

/** Is its page a file of its own, shown in a frame? Those of the product's plugins are compiled in. */
export function isFramed(plugin: PluginInfo): boolean {
  return !plugin.bundled && /^ui\/.+\.html?$/.test(plugin.ui?.page ?? "");
}

/** Has it a page that can be opened? */
export function hasPage(plugin: PluginInfo): boolean {
  return isFramed(plugin) || pageOf(plugin.id) !== undefined;
}

/** Fetches a page's code before it is opened. */
export function prefetchPage(id: string): void {
  void pageImports.get(id)?.();
}

/** Is what a plugin shows of itself on its way? */
export function isSummaryComing(id: string): boolean {
  return summaries.has(id) && !loaded.has(id);
}

/** What a plugin shows of itself outside of its page; undefined until it is loaded, or when there is nothing. */
export function useSummary(id: string): PluginSummaryModule | undefined {
  const [, redraw] = useState(0);
  useEffect(() => {
    if (loaded.has(id)) return;
    let here = true;
    summaries.get(id)?.().then((module) => {
      loaded.set(id, module);
      if (here) redraw((count) => count + 1);
    });
    return () => {
      here = false;
    };
  }, [id]);
  return loaded.get(id);
}
