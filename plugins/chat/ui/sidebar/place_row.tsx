import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Count, cx, rowClass } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { ChatLink } from "../chat_link.tsx";

export interface PlaceRowProps {
  place: string;
  icon: LucideIcon;
  current?: string;
  count?: number;
  /** The count calls this person. */
  loud?: boolean;
  /** What is counted; default: what is unread. */
  countLabel?: string;
  children: ReactNode;
}

/** A line of the sidebar that leads to an inbox. */
export function PlaceRow({ place, icon: Icon, current, count = 0, loud, countLabel, children }: PlaceRowProps) {
  const selected = current === place;
  return (
    <ChatLink
      path={place}
      data-row
      aria-current={selected ? "page" : undefined}
      className={rowClass({ selected, dense: true })}
    >
      <Icon size={15} className="shrink-0 text-ink-3" aria-hidden />
      <span className={cx("min-w-0 flex-1 truncate", loud && "font-semibold text-ink")}>{children}</span>
      {loud
        ? <Count value={count} label={countLabel ?? t("unread")} />
        : count > 0 && <span className="tabular text-12 text-ink-3">{count > 99 ? "99+" : count}</span>}
    </ChatLink>
  );
}
