import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Button, EmptyState, ErrorState, PageHeader, SkeletonRows } from "@bulkhead/kit";
import type { Pages } from "./use_pages.ts";
import { t } from "../i18n/language.ts";

export interface InboxPageProps<T> {
  title: string;
  icon: LucideIcon;
  pages: Pages<T>;
  actions?: ReactNode;
  empty: { title: string; description: string };
  onBack(): void;
  row(item: T): ReactNode;
}

/** A page that is one list: loading, empty, failed, and more. */
export function InboxPage<T>({ title, icon: Icon, pages, actions, empty, onBack, row }: InboxPageProps<T>) {
  const { phase, items, problem, hasMore } = pages;
  return (
    <>
      <PageHeader onBack={onBack} icon={<Icon size={16} aria-hidden />} title={title} actions={actions} />
      <div className="ring-in scroll-y min-h-0 flex-1" tabIndex={0} aria-label={title} role="region">
        {phase === "loading" && <SkeletonRows count={6} label={t("Loading")} />}
        {phase === "failed" && (
          <ErrorState
            title={t("The list could not be read")}
            message={problem!.message}
            hint={problem!.hint}
            traceId={problem!.traceId}
            onRetry={pages.again}
          />
        )}
        {phase === "ready" && items.length === 0 && (
          <EmptyState icon={<Icon size={20} aria-hidden />} title={empty.title} description={empty.description} />
        )}
        {items.length > 0 && <ul>{items.map(row)}</ul>}
        {hasMore && (
          <div className="flex justify-center p-4">
            <Button size="sm" onClick={pages.more}>{t("Show more")}</Button>
          </div>
        )}
      </div>
    </>
  );
}
