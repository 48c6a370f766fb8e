import type { ComponentType } from "react";

/** `plugins/<id>/ui/page.tsx` exports its page as default. */
export interface PluginPageModule {
  default: ComponentType;
}

/** `plugins/<id>/ui/summary.tsx`: what the plugin shows of itself outside of its page. All optional. */
export interface PluginSummaryModule {
  /** The one number that matters, for the tile on the landing page. */
  TileNumber?: ComponentType;
  /** A hook: how many things wait for this person. */
  useWaiting?(): number;
  /** A hook: what the command palette offers. */
  useCommands?(): PluginCommand[];
}

/** A place that the command palette offers. */
export interface PluginCommand {
  id: string;
  title: string;
  /** Path below the plugin's page. */
  path: string;
  /** Name of an icon, as in a manifest. */
  icon?: string;
}
