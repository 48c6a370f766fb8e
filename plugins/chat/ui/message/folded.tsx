import { ChevronDown, ChevronUp } from "lucide-react";
import { type FocusEvent, type ReactNode, useState } from "react";
import { cx } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";

const MAX_CHARACTERS = 2_400;
const MAX_LINES = 28;

/** Messages that were opened: a row that comes back to the screen is as it was left. */
const opened = new Set<string>();

/** What is long shows its beginning first. */
export function Folded({ id, text, children }: { id: string; text: string; children: ReactNode }) {
  const [open, setOpen] = useState(() => opened.has(id));
  if (!isLong(text)) return children;
  const change = (next: boolean) => {
    if (next) opened.add(id);
    else opened.delete(id);
    setOpen(next);
  };
  /** What the keyboard comes to is seen. */
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const place = event.currentTarget.getBoundingClientRect();
    if (!open && event.target.getBoundingClientRect().bottom > place.bottom) change(true);
  };
  return (
    <div data-folded={!open}>
      <div
        onFocus={onFocus}
        className={cx(!open && "max-h-80 overflow-clip mask-b-from-75%")}
      >
        {children}
      </div>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => change(!open)}
        className="inline-flex h-7 max-md:h-11 items-center gap-1 rounded-control text-13 font-medium text-accent-ink underline-offset-2 hover:underline"
      >
        {open ? <ChevronUp size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
        {open ? t("Show less") : t("Show all")}
      </button>
    </div>
  );
}

function isLong(text: string): boolean {
  if (text.length > MAX_CHARACTERS) return true;
  let lines = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) if (++lines > MAX_LINES) return true;
  return false;
}
