import type { ComponentType } from "react";
import type { LanguageChoice } from "./i18n/language.ts";

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
  /** A hook: the language that this person chose, where the plugin keeps it for all their devices; undefined until it is known. */
  useLanguageChoice?(): KeptLanguage | undefined;
}

/** A choice of language that is kept with a person. */
export interface KeptLanguage {
  choice: LanguageChoice;
  /** Rejects with RpcFailure when it was not kept. */
  choose(next: LanguageChoice): Promise<void>;
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
