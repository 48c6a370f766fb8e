import { useEffect, useEffectEvent } from "react";
import { type LanguageChoice, type PluginSummaryModule, useMe } from "@bulkhead/ui";
import { setLanguageKeeper, takeLanguage } from "../data/language.ts";
import { useSummary } from "../data/plugin_ui.ts";
import { isUsable, useNavPlugins } from "./nav.tsx";

/** Hears from plugins which language this person chose; draws nothing. */
export function LanguageSources() {
  return useNavPlugins().filter(isUsable).map((plugin) => <Source key={plugin.id} plugin={plugin.id} />);
}

function Source({ plugin }: { plugin: string }) {
  const summary = useSummary(plugin);
  return summary?.useLanguageChoice ? <SourceWith useLanguageChoice={summary.useLanguageChoice} /> : null;
}

function SourceWith({ useLanguageChoice }: Required<Pick<PluginSummaryModule, "useLanguageChoice">>) {
  const me = useMe();
  const source = useLanguageChoice();
  const choose = useEffectEvent((choice: LanguageChoice) => source?.choose(choice) ?? Promise.resolve());
  const choice = source?.choice;
  useEffect(() => {
    if (choice !== undefined) void takeLanguage(me.id, choice);
  }, [choice, me.id]);
  const known = source !== undefined;
  useEffect(() => {
    if (!known) return;
    setLanguageKeeper({ choose: (next) => choose(next) });
    return () => setLanguageKeeper(undefined);
  }, [known]);
  return null;
}
