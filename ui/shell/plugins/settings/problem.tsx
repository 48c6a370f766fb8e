import { CircleAlert } from "lucide-react";

/** What is wrong with a setting that is more than one control. */
export function Problem({ error }: { error?: string }) {
  if (!error) return null;
  return (
    <p className="flex items-start gap-1.5 text-12 text-bad-ink">
      <CircleAlert size={14} className="mt-px shrink-0" aria-hidden />
      {error}
    </p>
  );
}
