import { Download, File as FileIcon, ShieldX } from "lucide-react";
import { useState } from "react";
import { t } from "../i18n/language.ts";
import { sizeWords } from "../state/size_words.ts";
import type { Attachment } from "../state/wire.ts";
import { Lightbox } from "./lightbox.tsx";

const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;
const SOUND = /^audio\/(mpeg|ogg|wav|x-wav|wave|mp4|aac|flac|webm|x-m4a)$/;
const FILM = /^video\/(mp4|webm|ogg|quicktime)$/;

/**
 * The files of a message: pictures, films and sounds in places of a fixed height, so that nothing moves when they come;
 * others by name. A film is fetched when it is played.
 */
export function Attachments({ files }: { files?: Attachment[] }) {
  const [shown, setShown] = useState<number>();
  if (!files?.length) return null;
  const pictures = files.filter((file) => !file.blocked && PICTURE.test(file.type));
  return (
    <div className="flex flex-wrap gap-2 py-1">
      {files.map((file) =>
        file.blocked ? <Blocked key={file.id} file={file} reason={file.blocked} /> : PICTURE.test(file.type)
          ? (
            <button
              key={file.id}
              type="button"
              title={file.name}
              onClick={() => setShown(pictures.indexOf(file))}
              className="ring-in h-48 max-w-full min-w-16 cursor-zoom-in overflow-hidden rounded-card border border-line bg-canvas"
            >
              <Picture file={file} />
            </button>
          )
          : FILM.test(file.type)
          ? <Film key={file.id} file={file} />
          : SOUND.test(file.type)
          ? <Sound key={file.id} file={file} />
          : <Named key={file.id} file={file} />
      )}
      {shown !== undefined && (
        <Lightbox
          pictures={pictures}
          index={shown}
          onIndex={setShown}
          onClose={() => setShown(undefined)}
        />
      )}
    </div>
  );
}

/** The small picture where there is one; the whole one where there is none, or it is gone. */
function Picture({ file }: { file: Attachment }) {
  const [whole, setWhole] = useState(false);
  const thumbnail = whole ? undefined : file.thumbnail;
  return (
    <img
      src={`/files/${thumbnail?.id ?? file.id}`}
      alt={file.name}
      width={thumbnail?.width}
      height={thumbnail?.height}
      loading="lazy"
      decoding="async"
      onError={thumbnail && (() => setWhole(true))}
      className="h-full w-auto max-w-full object-contain"
    />
  );
}

function Film({ file }: { file: Attachment }) {
  return (
    <figure className="max-w-full">
      <video
        controls
        preload="metadata"
        aria-label={file.name}
        src={`/files/${file.id}`}
        className="h-60 max-w-full min-w-64 rounded-card border border-line bg-canvas"
      />
      <Caption file={file} />
    </figure>
  );
}

function Sound({ file }: { file: Attachment }) {
  return (
    <figure className="w-80 max-w-full rounded-card border border-line bg-canvas px-3 pt-2 pb-1">
      <audio controls preload="none" aria-label={file.name} src={`/files/${file.id}`} className="h-10 w-full" />
      <Caption file={file} />
    </figure>
  );
}

function Caption({ file }: { file: Attachment }) {
  return (
    <figcaption className="flex h-7 min-w-0 items-center gap-2 text-12 text-ink-3">
      <span className="min-w-0 truncate" dir="auto">{file.name}</span>
      <span className="tabular shrink-0">{sizeWords(file.sizeBytes)}</span>
      <a
        href={`/files/${file.id}`}
        download={file.name}
        aria-label={t("Download {file}", { file: file.name })}
        className="ml-auto shrink-0 rounded-control p-1 hover:bg-hover hover:text-ink"
      >
        <Download size={14} aria-hidden />
      </a>
    </figcaption>
  );
}

/** The bytes are gone; what it was called and why stay. */
function Blocked({ file, reason }: { file: Attachment; reason: string }) {
  return (
    <div className="flex max-w-80 min-w-0 items-center gap-2.5 rounded-card border border-line bg-canvas px-3 py-2">
      <ShieldX size={18} className="shrink-0 text-bad-ink" aria-hidden />
      <span className="min-w-0">
        <span className="block truncate text-13 font-medium text-ink-2 line-through" dir="auto">{file.name}</span>
        <span className="block text-12 wrap-anywhere text-bad-ink">{t("Taken away: {reason}", { reason })}</span>
      </span>
    </div>
  );
}

function Named({ file }: { file: Attachment }) {
  return (
    <a
      href={`/files/${file.id}`}
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
}
