import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

export type NoticeTone = "info" | "ok" | "warn" | "bad";

const LOOK = {
  info: { icon: Info, box: "border-line bg-canvas", ink: "text-ink-3" },
  ok: { icon: CircleCheck, box: "border-ok/40 bg-ok-soft", ink: "text-ok-ink" },
  warn: { icon: TriangleAlert, box: "border-warn/40 bg-warn-soft", ink: "text-warn-ink" },
  bad: { icon: CircleAlert, box: "border-bad/40 bg-bad-soft", ink: "text-bad-ink" },
};

export interface NoticeProps {
  tone?: NoticeTone;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}

/** Something to know before one goes on, in the flow of a page. */
export function Notice({ tone = "info", title, children, action }: NoticeProps) {
  const { icon: Icon, box, ink } = LOOK[tone];
  return (
    <div role={tone === "bad" ? "alert" : "note"} className={cx("flex gap-3 rounded-card border p-3", box)}>
      <Icon size={16} className={cx("mt-0.5 shrink-0", ink)} aria-hidden />
      <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-[1_1_260px]">
          <p className="text-13 font-semibold wrap-anywhere">{title}</p>
          {children && <div className="mt-0.5 text-13 text-ink-2 wrap-anywhere">{children}</div>}
        </div>
        {action && <div className="flex shrink-0 gap-2">{action}</div>}
      </div>
    </div>
  );
}
