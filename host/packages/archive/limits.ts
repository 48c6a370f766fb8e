/** Bytes of all files of a package together. */
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;

/** Files, and folders besides, of a package. */
export const MAX_FILES = 5_000;

/** What headers, padding and folders may add to the bytes of the files. */
const FRAME_BYTES = 16 * 1024 * 1024;

/** Bytes that may come out of the compressed archive, and bytes that it may have itself. */
export const MAX_ARCHIVE_BYTES = MAX_UNPACKED_BYTES + FRAME_BYTES;

/** Bytes of a path in UTF-8. */
export const MAX_PATH_BYTES = 255;

/** Folders above a file. */
export const MAX_DEPTH = 16;
