/** Headers of POSIX tar, with PAX records for long paths and large files: any tar program reads the archive. */
import { BackupError } from "../backup_error.ts";

export const BLOCK_BYTES = 512;

/** One file as its header names it. */
export interface TarHeader {
  path: string;
  sizeBytes: number;
  /** Rights, such as 0o600. */
  mode: number;
  /** `0` a file, `x` records about the file that follows; anything else is refused by whoever reads. */
  type: string;
}

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
} as const;
const MAGIC = "ustar\x0000";
/** Eleven octal digits. */
const MAX_OCTAL_SIZE = 8 ** 11 - 1;
const PAX_NAME = "PaxHeader";
const MAX_NAME_BYTES = 100;

/** All blocks that stand before one file's bytes. */
export function fileHeader(path: string, options: { sizeBytes: number; mode: number; timeS: number }): Uint8Array {
  const { sizeBytes } = options;
  const name = encode(path);
  const records: string[] = [];
  if (name.length > MAX_NAME_BYTES) records.push(record("path", path));
  if (sizeBytes > MAX_OCTAL_SIZE) records.push(record("size", String(sizeBytes)));
  const shown = name.length > MAX_NAME_BYTES ? encode(PAX_NAME) : name;
  const main = block(shown, { ...options, sizeBytes: Math.min(sizeBytes, MAX_OCTAL_SIZE), type: "0" });
  if (records.length === 0) return main;
  const body = encode(records.join(""));
  const before = block(encode(PAX_NAME), { ...options, sizeBytes: body.length, type: "x" });
  const all = new Uint8Array(BLOCK_BYTES * 2 + body.length + paddingOf(body.length));
  all.set(before);
  all.set(body, BLOCK_BYTES);
  all.set(main, all.length - BLOCK_BYTES);
  return all;
}

/** Bytes that fill the last block of a file. */
export function paddingOf(sizeBytes: number): number {
  return (BLOCK_BYTES - sizeBytes % BLOCK_BYTES) % BLOCK_BYTES;
}

/** Reads one header; undefined for a block of zeros. Throws {@linkcode BackupError}. */
export function readHeader(bytes: Uint8Array): TarHeader | undefined {
  if (bytes.every((byte) => byte === 0)) return undefined;
  if (text(bytes, "magic") !== MAGIC) throw damaged("a header does not carry the word ustar");
  if (octal(bytes, "checksum") !== checksum(bytes)) throw damaged("the checksum of a header does not fit");
  const name = bytes.subarray(0, MAX_NAME_BYTES);
  const end = name.indexOf(0);
  return {
    path: decode(end === -1 ? name : name.subarray(0, end)),
    sizeBytes: octal(bytes, "size"),
    mode: octal(bytes, "mode"),
    type: text(bytes, "type"),
  };
}

/** What PAX records say of the file that follows. Throws {@linkcode BackupError} for any that we do not write. */
export function readPax(bytes: Uint8Array): { path?: string; sizeBytes?: number } {
  const found: { path?: string; sizeBytes?: number } = {};
  for (let rest = bytes; rest.length > 0;) {
    const length = Number(/^\d{1,6}(?= )/.exec(decode(rest.subarray(0, 7)))?.[0]);
    if (!(length > 0 && length <= rest.length && rest[length - 1] === 0x0a)) throw damaged("a PAX record is malformed");
    const [, key, value] = /^\d+ (\w+)=([^]*)\n$/.exec(decode(rest.subarray(0, length))) ?? [];
    if (key === "path") found.path = value!;
    else if (key === "size" && /^\d{1,15}$/.test(value!)) found.sizeBytes = Number(value);
    else throw damaged("a PAX record is of an unknown kind");
    rest = rest.subarray(length);
  }
  return found;
}

function block(name: Uint8Array, options: { sizeBytes: number; mode: number; timeS: number; type: string }) {
  const bytes = new Uint8Array(BLOCK_BYTES);
  bytes.set(name);
  put(bytes, "mode", digits(options.mode & 0o777, 7));
  put(bytes, "owner", digits(0, 7));
  put(bytes, "group", digits(0, 7));
  put(bytes, "size", digits(options.sizeBytes, 11));
  put(bytes, "time", digits(Math.max(0, Math.floor(options.timeS)), 11));
  put(bytes, "type", options.type);
  put(bytes, "magic", MAGIC);
  put(bytes, "checksum", `${checksum(bytes).toString(8).padStart(6, "0")}\0 `);
  return bytes;
}

/** `<length> <key>=<value>\n`, where the length counts its own digits. */
function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = encode(rest).length;
  let length = bytes + String(bytes).length;
  length = bytes + String(length).length;
  return `${length}${rest}`;
}

/** The sum of all bytes, with spaces where the checksum stands. */
function checksum(bytes: Uint8Array): number {
  const [offset, length] = FIELDS.checksum;
  let sum = length * 0x20;
  for (let at = 0; at < BLOCK_BYTES; at++) if (at < offset || at >= offset + length) sum += bytes[at]!;
  return sum;
}

function digits(value: number, length: number): string {
  return `${value.toString(8).padStart(length, "0")}\0`;
}

function octal(bytes: Uint8Array, name: keyof typeof FIELDS): number {
  const found = /^[0-7]+(?=[\0 ]*$)/.exec(text(bytes, name))?.[0];
  if (found === undefined) throw damaged(`the ${name} in a header is no number`);
  return parseInt(found, 8);
}

function text(bytes: Uint8Array, name: keyof typeof FIELDS): string {
  const [offset, length] = FIELDS[name];
  return String.fromCharCode(...bytes.subarray(offset, offset + length));
}

function put(bytes: Uint8Array, name: keyof typeof FIELDS, value: string): void {
  bytes.set(encode(value), FIELDS[name][0]);
}

function encode(value: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(value);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw damaged("a name in it is not UTF-8 text");
  }
}

function damaged(why: string): BackupError {
  return new BackupError("damaged", `The backup is damaged: ${why}`);
}
