import { File as FileIcon } from "lucide-react";
import type { Attachment } from "../state/wire.ts";

const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;

/** The files of a message: pictures in a place of fixed height, so that nothing moves when they come; others by name. */
export function Attachments({ files }: { files?: Attachment[] }) {
  if (!files?.length) return null;
  return (
    <div className="flex flex-wrap gap-2 py-1">
      {files.map((file) => {
        const href = `/files/${file.id}`;
        return PICTURE.test(file.type)
          ? (
            <a key={file.id} href={href} target="_blank" rel="noreferrer" title={file.name}>
              <img
                src={href}
                alt={file.name}
                loading="lazy"
                className="h-48 max-w-full rounded-card border border-line bg-canvas object-contain"
              />
            </a>
          )
          : (
            <a
              key={file.id}
              href={href}
              download={file.name}
              className="flex max-w-72 min-w-0 items-center gap-2.5 rounded-card border border-line bg-canvas px-3 py-2 hover:border-line-strong"
            >
              <FileIcon size={18} className="shrink-0 text-ink-3" aria-hidden />
              <span className="min-w-0">
                <span className="block truncate text-13 font-medium" dir="auto">{file.name}</span>
                <span className="tabular block text-12 text-ink-3">{sizeWords(file.sizeBytes)}</span>
              </span>
            </a>
          );
      })}
    </div>
  );
}

export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
