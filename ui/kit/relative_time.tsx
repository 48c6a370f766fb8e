import { useSyncExternalStore } from "react";
import { exactTime, relativeTime } from "./time.ts";
import { Tooltip } from "./tooltip.tsx";
import { useKitWords } from "./i18n/language.tsx";

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One clock for all times on the page; it stands still while none is shown. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, 5_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function current(): number {
  // Nobody kept it up to date while no time was on the page.
  if (timer === undefined) now = Math.floor(Date.now() / 5_000) * 5_000;
  return now;
}

/** Milliseconds since 1970, new every five seconds. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, current);
}

/** "2 min ago", with the exact time on hover. */
export function RelativeTime({ at, className }: { at: string | number; className?: string }) {
  const now = useNow();
  const { language, locale } = useKitWords();
  const time = typeof at === "number" ? at : Date.parse(at);
  if (!Number.isFinite(time)) return null;
  return (
    <Tooltip label={exactTime(time, locale)}>
      <time dateTime={new Date(time).toISOString()} className={className}>
        {relativeTime(time, now, { language, locale })}
      </time>
    </Tooltip>
  );
}
