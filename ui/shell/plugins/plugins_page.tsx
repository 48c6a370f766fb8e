import { Link } from "@tanstack/react-router";
import { Boxes } from "lucide-react";
import { useState } from "react";
import {
  bytes,
  EmptyState,
  ErrorState,
  PageHeader,
  PluginIcon,
  RelativeTime,
  SearchField,
  SkeletonRows,
  StatePill,
} from "@bulkhead/kit";
import { fuzzyScore } from "../../state/fuzzy.ts";
import type { PluginInfo } from "../../state/wire.ts";
import { usePlugins } from "../data/plugins.ts";
import { PluginSwitch } from "./plugin_switch.tsx";

/** All plugins: on or off, how they are, why and since when. */
export function PluginsPage() {
  const { plugins, isPending, error, refetch } = usePlugins();
  const [filter, setFilter] = useState("");
  const shown = plugins.filter((plugin) =>
    fuzzyScore(filter, `${plugin.name} ${plugin.id} ${plugin.state}`) !== undefined
  );
  const on = plugins.filter((plugin) => plugin.enabled).length;
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        title="Plugins"
        note={plugins.length > 0 && <span className="tabular">{on} of {plugins.length} on</span>}
        actions={
          <SearchField
            aria-label="Filter plugins"
            placeholder="Filter"
            value={filter}
            onChange={(event) => setFilter(event.target.value)}
            className="w-36 md:w-52"
          />
        }
      />
      <div className="scroll-y min-h-0 flex-1">
        {isPending && <SkeletonRows count={6} />}
        {error && (
          <ErrorState
            title="The plugins could not be read"
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        {!isPending && !error && shown.length === 0 && (
          <EmptyState
            icon={<Boxes size={20} aria-hidden />}
            title={filter ? `No plugin fits “${filter}”` : "No plugin is installed"}
            description={filter ? undefined : "A folder with a plugin.json under the plugins folder shows up here."}
          />
        )}
        <ul>
          {shown.map((plugin) => <PluginRow key={plugin.id} plugin={plugin} />)}
        </ul>
      </div>
    </main>
  );
}

function PluginRow({ plugin }: { plugin: PluginInfo }) {
  return (
    <li
      data-plugin={plugin.id}
      className="relative flex items-center gap-3 border-b border-line px-4 py-3 hover:bg-hover md:gap-4 md:px-6"
    >
      <span className="inline-flex size-9 shrink-0 items-center justify-center rounded-control border border-line bg-canvas text-ink-2">
        <PluginIcon name={plugin.ui?.nav?.icon ?? plugin.icon} size={18} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-2">
          <Link
            to={`/plugins/${plugin.id}` as never}
            className="ring-in truncate rounded-sm text-14 font-medium after:absolute after:inset-0"
            dir="auto"
          >
            {plugin.name}
          </Link>
          <span className="tabular shrink-0 text-12 text-ink-3">{plugin.version}</span>
        </div>
        <p className="truncate text-13 text-ink-2">{plugin.reason ?? plugin.description}</p>
        <div className="mt-1 flex items-center gap-2 md:hidden">
          <StatePill state={plugin.state} quiet />
          <span className="text-12 text-ink-3">
            <RelativeTime at={plugin.since} />
          </span>
        </div>
      </div>
      <span className="tabular hidden w-20 shrink-0 text-right text-12 text-ink-3 lg:block">
        {plugin.running && plugin.memoryBytes ? bytes(plugin.memoryBytes) : ""}
      </span>
      <span className="hidden w-24 shrink-0 text-right text-12 text-ink-3 md:block">
        <RelativeTime at={plugin.since} className="relative" />
      </span>
      <span className="hidden w-36 shrink-0 justify-end md:flex">
        <StatePill state={plugin.state} />
      </span>
      <span className="relative flex">
        <PluginSwitch plugin={plugin} />
      </span>
    </li>
  );
}
