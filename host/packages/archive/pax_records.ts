import { PackageError } from "../ports.ts";

/** What a PAX header may change about the file that follows it. */
export interface PaxChange {
  path?: Uint8Array;
  sizeBytes?: number;
}

/** Times, owners and notes, which common programs write and which mean nothing here. */
const IGNORED = /^(mtime|atime|ctime|uid|gid|uname|gname|comment|LIBARCHIVE\..+|SCHILY\..+)$/;

/**
 * Reads the records `<length> <key>=<value>\n` of a PAX header. Only path and size count; whatever would make one
 * program see another file than the next one does (sparse maps, other character sets) is refused. Throws PackageError.
 */
export function readPaxRecords(bytes: Uint8Array): PaxChange {
  const change: PaxChange = {};
  for (let offset = 0; offset < bytes.length;) {
    const space = bytes.indexOf(0x20, offset);
    const length = /^\d{1,6}$/.exec(ascii(bytes.subarray(offset, Math.max(space, offset))))?.[0];
    const end = offset + Number(length);
    const equals = bytes.indexOf(0x3d, space);
    if (length === undefined || end > bytes.length || bytes[end - 1] !== 0x0a || equals === -1 || equals >= end) {
      throw new PackageError("archive_invalid", "The archive is damaged: a PAX record is malformed");
    }
    const value = bytes.subarray(equals + 1, end - 1);
    apply(change, ascii(bytes.subarray(space + 1, equals)), value);
    offset = end;
  }
  return change;
}

function apply(change: PaxChange, key: string, value: Uint8Array): void {
  if (key === "path") change.path = value.slice();
  else if (key === "size" && /^\d{1,15}$/.test(ascii(value))) change.sizeBytes = Number(ascii(value));
  else if (!IGNORED.test(key)) {
    throw new PackageError(
      "entry_unsafe",
      `The package holds a file with the attribute "${key}": only plain files and folders are accepted`,
    );
  }
}

function ascii(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 100));
}
