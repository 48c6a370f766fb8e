import { Link } from "@tanstack/react-router";
import { ArrowUp, Ban, Boxes, Plus } from "lucide-react";
import { useState } from "react";
import {
  Badge,
  buttonClass,
  bytes,
  EmptyState,
  ErrorState,
  PageHeader,
  RelativeTime,
  SearchField,
  SkeletonRows,
  StatePill,
} from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import { fuzzyScore } from "../../state/fuzzy.ts";
import { sentence } from "../../state/sentence.ts";
import type { PluginInfo } from "../../state/wire.ts";
import { usePlugins } from "../data/plugins.ts";
import { IsolationNote } from "./isolation_note.tsx";
import { PluginMark } from "./plugin_mark.tsx";
import { PluginSwitch } from "./plugin_switch.tsx";
import { t } from "../../i18n/texts.ts";

/** All plugins: on or off, how they are, why and since when. */
export function PluginsPage() {
  const { plugins, isPending, error, refetch } = usePlugins();
  const isAdmin = useIsAdmin();
  const [filter, setFilter] = useState("");
  const shown = plugins.filter((plugin) =>
    fuzzyScore(filter, `${plugin.name} ${plugin.id} ${plugin.state}`) !== undefined
  );
  const on = plugins.filter((plugin) => plugin.enabled).length;
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        title={t("Plugins")}
        note={plugins.length > 0 && (
          <span className="tabular max-md:hidden">{t("{on} of {count} on", { on, count: plugins.length })}</span>
        )}
        actions={
          <>
            <SearchField
              aria-label={t("Filter plugins")}
              placeholder={t("Filter")}
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              className="w-28 md:w-52"
            />
            {isAdmin && <InstallLink />}
          </>
        }
      />
      <div className="scroll-y min-h-0 flex-1">
        {isPending && <SkeletonRows count={6} />}
        {error && (
          <ErrorState
            title={t("The plugins could not be read")}
            message={error.message}
            hint={error.hint}
            traceId={error.traceId}
            onRetry={() => void refetch()}
          />
        )}
        {!isPending && !error && shown.length === 0 && (
          <EmptyState
            icon={<Boxes size={20} aria-hidden />}
            title={filter ? t("No plugin fits “{filter}”", { filter }) : t("No plugin is installed")}
            description={filter ? undefined : t(
              "Install one from a registry, a URL or a folder. A folder under the plugins folder shows up here by itself.",
            )}
            action={!filter && isAdmin && <InstallLink />}
          />
        )}
        <ul>
          {shown.map((plugin) => <PluginRow key={plugin.id} plugin={plugin} />)}
        </ul>
        {isAdmin && !isPending && !error && <IsolationNote />}
      </div>
    </main>
  );
}

function InstallLink() {
  return (
    <Link to={"/plugins/install" as never} className={buttonClass("primary")}>
      <Plus size={14} aria-hidden />
      <span className="max-md:hidden">{t("Install a plugin")}</span>
      <span className="md:hidden">{t("Install")}</span>
    </Link>
  );
}

/** What is to be known of its package. */
function Standing({ plugin }: { plugin: PluginInfo }) {
  if (plugin.revoked) {
    return <Badge tone="bad" icon={<Ban size={11} strokeWidth={2.5} aria-hidden />}>{t("Revoked")}</Badge>;
  }
  if (!plugin.update) return null;
  return (
    <Badge
      tone={plugin.update.needsConsent ? "warn" : "accent"}
      icon={<ArrowUp size={11} strokeWidth={2.5} aria-hidden />}
    >
      <span className="md:hidden">{plugin.update.version}</span>
      <span className="max-md:hidden">
        {plugin.update.needsConsent
          ? t("{version} asks for more", { version: plugin.update.version })
          : t("{version} is there", { version: plugin.update.version })}
      </span>
    </Badge>
  );
}

function PluginRow({ plugin }: { plugin: PluginInfo }) {
  return (
    <li
      data-plugin={plugin.id}
      className="relative flex items-center gap-3 border-b border-line px-4 py-3 hover:bg-hover md:gap-4 md:px-6"
    >
      <PluginMark id={plugin.id} name={plugin.name} icon={plugin.ui?.nav?.icon ?? plugin.icon} />
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
          <Standing plugin={plugin} />
        </div>
        <p className="truncate text-13 text-ink-2">{plugin.reason ? sentence(plugin.reason) : plugin.description}</p>
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
