import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cx, Menu, MenuHeading, MenuItem } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { dayName } from "../state/rows.ts";
import { useConversation } from "./context.ts";
import { JumpDialog } from "./jump_dialog.tsx";

export interface DividerProps {
  /** Its name for those who do not see it. */
  label: string;
  fresh?: boolean;
  children?: ReactNode;
}

/** A line across the messages. */
export function Divider({ label, fresh, children }: DividerProps) {
  return (
    <div
      // What can be activated may not stand in a separator.
      role={children ? "group" : "separator"}
      aria-label={label}
      className={cx("flex items-center gap-3 px-4 md:px-6", fresh ? "py-1" : "py-2")}
    >
      <span className={cx("h-px flex-1", fresh ? "bg-accent" : "bg-line")} />
      {children ?? <span className={cx("text-12 font-medium", fresh ? "text-accent-ink" : "text-ink-3")}>{label}</span>}
      {!fresh && <span className="h-px flex-1 bg-line" />}
    </div>
  );
}

/** Where a day begins; it leads to other days of the channel. */
export function DayDivider({ at }: { at: string }) {
  const { jumpTo } = useConversation();
  const [choosing, setChoosing] = useState(false);
  const label = dayName(at, Date.now());
  if (!jumpTo) return <Divider label={label} />;
  return (
    <Divider label={label}>
      <Menu
        align="center"
        trigger={
          <button
            type="button"
            aria-label={t("{day}: jump to another day", { day: label })}
            className="-my-1 inline-flex h-6 max-md:-my-2.5 max-md:h-11 items-center gap-1 rounded-pill px-2 text-12 font-medium text-ink-3 hover:bg-hover hover:text-ink data-popup-open:bg-active data-popup-open:text-ink"
          >
            {label}
            <ChevronDown size={12} aria-hidden />
          </button>
        }
      >
        <MenuHeading>{t("Jump to")}</MenuHeading>
        <MenuItem onSelect={() => jumpTo(daysAgo(7))}>{t("A week ago")}</MenuItem>
        <MenuItem onSelect={() => jumpTo(daysAgo(30))}>{t("A month ago")}</MenuItem>
        <MenuItem onSelect={() => jumpTo(new Date(0))}>{t("The beginning")}</MenuItem>
        <MenuItem onSelect={() => setChoosing(true)}>{t("A day …")}</MenuItem>
      </Menu>
      <JumpDialog open={choosing} start={at} onClose={() => setChoosing(false)} onChoose={jumpTo} />
    </Divider>
  );
}

/** Where that day began, in the person's own time zone. */
function daysAgo(days: number): Date {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
}
