import { EmptyState, ErrorState, RelativeTime, SkeletonRows, StatePill, Table } from "@bulkhead/kit";
import { useRpc } from "@bulkhead/ui";
import type { Job } from "./state/wire.ts";

/** Jobs, newest first: all, or those of one service. */
export function JobList({ service }: { service?: string }) {
  const { data, error, isPending, refetch } = useRpc<{ items: Job[] }>("supervisor.job.list", {
    ...(service ? { service } : {}),
    limit: 50,
  });
  if (isPending) return <SkeletonRows count={3} label="Loading jobs" />;
  if (error) {
    return (
      <ErrorState
        inline
        title="The jobs could not be read"
        message={error.message}
        hint={error.hint}
        traceId={error.traceId}
        onRetry={() => void refetch()}
      />
    );
  }
  if (data.items.length === 0) {
    return (
      <EmptyState
        title="No job has run yet"
        description="Actions of services run as jobs: by hand, by their schedule, or because another needs them. What programs report of their own work shows up here, too."
      />
    );
  }
  return (
    <Table
      label="Jobs"
      rows={data.items}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          title: "Job",
          className: "max-w-0 w-full py-2",
          render: (job) => (
            <span className="flex min-w-0 flex-col">
              <span className={job.parentId ? "truncate pl-4" : "truncate font-medium"} title={job.name}>
                {job.name}
              </span>
              {job.message && <span className="truncate text-12 text-ink-3" title={job.message}>{job.message}</span>}
            </span>
          ),
        },
        { key: "progress", title: "Done", align: "right", wide: true, render: (job) => <Progress job={job} /> },
        {
          key: "trigger",
          title: "Why",
          wide: true,
          className: "text-ink-3",
          render: ({ trigger }) => WHY[trigger] ?? trigger,
        },
        { key: "state", title: "State", render: ({ state }) => <StatePill state={state} quiet /> },
        {
          key: "time",
          title: "Begun",
          align: "right",
          wide: true,
          className: "whitespace-nowrap text-ink-3",
          render: (job) => <RelativeTime at={job.startedAt ?? job.createdAt} />,
        },
      ]}
    />
  );
}

const WHY: Record<string, string> = { manual: "by hand", schedule: "schedule", need: "needed", report: "reported" };

function Progress({ job: { done, total, state } }: { job: Job }) {
  if (done === undefined) return null;
  if (!total) return <span className="tabular text-ink-2">{done}</span>;
  const percent = Math.min(100, Math.round(done / total * 100));
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      {state === "running" && (
        <span className="h-1.5 w-20 overflow-hidden rounded-pill bg-active" aria-hidden>
          <span className="block h-full bg-accent" style={{ width: `${percent}%` }} />
        </span>
      )}
      <span className="tabular text-12 text-ink-2">{percent} %</span>
    </span>
  );
}
