/** What a file is to people who look for one. */
export const FILE_KINDS = ["image", "video", "audio", "document", "archive", "other"] as const;
export type FileKind = typeof FILE_KINDS[number];

const DOCUMENT =
  /^(text\/(?!javascript)|application\/(pdf|rtf|msword|vnd\.ms-|vnd\.openxmlformats-|vnd\.oasis\.opendocument\.|epub\+zip|vnd\.apple\.(pages|numbers|keynote)))/;
const ARCHIVE =
  /^application\/(x-)?(zip|zip-compressed|gzip|tar|gtar|7z-compressed|rar|rar-compressed|vnd\.rar|bzip2?|xz|zstd|compress(ed)?|java-archive|cpio|lzip)$/;

/** The kind of a file, by its media type. */
export function fileKind(type: string): FileKind {
  const kind = type.split("/")[0];
  if (kind === "image" || kind === "video" || kind === "audio") return kind;
  return DOCUMENT.test(type) ? "document" : ARCHIVE.test(type.split(";")[0]!) ? "archive" : "other";
}
