import { Link } from "@tanstack/react-router";
import { Bell, CircleAlert, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Popover, RelativeTime } from "@bulkhead/kit";
import type { Need } from "../../state/needs.ts";
import { useNeeds } from "../data/needs.ts";
import { plural, t } from "../../i18n/texts.ts";

/** The bell: what needs somebody, wherever one is. */
export function NeedsButton() {
  const needs = useNeeds();
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label={t("What needs you")}
      side="right"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <button
          type="button"
          aria-label={needs.length === 0 ? t("Nothing needs you") : plural("{count} things need you", needs.length)}
          className="relative inline-flex size-10 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink"
        >
          <Bell size={20} strokeWidth={1.75} aria-hidden />
          {needs.length > 0 && (
            <span className="tabular absolute top-1 right-1 inline-flex h-4 min-w-4 items-center justify-center rounded-pill bg-bad-solid px-1 text-[10px] font-semibold text-on-bad ring-2 ring-canvas">
              {needs.length > 9 ? "9+" : needs.length}
            </span>
          )}
        </button>
      }
    >
      <div className="w-80">
        <h2 className="px-2 py-1 text-13 font-semibold">{t("What needs you")}</h2>
        {needs.length === 0
          ? <p className="px-2 pb-2 text-13 text-ink-2">{t("Nothing. Failures and waiting runs show up here.")}</p>
          : needs.slice(0, 8).map((need) => <NeedLine key={need.id} need={need} onOpen={() => setOpen(false)} />)}
      </div>
    </Popover>
  );
}

/** One need as a link to where it is dealt with. */
export function NeedLine({ need, onOpen }: { need: Need; onOpen?(): void }) {
  const Icon = need.tone === "bad" ? CircleAlert : TriangleAlert;
  return (
    <Link
      to={need.path as never}
      search={(need.search ?? {}) as never}
      onClick={onOpen}
      className="ring-in flex gap-2.5 rounded-control px-2 py-2 hover:bg-hover"
    >
      <Icon
        size={16}
        className={`mt-0.5 shrink-0 ${need.tone === "bad" ? "text-bad-ink" : "text-warn-ink"}`}
        aria-hidden
      />
      <span className="min-w-0 flex-1">
        <span className="block text-13 font-medium wrap-anywhere">{need.title}</span>
        {need.reason && <span className="line-clamp-2 text-13 text-ink-2 wrap-anywhere">{need.reason}</span>}
      </span>
      {need.since && <RelativeTime at={need.since} className="shrink-0 text-12 text-ink-3" />}
    </Link>
  );
}
