import { useState } from "react";
import { Button, EmptyState, ErrorState, SkeletonRows } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { FileRow } from "../message/file_row.tsx";
import { localDay } from "../state/local_day.ts";
import type { FileItem } from "../state/wire.ts";
import { usePages } from "./use_pages.ts";

/** Files that a search finds, by their names and by what was said with them. */
export function FoundFiles({ query }: { query: string }) {
  const pages = usePages<FileItem>("chat.search.files", { query, today: localDay() }, query);
  const [gone, setGone] = useState<readonly string[]>([]);
  const { phase, problem } = pages;
  const items = pages.items.filter(({ file }) => !gone.includes(file.id));
  return (
    <>
      {phase === "loading" && <SkeletonRows count={5} label={t("Searching")} />}
      {phase === "failed" && (
        <ErrorState
          title={t("The search failed")}
          message={problem!.message}
          hint={problem!.hint}
          onRetry={pages.again}
        />
      )}
      {phase === "ready" && items.length === 0 && !pages.hasMore && (
        <EmptyState
          title={t("No file was found")}
          description={t("Files are found by their names, and by what was said with them.")}
        />
      )}
      <ul className="md:px-2">
        {items.map((item) => (
          <FileRow
            key={item.file.id}
            item={item}
            channelId={item.channelId!}
            placed
            onDeleted={() => setGone([...gone, item.file.id])}
          />
        ))}
      </ul>
      {pages.hasMore && (
        <div className="flex justify-center p-4">
          <Button size="sm" onClick={pages.more}>{t("Show more")}</Button>
        </div>
      )}
    </>
  );
}
