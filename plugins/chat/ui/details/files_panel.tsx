import { Paperclip } from "lucide-react";
import { useState } from "react";
import { Button, EmptyState, ErrorState, PaneHeader, SkeletonRows } from "@bulkhead/kit";
import { t } from "../i18n/language.ts";
import { usePages } from "../inbox/use_pages.ts";
import type { FileKind } from "../../domain/file_kind.ts";
import { FileKinds } from "../message/file_kinds.tsx";
import { FileRow } from "../message/file_row.tsx";
import type { Channel, FileItem } from "../state/wire.ts";

export interface FilesPanelProps {
  channel: Channel;
  /** Ids of the files that the page knows: with another one the list is read anew. */
  known: string;
  onClose(): void;
}

/** What was attached in a conversation, the newest first. */
export function FilesPanel({ channel, known, onClose }: FilesPanelProps) {
  const [kind, setKind] = useState<FileKind>();
  const pages = usePages<FileItem>(
    "chat.file.list",
    { channel: channel.id, ...(kind ? { type: kind } : {}) },
    `${channel.id} ${known} ${kind ?? ""}`,
  );
  const [gone, setGone] = useState<readonly string[]>([]);
  const items = pages.items.filter(({ file }) => !gone.includes(file.id));
  return (
    <>
      <PaneHeader title={t("Files")} onClose={onClose} />
      <FileKinds kind={kind} onChange={setKind} />
      <div className="ring-in scroll-y min-h-0 flex-1 py-2" tabIndex={0} role="region" aria-label={t("Files")}>
        {pages.phase === "loading" && <SkeletonRows count={4} label={t("Loading files")} />}
        {pages.phase === "failed" && (
          <ErrorState
            title={t("The files could not be read")}
            message={pages.problem!.message}
            hint={pages.problem!.hint}
            onRetry={pages.again}
          />
        )}
        {pages.phase === "ready" && items.length === 0 && !pages.hasMore && kind && (
          <EmptyState
            icon={<Paperclip size={20} aria-hidden />}
            title={t("No file of this kind")}
            action={<Button size="sm" onClick={() => setKind(undefined)}>{t("Show all")}</Button>}
          />
        )}
        {pages.phase === "ready" && items.length === 0 && !pages.hasMore && !kind && (
          <EmptyState
            icon={<Paperclip size={20} aria-hidden />}
            title={t("No files here")}
            description={t(
              "What is attached to messages is listed here. Drop a file into the conversation to send one.",
            )}
          />
        )}
        <ul>
          {items.map((item) => (
            <FileRow
              key={item.file.id}
              item={item}
              channelId={channel.id}
              onDeleted={() => setGone([...gone, item.file.id])}
            />
          ))}
        </ul>
        {pages.hasMore && (
          <div className="flex justify-center p-3">
            <Button size="sm" onClick={pages.more}>{t("Show more")}</Button>
          </div>
        )}
      </div>
    </>
  );
}
