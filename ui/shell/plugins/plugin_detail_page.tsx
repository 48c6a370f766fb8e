import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { ExternalLink, RotateCw } from "lucide-react";
import {
  Badge,
  Button,
  Card,
  ErrorState,
  PageBody,
  PageHeader,
  PluginIcon,
  RelativeTime,
  SkeletonRows,
  StatePill,
} from "@bulkhead/kit";
import { pluginPath, useIsAdmin, useRpc } from "@bulkhead/ui";
import type { PluginDetail, PluginInfo } from "../../state/wire.ts";
import { pageOf } from "../data/plugin_ui.ts";
import { usePluginActions } from "../data/plugins.ts";
import { Crumb } from "../frame/crumb.tsx";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { PluginOverview } from "./plugin_overview.tsx";
import { PluginSwitch } from "./plugin_switch.tsx";

/** One plugin: its state and why, what it uses, what it may do, what it offers. */
export function PluginDetailPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const query = useRpc<PluginDetail>("host.plugin.get", { id });
  const plugin = query.data;
  if (query.error?.code === -32004) return <NotFoundPage />;
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        tab={plugin?.name ?? id}
        onBack={() => void navigate({ to: "/plugins" as never })}
        title={
          <>
            <Crumb to="/plugins">Plugins</Crumb>
            {plugin?.name ?? id}
          </>
        }
        note={plugin && <span className="tabular">{plugin.version}</span>}
        actions={plugin && (
          <>
            {plugin.enabled && plugin.ui?.nav && pageOf(id) && (
              <Link
                to={pluginPath(id) as never}
                className="inline-flex h-8 items-center gap-1.5 rounded-control px-2.5 text-13 font-medium text-ink-2 hover:bg-hover hover:text-ink"
              >
                <ExternalLink size={14} aria-hidden />
                Open
              </Link>
            )}
            {isAdmin && plugin.enabled && <Restart plugin={plugin} />}
            <PluginSwitch plugin={plugin} />
          </>
        )}
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
      {plugin && (
        <PageBody>
          <StateCard plugin={plugin} />
          <PluginOverview plugin={plugin} />
        </PageBody>
      )}
    </main>
  );
}

function Restart({ plugin }: { plugin: PluginInfo }) {
  const actions = usePluginActions();
  const held = plugin.state === "quarantined" || plugin.state === "backoff";
  return (
    <Button
      kind={held ? "primary" : "ghost"}
      icon={<RotateCw size={14} aria-hidden />}
      busy={actions.busy}
      onClick={() => void actions.restart(plugin)}
    >
      {held ? "Retry" : "Restart"}
    </Button>
  );
}

function StateCard({ plugin }: { plugin: PluginInfo }) {
  return (
    <Card className="flex gap-4 p-4">
      <span className="inline-flex size-12 shrink-0 items-center justify-center rounded-card border border-line bg-canvas text-ink-2">
        <PluginIcon name={plugin.ui?.nav?.icon ?? plugin.icon} size={24} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-2">
          <StatePill state={plugin.state} />
          <span className="text-13 text-ink-3">
            since <RelativeTime at={plugin.since} />
          </span>
          {plugin.bundled && <Badge>Bundled</Badge>}
        </div>
        {plugin.reason && <p className="mt-2 text-14 wrap-anywhere">{plugin.reason}</p>}
        <p className="mt-2 text-13 text-ink-2 wrap-anywhere">{plugin.description}</p>
        <p className="mt-2 text-12 text-ink-3">
          {plugin.enabled
            ? "Turned off, its process ends at once, its methods refuse and its page goes. Its data stays, and events wait for it."
            : "Turned on, it goes on where it was: its data is kept, and events have waited for it."}
        </p>
      </div>
    </Card>
  );
}
