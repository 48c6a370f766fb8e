import { Link } from "@tanstack/react-router";
import { Activity, CircleCheck, Puzzle } from "lucide-react";
import { Card, EmptyState, ErrorState, Loading, PageBody, PageHeader, Section, Skeleton } from "@bulkhead/kit";
import { useMe } from "@bulkhead/ui";
import { useNeeds } from "../data/needs.ts";
import { usePlugins } from "../data/plugins.ts";
import { useSession } from "../data/session.ts";
import { NeedLine } from "../frame/needs_button.tsx";
import { Panels } from "./panels.tsx";
import { RecentActivity } from "./recent_activity.tsx";
import { Tile } from "./tile.tsx";
import { t } from "../../i18n/texts.ts";

/** Where one lands: what needs somebody, the plugins as tiles, what happened last. */
export function HomePage() {
  const me = useMe();
  const session = useSession();
  const { plugins, isPending, error, refetch } = usePlugins();
  const enabled = plugins.filter((plugin) => plugin.enabled);
  const off = plugins.length - enabled.length;
  return (
    <main className="flex h-full flex-col bg-surface">
      <PageHeader
        title={session.state?.name || "Bulkhead"}
        note={<span className="max-md:hidden">{t("Signed in as {name}", { name: me.name })}</span>}
      />
      <PageBody wide>
        <NeedsYou />
        <Panels plugins={enabled} />
        <Section
          title={t("Plugins")}
          action={
            <Link to={"/plugins" as never} className="rounded-sm text-13 text-ink-3 hover:text-ink">
              {off > 0 ? t("All plugins, {off} off", { off }) : t("All plugins")}
            </Link>
          }
        >
          {error && (
            <ErrorState
              inline
              title={t("The plugins could not be read")}
              message={error.message}
              hint={error.hint}
              traceId={error.traceId}
              onRetry={() => void refetch()}
            />
          )}
          {isPending && <TileSkeletons />}
          {!isPending && !error && enabled.length === 0 && (
            <Card>
              <EmptyState
                icon={<Puzzle size={20} aria-hidden />}
                title={t("No plugin is on")}
                description={t("Plugins are what this server does: chat, workflows' partners, integrations.")}
                action={
                  <Link to={"/plugins" as never} className="text-13 font-medium text-accent-ink hover:underline">
                    {t("Turn one on")}
                  </Link>
                }
              />
            </Card>
          )}
          <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(260px,100%),1fr))] gap-3">
            {enabled.map((plugin) => (
              <li key={plugin.id} className="flex">
                <Tile plugin={plugin} />
              </li>
            ))}
          </ul>
        </Section>
        <Section title={t("Recent activity")} action={<Activity size={14} className="text-ink-3" aria-hidden />}>
          <RecentActivity />
        </Section>
      </PageBody>
    </main>
  );
}

function NeedsYou() {
  const needs = useNeeds();
  return (
    <Section title={t("What needs you")}>
      <Card className={needs.length === 0 ? "flex items-center gap-2.5 px-4 py-3 text-13 text-ink-2" : "p-1"}>
        {needs.length === 0
          ? (
            <>
              <CircleCheck size={16} className="shrink-0 text-ok-ink" aria-hidden />
              {t("Nothing. Failures, waiting runs and plugins in trouble show up here.")}
            </>
          )
          : needs.slice(0, 6).map((need) => <NeedLine key={need.id} need={need} />)}
      </Card>
    </Section>
  );
}

function TileSkeletons() {
  return (
    <Loading label={t("Loading plugins")}>
      <div className="grid grid-cols-[repeat(auto-fill,minmax(min(260px,100%),1fr))] gap-3">
        {[0, 1, 2].map((index) => <Skeleton key={index} className="h-[124px] rounded-card" />)}
      </div>
    </Loading>
  );
}
