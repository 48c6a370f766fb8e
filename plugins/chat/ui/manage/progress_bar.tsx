import { Progress } from "@base-ui/react/progress";

/** How far something is, from 0 to 1, with its words above. */
export function ProgressBar({ share, label }: { share: number; label: string }) {
  return (
    <Progress.Root value={Math.round(share * 100)} className="flex flex-col gap-1.5">
      <span className="flex items-baseline justify-between gap-3 text-13">
        <Progress.Label className="min-w-0 truncate">{label}</Progress.Label>
        <Progress.Value className="tabular text-12 text-ink-3" />
      </span>
      <Progress.Track className="h-1.5 overflow-hidden rounded-pill bg-active">
        <Progress.Indicator className="h-full rounded-pill bg-accent-solid transition-[width] duration-120" />
      </Progress.Track>
    </Progress.Root>
  );
}
