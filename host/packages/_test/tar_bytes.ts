import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";

/** One entry as a hostile author would write it: every field can be wrong. */
export interface RawEntry {
  path: string | Uint8Array;
  body?: string | Uint8Array;
  /** Default "0", a plain file. */
  type?: string;
  /** What the header says; default the body's length. */
  size?: number;
  link?: string;
  checksum?: number;
}

const encoder = new TextEncoder();
const bytesOf = (value: string | Uint8Array = "") => typeof value === "string" ? encoder.encode(value) : value;

/** Header and body of one entry, byte by byte. */
export function entry({ path, body, type = "0", size, link = "", checksum }: RawEntry): Uint8Array<ArrayBuffer> {
  const content = bytesOf(body);
  const block = new Uint8Array(512 + Math.ceil(content.length / 512) * 512);
  const put = (offset: number, value: string | Uint8Array) => block.set(bytesOf(value), offset);
  const length = size ?? content.length;
  put(0, bytesOf(path));
  put(100, "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  if (length < 8 ** 11) put(124, `${length.toString(8).padStart(11, "0")}\0`);
  else put(124, bigNumber(length));
  put(136, "00000000000\0");
  put(156, type);
  put(157, link);
  put(257, "ustar\x0000");
  put(148, "        ");
  const sum = checksum ?? block.subarray(0, 512).reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  block.set(content, 512);
  return block;
}

/** Numbers above 8 GB stand in binary, marked by the first bit. */
function bigNumber(value: number): Uint8Array {
  const bytes = new Uint8Array(12);
  for (let index = 11, rest = value; rest > 0; index--, rest = Math.floor(rest / 256)) bytes[index] = rest % 256;
  bytes[0]! |= 0x80;
  return bytes;
}

/** A PAX header with one record, for the entry behind it. */
export function pax(key: string, value: string): Uint8Array<ArrayBuffer> {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length++;
  return entry({ path: "pax", type: "x", body: `${length}${rest}` });
}

/** A whole tar file of entries and raw blocks. */
export function tar(...parts: (RawEntry | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return join([...parts.map((part) => part instanceof Uint8Array ? part : entry(part)), new Uint8Array(1024)]);
}

export function tgz(...parts: (RawEntry | Uint8Array)[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(tar(...parts)));
}

export function join(parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** A small sound package's files. */
export function soundFiles(change: Record<string, string | Uint8Array | undefined> = {}): RawEntry[] {
  const manifest = { id: "polls", version: "1.2.3", engine: "^1", name: "Polls", entry: "plugin.js" };
  const files = {
    "plugin.json": JSON.stringify(manifest),
    "plugin.js": `// needs node:sqlite\n"use strict";\n(() => {})();\n`,
    "openrpc.json": `{"openrpc":"1.3.2","methods":[]}`,
    "README.md": "# Polls\n",
    "ui/index.html": "<!doctype html><p>Polls",
    ...change,
  };
  return Object.entries(files).flatMap(([path, body]) => body === undefined ? [] : [{ path, body }]);
}

/** integrity.json of entries, as it should be. */
export function integrityOf(entries: RawEntry[]): RawEntry {
  const hashes = entries.map(({ path, body }) => [path, createHash("sha256").update(bytesOf(body)).digest("hex")]);
  return { path: "integrity.json", body: JSON.stringify(Object.fromEntries(hashes)) };
}

/** A package of these files with its integrity.json, and what else is put behind. */
export function soundPackage(
  change: Record<string, string | Uint8Array | undefined> = {},
  ...more: (RawEntry | Uint8Array)[]
): Uint8Array<ArrayBuffer> {
  const files = soundFiles(change);
  return tgz(...files, integrityOf(files), ...more);
}
