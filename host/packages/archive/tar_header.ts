import { PackageError } from "../ports.ts";

/** Every header is one block, and every file is filled up to whole blocks. */
export const BLOCK_BYTES = 512;

/** One block that stands before a file, as it was written: nothing is guessed and nothing is left out. */
export interface TarHeader {
  /** Prefix and name; undecoded, since what is not UTF-8 must not become something else. */
  path: Uint8Array;
  sizeBytes: number;
  /** The byte that says what it is; `"\0"` is what very old programs write for a file. */
  type: string;
}

/** Where the fields of a header lie: offset and length. */
const FIELDS = {
  name: [0, 100],
  mode: [100, 8],
  owner: [108, 8],
  group: [116, 8],
  size: [124, 12],
  time: [136, 12],
  checksum: [148, 8],
  type: [156, 1],
  magic: [257, 8],
  prefix: [345, 155],
} as const;

/** `ustar` with a NUL and version 00, as POSIX has it; GNU tar writes spaces. */
const POSIX_MAGIC = "ustar\x0000";
const GNU_MAGIC = "ustar  \0";

/** Reads one header block; undefined for a block of zeros. Throws PackageError. */
export function readHeader(block: Uint8Array): TarHeader | undefined {
  if (isZero(block)) return undefined;
  const magic = latin1(field(block, "magic"));
  if (magic !== POSIX_MAGIC && magic !== GNU_MAGIC) {
    throw new PackageError("archive_invalid", "The archive is no tar file: a header does not carry the word ustar");
  }
  const stored = octal(field(block, "checksum"), "checksum");
  if (stored !== checksum(block)) {
    throw new PackageError("archive_invalid", `The archive is damaged: the checksum of a header is not ${stored}`);
  }
  return { path: pathOf(block, magic), sizeBytes: sizeOf(block), type: latin1(field(block, "type")) };
}

/** The header of one plain file. `path` must fit; mode, owner and time are the same for all. */
export function writeHeader(path: Uint8Array, sizeBytes: number): Uint8Array<ArrayBuffer> {
  const block = new Uint8Array(BLOCK_BYTES);
  const { name, prefix } = split(path);
  block.set(name, FIELDS.name[0]);
  block.set(prefix, FIELDS.prefix[0]);
  put(block, "mode", "0000644\0");
  put(block, "owner", "0000000\0");
  put(block, "group", "0000000\0");
  put(block, "size", `${sizeBytes.toString(8).padStart(11, "0")}\0`);
  put(block, "time", `${FILE_TIME_S.toString(8).padStart(11, "0")}\0`);
  put(block, "type", "0");
  put(block, "magic", POSIX_MAGIC);
  put(block, "checksum", `${checksum(block).toString(8).padStart(6, "0")}\0 `);
  return block;
}

/** 26 October 1985, as npm has it: programs complain of the year 1970. */
const FILE_TIME_S = 499_162_500;

function pathOf(block: Uint8Array, magic: string): Uint8Array {
  const name = upToNul(field(block, "name"));
  const prefix = magic === POSIX_MAGIC ? upToNul(field(block, "prefix")) : new Uint8Array();
  return prefix.length === 0 ? name : Uint8Array.from([...prefix, SLASH, ...name]);
}

const SLASH = 0x2f;

/** What stands behind the first NUL is hidden from one program and part of the name to another. */
function upToNul(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0);
  if (end === -1) return bytes;
  if (bytes.subarray(end).some((byte) => byte !== 0)) {
    throw new PackageError("path_unsafe", "A path in the package holds a NUL character");
  }
  return bytes.subarray(0, end);
}

/** Octal digits; above 8 GB eleven of them do not suffice and the number stands in binary. */
function sizeOf(block: Uint8Array): number {
  const bytes = field(block, "size");
  if ((bytes[0]! & 0x80) === 0) return octal(bytes, "size");
  return bytes.subarray(1).reduce((sum, byte) => sum * 256 + byte, bytes[0]! & 0x7f);
}

function octal(bytes: Uint8Array, name: string): number {
  const text = latin1(bytes).replace(/(?<![\0 ])[\0 ]+$/, "").trimStart();
  if (!/^[0-7]*$/.test(text)) {
    throw new PackageError("archive_invalid", `The archive is damaged: the ${name} in a header is no octal number`);
  }
  return text === "" ? 0 : parseInt(text, 8);
}

/** The sum of all bytes, with spaces where the checksum stands. */
function checksum(block: Uint8Array): number {
  const [offset, length] = FIELDS.checksum;
  const stored = block.subarray(offset, offset + length).reduce((sum, byte) => sum + byte, 0);
  return block.reduce((sum, byte) => sum + byte, 0) - stored + length * 0x20;
}

/** A path above 100 bytes is cut at a slash: what is before goes into the prefix. */
function split(path: Uint8Array): { name: Uint8Array; prefix: Uint8Array } {
  const [, nameBytes] = FIELDS.name;
  const [, prefixBytes] = FIELDS.prefix;
  if (path.length <= nameBytes) return { name: path, prefix: new Uint8Array() };
  for (let cut = path.indexOf(SLASH); cut !== -1; cut = path.indexOf(SLASH, cut + 1)) {
    if (cut <= prefixBytes && path.length - cut - 1 <= nameBytes) {
      return { name: path.subarray(cut + 1), prefix: path.subarray(0, cut) };
    }
  }
  const text = new TextDecoder().decode(path);
  throw new PackageError(
    "path_unsafe",
    `The path "${text}" is too long: expected a name of at most ${nameBytes} bytes in folders of at most ${prefixBytes}`,
  );
}

function field(block: Uint8Array, name: keyof typeof FIELDS): Uint8Array {
  const [offset, length] = FIELDS[name];
  return block.subarray(offset, offset + length);
}

function put(block: Uint8Array, name: keyof typeof FIELDS, text: string): void {
  block.set(new TextEncoder().encode(text), FIELDS[name][0]);
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function isZero(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}
