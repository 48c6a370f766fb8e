import { bytes, Card } from "@bulkhead/kit";
import type { RunningBackup } from "../../data/backups.ts";

const DOING = {
  create: "Making",
  verify: "Checking",
  restore: "Restoring",
  upload: "Sending to the store",
  fetch: "Fetching from the store",
};

/** How far it is; the same on every page that is open. */
export function ProgressCard({ running: { kind, name, done, total } }: { running: RunningBackup }) {
  const share = total > 0 ? Math.min(1, done / total) : undefined;
  return (
    <Card className="flex flex-col gap-2 p-4">
      <p className="flex flex-wrap items-baseline gap-x-3 text-13">
        <span className="flex-1">{DOING[kind]}</span>
        <span className="shrink-0 text-12 tabular text-ink-3">
          {share === undefined ? "beginning" : `${Math.floor(share * 100)} %, ${bytes(done)} of ${bytes(total)}`}
        </span>
      </p>
      <div
        role="progressbar"
        aria-label={`${DOING[kind]} ${name}`}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(share === undefined ? {} : { "aria-valuenow": Math.floor(share * 100) })}
        className="h-1.5 overflow-hidden rounded-full bg-active"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
      <code className="truncate font-mono text-12 text-ink-3">{name}</code>
    </Card>
  );
}
