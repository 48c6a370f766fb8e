import { Badge, bytes, cx, RelativeTime } from "@bulkhead/kit";
import type { BackupInfo } from "../../data/backups.ts";

export interface BackupRowsProps {
  backups: BackupInfo[];
  chosen?: string;
  /** There is a store beside the folder, so it matters where each lies. */
  withStore: boolean;
  onChoose(name: string): void;
}

/** Where a backup lies, in words. */
export function wherePlaced(places: BackupInfo["places"]): string {
  if (places.length === 2) return "folder and store";
  return places[0] === "s3" ? "only in the store" : "only in the folder";
}

/** In two places is well, only beside the data is not: what takes that away takes the backup along. */
function toneOf(places: BackupInfo["places"]) {
  if (places.length === 2) return "ok";
  return places[0] === "s3" ? "neutral" : "warn";
}

/** When each was made, its size, and what it is. */
export function BackupRows({ backups, chosen, withStore, onChoose }: BackupRowsProps) {
  return (
    <ul aria-label="Backups" className="-mx-3">
      {backups.map(({ name, createdAt, sizeBytes, encrypted, key, scheduled, problem, places }) => (
        <li
          key={name}
          className={cx("relative rounded-control px-3 py-2.5", name === chosen ? "bg-active" : "hover:bg-hover")}
        >
          <div className="flex items-center gap-3">
            <button
              type="button"
              aria-current={name === chosen ? "true" : undefined}
              onClick={() => onChoose(name)}
              className="ring-in min-w-0 flex-1 truncate rounded-sm text-left font-mono text-12 font-medium md:text-13 after:absolute after:inset-0"
            >
              {name}
            </button>
            <span className="shrink-0 text-12 tabular text-ink-3">{bytes(sizeBytes)}</span>
          </div>
          <p className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-12 text-ink-3">
            <RelativeTime at={createdAt} />
            <span aria-hidden>·</span>
            <span>{scheduled ? "by the schedule" : "by hand"}</span>
            {withStore && <Badge tone={toneOf(places)}>{wherePlaced(places)}</Badge>}
            {encrypted && <Badge tone="ok">encrypted</Badge>}
            {key && <Badge>with the key</Badge>}
            {problem && <Badge tone="bad">cannot be read</Badge>}
          </p>
        </li>
      ))}
    </ul>
  );
}
