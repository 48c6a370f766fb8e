import { useState } from "react";
import { Button, EmptyState, ErrorState, SkeletonRows } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import type { FileKind } from "../../domain/file_kind.ts";
import { FileKinds } from "../message/file_kinds.tsx";
import { FileRow } from "../message/file_row.tsx";
import { localDay } from "../state/local_day.ts";
import type { FileItem } from "../state/wire.ts";
import { usePages } from "./use_pages.ts";

/** Files that a search finds, by their names and by what was said with them. */
export function FoundFiles({ query }: { query: string }) {
  const [kind, setKind] = useState<FileKind>();
  const pages = usePages<FileItem>(
    "chat.search.files",
    { query, today: localDay(), ...(kind ? { type: kind } : {}) },
    `${query} ${kind ?? ""}`,
  );
  const [gone, setGone] = useState<readonly string[]>([]);
  const { phase, problem } = pages;
  const items = pages.items.filter(({ file }) => !gone.includes(file.id));
  return (
    <>
      <div className="md:px-3">
        <FileKinds kind={kind} onChange={setKind} />
      </div>
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
          title={kind ? t("No file of this kind") : t("No file was found")}
          description={kind ? undefined : t("Files are found by their names, and by what was said with them.")}
          action={kind && <Button size="sm" onClick={() => setKind(undefined)}>{t("Show all")}</Button>}
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
