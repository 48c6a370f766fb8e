import { Section } from "@bulkhead/kit";
import type { PluginInfo } from "../../state/wire.ts";
import { isFramed } from "../data/plugin_ui.ts";
import { isUsable } from "../frame/nav.tsx";
import { FramePanel } from "../plugin_frame/mod.ts";
import { t } from "../../i18n/texts.ts";

/** What plugins show of themselves where everybody lands; nothing when none of them has a panel. */
export function Panels({ plugins }: { plugins: PluginInfo[] }) {
  const panels = plugins.filter((plugin) => isFramed(plugin) && isUsable(plugin)).flatMap((plugin) =>
    (plugin.ui?.panels ?? []).filter(({ slot = "home" }) => slot === "home").map((panel) => ({ plugin, panel }))
  );
  if (panels.length === 0) return null;
  return (
    <Section title={t("At a glance")}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(360px,100%),1fr))] items-start gap-3">
        {panels.map(({ plugin, panel }) => (
          <FramePanel
            key={`${plugin.id}/${panel.id}`}
            plugin={plugin}
            panel={panel}
          />
        ))}
      </div>
    </Section>
  );
}
