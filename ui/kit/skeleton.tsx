import { type ReactNode, useEffect, useState } from "react";
import { cx } from "./cx.ts";
import { useKitWords } from "./i18n/language.tsx";

/** True once `delayMs` have gone by: what is quick never flashes a skeleton. */
export function useLate(delayMs = 150): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), delayMs);
    return () => clearTimeout(timer);
  }, [delayMs]);
  return late;
}

export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={cx("block animate-pulse rounded-sm bg-active", className)} />;
}

/** Stands where content will be; says so to screen readers, draws nothing for the first 150 ms. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  const late = useLate();
  return (
    <div role="status" aria-label={label} className="animate-appear">
      {late ? children : null}
    </div>
  );
}

const WIDTHS = ["w-3/5", "w-2/5", "w-1/2", "w-2/3", "w-1/3", "w-3/4"];

export function SkeletonRows({ count = 5, label }: { count?: number; label?: string }) {
  const { word } = useKitWords();
  return (
    <Loading label={label ?? word("Loading")}>
      <div className="flex flex-col">
        {Array.from({ length: count }, (_, index) => (
          <div key={index} className="flex h-10 items-center gap-3 px-4">
            <Skeleton className="size-5" />
            <Skeleton className={cx("h-3", WIDTHS[index % WIDTHS.length])} />
          </div>
        ))}
      </div>
    </Loading>
  );
}
