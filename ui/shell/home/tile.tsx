import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import { RelativeTime, Stat, StatePill } from "@bulkhead/kit";
import { pluginPath, rich } from "@bulkhead/ui";
import { sentence } from "../../state/sentence.ts";
import type { PluginInfo } from "../../state/wire.ts";
import { isUsable } from "../frame/nav.tsx";
import { hasPage, isSummaryComing, prefetchPage, useSummary } from "../data/plugin_ui.ts";
import { PluginMark } from "../plugins/plugin_mark.tsx";
import { plural, t } from "../../i18n/texts.ts";

/** One plugin on the landing page: what it is, how it is and why, the number that matters, the way in. */
export function Tile({ plugin }: { plugin: PluginInfo }) {
  const summary = useSummary(plugin.id);
  const to = plugin.ui?.nav && hasPage(plugin) ? pluginPath(plugin.id) : `/plugins/${plugin.id}`;
  const usable = isUsable(plugin);
  return (
    <Link
      to={to as never}
      data-plugin={plugin.id}
      onPointerEnter={() => prefetchPage(plugin.id)}
      className="group flex w-full flex-col gap-3 rounded-card border border-line bg-surface p-4 transition-colors duration-80 hover:border-line-strong hover:bg-hover"
    >
      <span className="flex items-center gap-2.5">
        <PluginMark id={plugin.id} name={plugin.name} icon={plugin.ui?.nav?.icon ?? plugin.icon} size={32} />
        <span className="min-w-0 flex-1 truncate font-semibold" dir="auto">{plugin.name}</span>
        <StatePill state={plugin.state} />
      </span>
      <span className="line-clamp-2 min-h-[38px] text-13 text-ink-2 wrap-anywhere">
        {plugin.state !== "ready" && plugin.reason ? sentence(plugin.reason) : plugin.description}
      </span>
      <span className="flex min-h-7 items-end justify-between gap-2">
        {usable && summary?.TileNumber
          ? <summary.TileNumber />
          : usable && isSummaryComing(plugin.id)
          ? null
          : usable
          ? <Stat value={plugin.methods} label={plural("methods", plugin.methods)} />
          : (
            <span className="text-12 text-ink-3">
              {rich(t("since {time}"), { time: <RelativeTime at={plugin.since} /> })}
            </span>
          )}
        <span className="ml-auto inline-flex items-center gap-1 text-13 text-ink-3 group-hover:text-accent-ink">
          {t("Open")}
          <ArrowRight size={14} aria-hidden />
        </span>
      </span>
    </Link>
  );
}
