import { Link } from "@tanstack/react-router";
import { ErrorState, RelativeTime, SkeletonRows, StateIcon } from "@bulkhead/kit";
import { type ActivityItem, activityOf } from "../../state/activity.ts";
import { usePlugins } from "../data/plugins.ts";
import { useRuns } from "../data/workflows.ts";
import { t } from "../../i18n/texts.ts";

/** The newest runs and changes of plugins, newest first. */
export function RecentActivity() {
  const { plugins } = usePlugins();
  const runs = useRuns();
  if (runs.isPending) return <SkeletonRows count={4} />;
  if (runs.error && plugins.length === 0) {
    return (
      <ErrorState
        inline
        title={t("Recent activity could not be read")}
        message={runs.error.message}
        hint={runs.error.hint}
        onRetry={() => void runs.refetch()}
      />
    );
  }
  const items = activityOf(plugins, runs.data?.items ?? []);
  if (items.length === 0) {
    return (
      <p className="text-13 text-ink-2">{t("Nothing yet. Runs of workflows and changes of plugins show up here.")}</p>
    );
  }
  return (
    <ul className="flex flex-col">
      {items.map((item) => (
        <li key={item.id}>
          <Line item={item} />
        </li>
      ))}
    </ul>
  );
}

function Line({ item }: { item: ActivityItem }) {
  return (
    <Link
      to={item.path as never}
      className="ring-in -mx-2 flex h-9 items-center gap-3 rounded-control px-2 text-13 hover:bg-hover"
    >
      <StateIcon state={item.state} size={15} />
      <span className="min-w-0 flex-1 truncate">
        <span className="font-medium">{item.name}</span> <span className="text-ink-2">{item.words}</span>
      </span>
      <RelativeTime at={item.at} className="shrink-0 text-12 text-ink-3" />
    </Link>
  );
}
