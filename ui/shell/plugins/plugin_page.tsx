import { useNavigate, useParams } from "@tanstack/react-router";
import { AppWindow, PowerOff } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { Banner, Button, EmptyState, ErrorState, lookOf, SkeletonRows, useKitWords } from "@bulkhead/kit";
import { useIsAdmin } from "@bulkhead/ui";
import type { PluginInfo } from "../../state/wire.ts";
import { isFramed, pageOf } from "../data/plugin_ui.ts";
import { usePluginActions, usePlugins } from "../data/plugins.ts";
import { InEnglish } from "../frame/in_english.tsx";
import { NotFoundPage } from "../frame/fallback_pages.tsx";
import { t } from "../../i18n/texts.ts";

const FramePage = lazy(async () => ({ default: (await import("../plugin_frame/mod.ts")).FramePage }));

/** States in which a plugin's page still makes sense, under a line that says what is the matter. */
const IMPAIRED = new Set(["degraded", "unresponsive", "backoff", "quarantined", "starting"]);

/** The page that a plugin brings, or why it is not there. */
export function PluginPage() {
  const { plugin: id } = useParams({ strict: false }) as { plugin: string };
  const { plugins, isPending, error, refetch } = usePlugins();
  const plugin = plugins.find((each) => each.id === id);
  // A page that was there stays through a restart; one that was not waits until there is something to ask.
  const [shown, setShown] = useState("");
  const there = !plugin?.enabled ? "" : plugin.state === "starting" ? shown : id;
  if (there !== shown) setShown(there);
  if (isPending) {
    return (
      <Main>
        <SkeletonRows count={8} />
      </Main>
    );
  }
  if (error) {
    return (
      <Main>
        <ErrorState
          page
          title={t("The plugins could not be read")}
          message={error.message}
          hint={error.hint}
          traceId={error.traceId}
          onRetry={() => void refetch()}
        />
      </Main>
    );
  }
  if (!plugin) return <NotFoundPage />;
  if (!plugin.enabled) return <TurnedOff plugin={plugin} />;
  const Page = isFramed(plugin) ? FramePage : pageOf(id);
  if (Page && there !== id) {
    return (
      <Main>
        <SkeletonRows count={8} label={t("{name} is starting", { name: plugin.name })} />
      </Main>
    );
  }
  if (!Page) return <NoPage plugin={plugin} />;
  return (
    <div className="flex h-full flex-col">
      {IMPAIRED.has(plugin.state) && plugin.state !== "starting" && <Impaired plugin={plugin} />}
      <div className="min-h-0 flex-1">
        <Suspense
          fallback={
            <Main>
              <SkeletonRows count={8} />
            </Main>
          }
        >
          <InEnglish>
            <Page plugin={plugin} />
          </InEnglish>
        </Suspense>
      </div>
    </div>
  );
}

function Main({ children }: { children: ReactNode }) {
  return <main className="h-full bg-surface">{children}</main>;
}

function TurnedOff({ plugin }: { plugin: PluginInfo }) {
  const isAdmin = useIsAdmin();
  const actions = usePluginActions();
  return (
    <main className="flex h-full items-center justify-center bg-surface">
      <EmptyState
        page
        icon={<PowerOff size={20} aria-hidden />}
        title={t("{name} is turned off", { name: plugin.name })}
        description={isAdmin
          ? t("Its data is kept, and events wait for it. It goes on where it was.")
          : t("An owner or admin of this server can turn it on.")}
        action={isAdmin && (
          <Button kind="primary" busy={actions.busy} onClick={() => void actions.enable(plugin)}>
            {t("Turn on {name}", { name: plugin.name })}
          </Button>
        )}
      />
    </main>
  );
}

function NoPage({ plugin }: { plugin: PluginInfo }) {
  const navigate = useNavigate();
  return (
    <main className="flex h-full items-center justify-center bg-surface">
      <EmptyState
        page
        icon={<AppWindow size={20} aria-hidden />}
        title={t("{name} has no page of its own", { name: plugin.name })}
        description={t("It works in the background: for workflows, other plugins and API callers.")}
        action={
          <Button onClick={() => void navigate({ to: `/plugins/${plugin.id}` as never })}>{t("See its state")}</Button>
        }
      />
    </main>
  );
}

function Impaired({ plugin }: { plugin: PluginInfo }) {
  const isAdmin = useIsAdmin();
  const { or } = useKitWords();
  const actions = usePluginActions();
  return (
    <Banner
      tone={lookOf(plugin.state).tone === "bad" ? "bad" : "warn"}
      action={isAdmin && plugin.state !== "degraded" && (
        <Button
          size="sm"
          kind="ghost"
          busy={actions.busy}
          onClick={() => void actions.restart(plugin)}
        >
          {t("Restart")}
        </Button>
      )}
    >
      {plugin.name}: {or(lookOf(plugin.state).word)}
      {plugin.reason ? `, ${plugin.reason}` : ""}
    </Banner>
  );
}
