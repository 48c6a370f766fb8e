import { File as FileIcon, LoaderCircle, X } from "lucide-react";
import { sizeWords } from "../message/attachments.tsx";
import type { Uploads } from "./use_uploads.ts";
import { t } from "../i18n/language.ts";

/** The files of the message that is being written, above its text. */
export function UploadChips({ uploads }: { uploads: Uploads }) {
  if (uploads.items.length === 0) return null;
  return (
    <ul aria-label={t("Attached")} className="flex flex-wrap gap-1.5 px-2 pt-2">
      {uploads.items.map(({ key, name, sizeBytes, id }) => (
        <li
          key={key}
          data-upload={id ? "ready" : "sending"}
          className="flex h-8 max-w-60 min-w-0 items-center gap-1.5 rounded-control border border-line bg-canvas pr-1 pl-2 text-13"
        >
          {id
            ? <FileIcon size={14} className="shrink-0 text-ink-3" aria-hidden />
            : <LoaderCircle size={14} className="shrink-0 animate-spin text-ink-3" aria-label={t("Being sent")} />}
          <span className="min-w-0 truncate" dir="auto">{name}</span>
          <span className="tabular shrink-0 text-12 text-ink-3">{sizeWords(sizeBytes)}</span>
          <button
            type="button"
            aria-label={t("Take out {name}", { name })}
            onClick={() => uploads.remove(key)}
            className="inline-flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink"
          >
            <X size={13} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
