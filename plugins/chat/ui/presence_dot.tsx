import { cx } from "@bulkhead/kit";
import type { Presence } from "./state/wire.ts";
import { usePresence } from "./use_chat.ts";
import { t, type Text, text } from "./i18n/language.ts";

const WORD: Record<Presence, Text> = {
  active: text("there"),
  away: text("away"),
  dnd: text("not to be disturbed"),
};

/** Whether somebody is there: filled, a ring, or a ring with a bar. */
export function PresenceDot({ id, className }: { id: string; className?: string }) {
  const state = usePresence(id);
  if (!state) return null;
  return (
    <span
      role="img"
      aria-label={t(WORD[state])}
      data-presence={state}
      className={cx(
        "inline-flex size-3 shrink-0 items-center justify-center rounded-pill border-2 border-surface",
        state === "active" ? "bg-ok" : state === "dnd" ? "bg-bad" : "bg-surface",
        className,
      )}
    >
      {state === "away" && <span className="size-full rounded-pill border-[1.5px] border-ink-3" />}
    </span>
  );
}
