import type { ReactNode } from "react";
import { cx } from "./cx.ts";
import { type Tone, TONE_INK, TONE_SOFT } from "./state_pill.tsx";

/** A small word beside a name: a version, a kind. */
export function Badge({ tone = "neutral", icon, children }: { tone?: Tone; icon?: ReactNode; children: ReactNode }) {
  return (
    <span
      className={cx(
        "inline-flex h-[18px] shrink-0 items-center gap-1 rounded-sm px-1.5 text-[11px] font-medium whitespace-nowrap",
        TONE_SOFT[tone],
        tone === "neutral" ? "text-ink-2" : TONE_INK[tone],
      )}
    >
      {icon}
      {children}
    </span>
  );
}

/** A count on something that wants attention; 100 and more is "99+". */
export function Count({ value, label }: { value: number; label: string }) {
  if (value <= 0) return null;
  return (
    <span
      aria-label={`${value} ${label}`}
      className="tabular inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-pill bg-accent-solid px-1.5 text-[11px] font-semibold text-on-accent"
    >
      {value > 99 ? "99+" : value}
    </span>
  );
}
