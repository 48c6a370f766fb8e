import { File as FileIcon, X } from "lucide-react";
import { t } from "../i18n/language.ts";
import { sizeWords } from "../message/attachments.tsx";
import type { Upload, Uploads } from "./use_uploads.ts";

/** The files of the message that is being written, above its text: how far each is, and a way to take it back. */
export function UploadChips({ uploads }: { uploads: Uploads }) {
  if (uploads.items.length === 0) return null;
  return (
    <ul aria-label={t("Attached")} className="flex flex-wrap gap-1.5 px-2 pt-2">
      {uploads.items.map((upload) => <Chip key={upload.key} upload={upload} onRemove={uploads.remove} />)}
    </ul>
  );
}

function Chip({ upload: { key, name, sizeBytes, id, share }, onRemove }: {
  upload: Upload;
  onRemove(key: string): void;
}) {
  const percent = Math.round(share * 100);
  return (
    <li
      data-upload={id ? "ready" : "sending"}
      className="relative flex h-8 max-w-72 min-w-0 items-center gap-1.5 overflow-hidden rounded-control border border-line bg-canvas pr-1 pl-2 text-13"
    >
      <FileIcon size={14} className="shrink-0 text-ink-3" aria-hidden />
      <span className="min-w-0 truncate" dir="auto">{name}</span>
      <span className="tabular shrink-0 text-12 text-ink-3">
        {id ? sizeWords(sizeBytes) : t("{percent} % of {size}", { percent, size: sizeWords(sizeBytes) })}
      </span>
      <button
        type="button"
        aria-label={id ? t("Take out {name}", { name }) : t("Stop sending {name}", { name })}
        onClick={() => onRemove(key)}
        className="inline-flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink"
      >
        <X size={13} aria-hidden />
      </button>
      {!id && (
        <span
          role="progressbar"
          aria-label={t("Being sent")}
          aria-valuenow={percent}
          aria-valuemin={0}
          aria-valuemax={100}
          className="absolute bottom-0 left-0 h-0.5 bg-accent transition-[width] duration-120"
          style={{ width: `${percent}%` }}
        />
      )}
    </li>
  );
}
