import { cx } from "@bulkhead/kit";

/** The first letter of a workspace, where there is no room for its name. */
export function WorkspaceMark({ name, current }: { name: string; current?: boolean }) {
  return (
    <span
      aria-hidden
      className={cx(
        "inline-flex size-6 shrink-0 items-center justify-center rounded-control border text-12 font-semibold",
        current ? "border-accent-solid bg-accent-soft text-accent-ink" : "border-line bg-surface text-ink-2",
      )}
    >
      {[...name.trim()][0]?.toLocaleUpperCase() ?? "?"}
    </span>
  );
}
