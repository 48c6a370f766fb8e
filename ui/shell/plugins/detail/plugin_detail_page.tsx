import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { ExternalLink, RotateCw } from "lucide-react";
import {
  Button,
  buttonClass,
  ErrorState,
  PageBody,
  PageHeader,
  ProgressList,
  SkeletonRows,
  StatePill,
  Tabs,
} from "@bulkhead/kit";
import { pluginPath, useIsAdmin } from "@bulkhead/ui";
import { type PackageWork, stageLines } from "../../../state/package_works.ts";
import type { PluginDetail, PluginInfo } from "../../../state/wire.ts";
import { useFresh } from "../../data/fresh.ts";
import { usePackageWork } from "../../data/packages.ts";
import { useGrants } from "../../data/grants.ts";
import { usePluginActions, usePlugins } from "../../data/plugins.ts";
import { Crumb } from "../../frame/crumb.tsx";
import { NotFoundPage } from "../../frame/fallback_pages.tsx";
import { useNavPlugins } from "../../frame/nav.tsx";
import { PluginSwitch } from "../plugin_switch.tsx";
import { useSettingsDraft } from "../settings/use_settings_draft.ts";
import { EventsTab } from "./events_tab.tsx";
import { LogsTab } from "./logs_tab.tsx";
import { OverviewTab } from "./overview_tab.tsx";
import { PermissionsTab } from "./permissions_tab.tsx";
import { SettingsTab } from "./settings_tab.tsx";
import { VersionsTab } from "./versions_tab.tsx";

const TABS = ["overview", "permissions", "settings", "events", "logs", "versions"] as const;
type Tab = (typeof TABS)[number];

/** One plugin: how it is and why, what it may do, its settings, events, log and versions. The tab is in the address. */
export function PluginDetailPage() {
  const { id, tab = "overview" } = useParams({ strict: false }) as { id: string; tab?: string };
  const navigate = useNavigate();
  const work = usePackageWork(id);
  // From the moment on that it goes, nothing more is asked of it.
  const goes = work?.work === "uninstall" && work.phase !== "failed";
  const query = useFresh<PluginDetail>("host.plugin.get", { id }, { enabled: !goes });
  const plugin = query.data;
  const known = TABS.find((each) => each === tab);
  const { data: all } = usePlugins();
  const gone = all !== undefined && !all.items.some((each) => each.id === id);
  if (goes) return <Leaving name={plugin?.name ?? id} work={work} />;
  if (query.error?.code === -32004 || gone || !known) return <NotFoundPage />;
  const go = (next: Tab) =>
    void navigate({ to: (next === "overview" ? `/plugins/${id}` : `/plugins/${id}/${next}`) as never, replace: true });
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab={plugin?.name ?? id}
        onBack={() => void navigate({ to: "/plugins" as never })}
        title={
          <>
            <span className="max-md:hidden">
              <Crumb to="/plugins">Plugins</Crumb>
            </span>
            {plugin?.name ?? id}
          </>
        }
        note={plugin && (
          <>
            <span className="tabular max-md:hidden">{plugin.version}</span>
            <StatePill state={plugin.state} quiet />
          </>
        )}
        actions={plugin && <Actions plugin={plugin} />}
      />
      {query.isPending && <SkeletonRows count={8} />}
      {query.error && (
        <ErrorState
          title="This plugin could not be read"
          message={query.error.message}
          hint={query.error.hint}
          traceId={query.error.traceId}
          onRetry={() => void query.refetch()}
        />
      )}
      {plugin && <PluginTabs plugin={plugin} tab={known} onTab={go} />}
    </main>
  );
}

/** It is on its way out; what stood here is no more true. */
function Leaving({ name, work }: { name: string; work: PackageWork }) {
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader title={name} />
      <PageBody>
        <div className="mx-auto flex w-full max-w-md flex-col gap-4 py-8">
          <h2 className="text-16 font-semibold wrap-anywhere" dir="auto">Uninstalling {name}</h2>
          <ProgressList
            label={`Uninstalling ${name}`}
            steps={stageLines(work).map(({ stage, ...line }) => ({ key: stage, ...line }))}
          />
        </div>
      </PageBody>
    </main>
  );
}

function PluginTabs({ plugin, tab, onTab }: { plugin: PluginDetail; tab: Tab; onTab(tab: Tab): void }) {
  const denied = useGrants(plugin.id).data?.denied.length ?? 0;
  const { draft } = useSettingsDraft(plugin.id);
  return (
    <Tabs
      value={tab}
      onChange={onTab}
      tabs={[
        {
          value: "overview",
          label: "Overview",
          content: (
            <PageBody>
              <OverviewTab plugin={plugin} />
            </PageBody>
          ),
        },
        {
          value: "permissions",
          label: "Permissions",
          mark: denied > 0 ? "It tried what it may not" : undefined,
          content: (
            <PageBody>
              <PermissionsTab plugin={plugin} />
            </PageBody>
          ),
        },
        {
          value: "settings",
          label: "Settings",
          mark: draft?.dirty ? "Not saved" : draft?.missing ? "Something is needed" : undefined,
          content: <SettingsTab plugin={plugin} />,
        },
        {
          value: "events",
          label: "Events",
          content: (
            <PageBody>
              <EventsTab plugin={plugin} />
            </PageBody>
          ),
        },
        { value: "logs", label: "Logs", content: <LogsTab plugin={plugin} /> },
        {
          value: "versions",
          label: "Versions",
          mark: plugin.revoked || plugin.package?.revoked
            ? "It was revoked"
            : plugin.package?.update
            ? "There is a newer version"
            : undefined,
          content: (
            <PageBody>
              <VersionsTab plugin={plugin} />
            </PageBody>
          ),
        },
      ]}
    />
  );
}

function Actions({ plugin }: { plugin: PluginInfo }) {
  const isAdmin = useIsAdmin();
  const hasPage = useNavPlugins().some((each) => each.id === plugin.id);
  return (
    <>
      {hasPage && (
        <Link to={pluginPath(plugin.id) as never} aria-label={`Open ${plugin.name}`} className={buttonClass("ghost")}>
          <ExternalLink size={14} aria-hidden />
          <span className="max-md:hidden">Open</span>
        </Link>
      )}
      {isAdmin && plugin.enabled && !plugin.revoked && <Restart plugin={plugin} />}
      <PluginSwitch plugin={plugin} />
    </>
  );
}

function Restart({ plugin }: { plugin: PluginInfo }) {
  const actions = usePluginActions();
  const held = plugin.state === "quarantined" || plugin.state === "backoff";
  const word = held ? "Retry" : "Restart";
  return (
    <Button
      kind={held ? "primary" : "ghost"}
      icon={<RotateCw size={14} aria-hidden />}
      busy={actions.busy}
      aria-label={`${word} ${plugin.name}`}
      onClick={() => void actions.restart(plugin)}
    >
      <span className={held ? undefined : "max-md:hidden"}>{word}</span>
    </Button>
  );
}
