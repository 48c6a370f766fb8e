import { Info, TriangleAlert, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type BannerTone = "info" | "warn" | "bad" | "offline";

const LOOK: Record<BannerTone, string> = {
  info: "bg-accent-soft text-accent-ink",
  warn: "bg-warn-soft text-warn-ink",
  bad: "bg-bad-soft text-bad-ink",
  offline: "bg-warn-soft text-warn-ink",
};

/** One line across the page: what is the matter and what still works. */
export function Banner(
  { tone = "info", children, action }: { tone?: BannerTone; children: ReactNode; action?: ReactNode },
) {
  const Icon = tone === "offline" ? WifiOff : tone === "info" ? Info : TriangleAlert;
  return (
    <div role="status" className={cx("flex min-h-9 items-center gap-2 px-4 py-1.5 text-13", LOOK[tone])}>
      <Icon size={15} className="shrink-0" aria-hidden />
      <span className="min-w-0 flex-1">{children}</span>
      {action}
    </div>
  );
}
