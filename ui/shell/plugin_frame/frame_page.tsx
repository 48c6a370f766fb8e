import { useNavigate } from "@tanstack/react-router";
import { Info, RotateCw } from "lucide-react";
import { useEffect, useState } from "react";
import { Button, ErrorState, IconButton, PageHeader, PluginIcon, SkeletonRows } from "@bulkhead/kit";
import { useCockpit } from "@bulkhead/ui";
import type { PluginInfo } from "../../state/wire.ts";
import { FrameView } from "./frame_view.tsx";
import { useFramedPlugin } from "./use_framed_plugin.ts";
import { t } from "../../i18n/texts.ts";

/** The page of a plugin from elsewhere, under a title line of the cockpit's own. */
export function FramePage({ plugin }: { plugin: PluginInfo }) {
  const navigate = useNavigate();
  const { rpc } = useCockpit();
  const [round, setRound] = useState(0);
  const [stopped, setStopped] = useState(false);
  const { src, document, plugin: framed, retry } = useFramedPlugin(plugin);
  useEffect(() => {
    rpc.call("host.plugin.page.open", { id: plugin.id }).catch(() => {});
  }, [rpc, plugin.id]);
  const reload = () => {
    setStopped(false);
    setRound(round + 1);
    retry();
  };
  const details = () => void navigate({ to: `/plugins/${plugin.id}` as never });
  return (
    <main className="flex h-full min-h-0 flex-col bg-surface">
      <PageHeader
        title={plugin.ui?.nav?.title ?? plugin.name}
        icon={<PluginIcon plugin={plugin.id} name={plugin.ui?.nav?.icon ?? plugin.icon} size={16} />}
        actions={
          <>
            <IconButton label={t("Load the page again")} icon={<RotateCw size={16} aria-hidden />} onClick={reload} />
            <IconButton
              label={t("About {name}", { name: plugin.name })}
              icon={<Info size={16} aria-hidden />}
              onClick={details}
            />
          </>
        }
      />
      <div className="min-h-0 flex-1">
        {stopped
          ? (
            <ErrorState
              title={t("This page was stopped")}
              message={t("It sent far more messages than a page has a use for. That is a fault of {name}.", {
                name: plugin.name,
              })}
              hint={t("The rest of the cockpit and the plugin's methods go on.")}
              onRetry={reload}
              action={<Button size="sm" onClick={details}>{t("See the plugin")}</Button>}
            />
          )
          : document.state === "failed"
          ? (
            <ErrorState
              title={t("The page could not be loaded")}
              message={document.failure.message}
              hint={document.failure.hint}
              traceId={document.failure.traceId}
              onRetry={reload}
              action={<Button size="sm" onClick={details}>{t("See the plugin")}</Button>}
            />
          )
          : document.state === "loading" || !framed
          ? <SkeletonRows count={8} label={t("Loading the page of {name}", { name: plugin.name })} />
          : (
            <FrameView
              key={`${src} ${document.version} ${round}`}
              plugin={framed}
              src={src}
              onReload={reload}
              onFlooded={() => setStopped(true)}
            />
          )}
      </div>
    </main>
  );
}
