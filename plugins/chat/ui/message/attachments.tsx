import { Download, File as FileIcon, FileX2, ShieldX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../i18n/language.ts";
import { sizeWords } from "../state/size_words.ts";
import type { Attachment, Message } from "../state/wire.ts";
import { usePerson } from "../use_chat.ts";
import { FileMenu } from "./file_menu.tsx";
import { Lightbox } from "./lightbox.tsx";
import { useMayDeleteFile } from "./use_may_delete_file.ts";

const PICTURE = /^image\/(png|jpeg|gif|webp|avif)$/;
const SOUND = /^audio\/(mpeg|ogg|wav|x-wav|wave|mp4|aac|flac|webm|x-m4a)$/;
const FILM = /^video\/(mp4|webm|ogg|quicktime)$/;

/**
 * The files of a message: pictures, films and sounds in places of a fixed height, so that nothing moves when they come;
 * others by name. A film is fetched when it is played.
 */
export function Attachments({ message }: { message: Pick<Message, "files" | "author" | "channelId"> }) {
  const [shown, setShown] = useState<number>();
  const mayDelete = useMayDeleteFile(message.channelId)(message.author.id);
  const { files } = message;
  if (!files?.length) return null;
  const pictures = files.filter((file) => !file.blocked && PICTURE.test(file.type));
  const menu = (file: Attachment, className?: string) => (
    <FileMenu file={file} mayDelete={mayDelete} className={className} />
  );
  return (
    <div className="flex flex-wrap gap-2 py-1">
      {files.map((file) =>
        file.deleted
          ? <Deleted key={file.id} by={file.deleted.by} />
          : file.blocked
          ? <Blocked key={file.id} file={file} reason={file.blocked} menu={mayDelete && menu(file)} />
          : PICTURE.test(file.type)
          ? (
            <span key={file.id} className="group/file relative max-w-full">
              <button
                type="button"
                title={file.name}
                onClick={() => setShown(pictures.indexOf(file))}
                className="ring-in block h-48 max-w-full min-w-16 cursor-zoom-in overflow-hidden rounded-card border border-line bg-canvas"
              >
                <Picture file={file} />
              </button>
              {menu(file, OVER)}
            </span>
          )
          : FILM.test(file.type)
          ? <Film key={file.id} file={file} menu={menu(file)} />
          : SOUND.test(file.type)
          ? <Sound key={file.id} file={file} menu={menu(file)} />
          : <Named key={file.id} file={file} menu={menu(file)} />
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

/** Over a picture, while somebody is at it; always where nothing hovers. */
const OVER =
  "absolute end-1.5 top-1.5 border border-line bg-raised text-ink-2 opacity-0 shadow-float group-focus-within/file:opacity-100 group-hover/file:opacity-100 [@media(hover:none)]:opacity-100";

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

function Film({ file, menu }: { file: Attachment; menu: ReactNode }) {
  return (
    <figure className="max-w-full">
      <video
        controls
        preload="metadata"
        aria-label={file.name}
        src={`/files/${file.id}`}
        className="h-60 max-w-full min-w-64 rounded-card border border-line bg-canvas"
      />
      <Caption file={file} menu={menu} />
    </figure>
  );
}

function Sound({ file, menu }: { file: Attachment; menu: ReactNode }) {
  return (
    <figure className="w-80 max-w-full rounded-card border border-line bg-canvas px-3 pt-2 pb-1">
      <audio controls preload="none" aria-label={file.name} src={`/files/${file.id}`} className="h-10 w-full" />
      <Caption file={file} menu={menu} />
    </figure>
  );
}

function Caption({ file, menu }: { file: Attachment; menu: ReactNode }) {
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
      {menu}
    </figcaption>
  );
}

/** The bytes are gone; what it was called and why stay. */
function Blocked({ file, reason, menu }: { file: Attachment; reason: string; menu: ReactNode }) {
  return (
    <div className="flex max-w-80 min-w-0 items-center gap-2.5 rounded-card border border-line bg-canvas px-3 py-2">
      <ShieldX size={18} className="shrink-0 text-bad-ink" aria-hidden />
      <span className="min-w-0">
        <span className="block truncate text-13 font-medium text-ink-2 line-through" dir="auto">{file.name}</span>
        <span className="block text-12 wrap-anywhere text-bad-ink">{t("Taken away: {reason}", { reason })}</span>
      </span>
      {menu}
    </div>
  );
}

/** Neither its bytes nor its name are there any more. */
function Deleted({ by }: { by: string }) {
  const person = usePerson(by);
  return (
    <p className="flex min-h-10 items-center gap-2.5 rounded-card border border-dashed border-line-strong px-3 py-2 text-13 text-ink-3">
      <FileX2 size={18} className="shrink-0" aria-hidden />
      <span className="italic" dir="auto">
        {person ? t("{name} deleted a file", { name: person.name }) : t("A file was deleted")}
      </span>
    </p>
  );
}

function Named({ file, menu }: { file: Attachment; menu: ReactNode }) {
  return (
    <span className="flex max-w-80 min-w-0 items-center rounded-card border border-line bg-canvas pe-1.5 hover:border-line-strong">
      <a
        href={`/files/${file.id}`}
        download={file.name}
        className="ring-in flex min-w-0 flex-1 items-center gap-2.5 rounded-card py-2 ps-3 pe-2"
      >
        <FileIcon size={18} className="shrink-0 text-ink-3" aria-hidden />
        <span className="min-w-0">
          <span className="block truncate text-13 font-medium" dir="auto">{file.name}</span>
          <span className="tabular block text-12 text-ink-3">{sizeWords(file.sizeBytes)}</span>
        </span>
      </a>
      {menu}
    </span>
  );
}
