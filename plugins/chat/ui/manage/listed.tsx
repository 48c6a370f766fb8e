import type { ReactNode } from "react";
import { Button, EmptyState, ErrorState, SkeletonRows } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import type { Pages } from "../inbox/use_pages.ts";

export interface ListedProps<T> {
  pages: Pages<T>;
  empty: { icon: ReactNode; title: string; description: string };
  row(item: T): ReactNode;
}

/** A list of what was made on a page of its settings: loading, empty, failed, and more. */
export function Listed<T>({ pages, empty, row }: ListedProps<T>) {
  const { phase, items, problem } = pages;
  if (phase === "loading") return <SkeletonRows count={3} label={t("Loading")} />;
  if (phase === "failed") {
    return (
      <ErrorState
        title={t("The list could not be read")}
        message={problem!.message}
        hint={problem!.hint}
        traceId={problem!.traceId}
        onRetry={pages.again}
      />
    );
  }
  if (items.length === 0) return <EmptyState {...empty} />;
  return (
    <>
      <ul className="divide-y divide-line rounded-card border border-line">{items.map(row)}</ul>
      {pages.hasMore && <Button size="sm" className="self-start" onClick={pages.more}>{t("Show more")}</Button>}
    </>
  );
}
