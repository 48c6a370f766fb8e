/** Bytes that are read piece by piece. */
export interface ByteSource {
  sizeBytes: number;
  /** `to` is not included. */
  read(from: number, to: number): Promise<Uint8Array>;
}

/** A file in an archive. */
export interface ZipEntry {
  name: string;
  sizeBytes: number;
  compressedBytes: number;
  method: number;
  /** Where its header begins, and where what comes after it does. */
  from: number;
  to: number;
}

/** What an archive may hold. */
export interface ZipLimits {
  /** Of one file, unpacked. Default 64 MB: such a file is read as a whole. Larger ones are read with {@linkcode streamEntry}. */
  maxEntryBytes?: number;
}

/** An archive that is not read: broken, too large, or made to harm. */
export class ZipFault extends Error {}

const MAX_ENTRIES = 100_000;
const MAX_ENTRY_BYTES = 64 * 1024 * 1024;
const MAX_TOTAL_BYTES = 8 * 1024 ** 3;
/** Text shrinks to a tenth; what grows two hundred times when it is unpacked is a bomb. */
const MAX_RATIO = 200;
const PIECE_BYTES = 1024 * 1024;
const END = 0x06054b50, CENTRAL = 0x02014b50, LOCAL = 0x04034b50;

/**
 * The files of a zip archive, in the order in which they lie there. Throws {@linkcode ZipFault} for an archive that would unpack
 * to too much, whose files lie over one another, or that is encrypted, before anything of it is unpacked.
 */
export async function readDirectory(source: ByteSource, limits: ZipLimits = {}): Promise<ZipEntry[]> {
  const tailFrom = Math.max(0, source.sizeBytes - 65_557);
  const tail = view(await source.read(tailFrom, source.sizeBytes));
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== END) end--;
  if (end < 0) throw new ZipFault("This is no zip archive");
  const count = tail.getUint16(end + 10, true);
  const size = tail.getUint32(end + 12, true), offset = tail.getUint32(end + 16, true);
  if (offset === 0xffffffff || count === 0xffff) throw new ZipFault("Archives above 4 GB or 65,534 files are not read");
  if (count > MAX_ENTRIES || offset + size > source.sizeBytes) throw new ZipFault("The archive's directory is broken");
  const entries = entriesOf(view(await source.read(offset, offset + size)), count);
  entries.sort((a, b) => a.from - b.from);
  check(entries, offset, limits);
  return entries;
}

function entriesOf(directory: DataView, count: number): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + 46 > directory.byteLength || directory.getUint32(at, true) !== CENTRAL) {
      throw new ZipFault("The archive's directory is broken");
    }
    const nameLength = directory.getUint16(at + 28, true);
    const rest = directory.getUint16(at + 30, true) + directory.getUint16(at + 32, true);
    if (at + 46 + nameLength + rest > directory.byteLength) throw new ZipFault("The archive's directory is broken");
    if (directory.getUint16(at + 8, true) & 1) throw new ZipFault("The archive is encrypted");
    entries.push({
      name: new TextDecoder().decode(new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength)),
      method: directory.getUint16(at + 10, true),
      compressedBytes: directory.getUint32(at + 20, true),
      sizeBytes: directory.getUint32(at + 24, true),
      from: directory.getUint32(at + 42, true),
      to: 0,
    });
    at += 46 + nameLength + rest;
  }
  return entries;
}

function check(entries: ZipEntry[], directoryAt: number, { maxEntryBytes = MAX_ENTRY_BYTES }: ZipLimits): void {
  let total = 0;
  for (const [index, entry] of entries.entries()) {
    entry.to = entries[index + 1]?.from ?? directoryAt;
    total += entry.sizeBytes;
    // Files that share their bytes are how a small archive unpacks to a huge one.
    if (entry.from + 30 + entry.compressedBytes > entry.to) {
      throw new ZipFault("Files of the archive lie over one another");
    }
    if (entry.sizeBytes > maxEntryBytes) {
      throw new ZipFault(`"${entry.name}" unpacks to more than ${Math.floor(maxEntryBytes / 1_048_576)} MB`);
    }
    if (entry.sizeBytes > MAX_RATIO * entry.compressedBytes + 1_048_576) {
      throw new ZipFault(`"${entry.name}" unpacks to much more than it could hold`);
    }
  }
  if (total > MAX_TOTAL_BYTES) throw new ZipFault("The archive unpacks to more than 8 GB");
}

/** The bytes of one file. Never more than the directory said, whatever the file itself makes of it. */
export async function readEntry(source: ByteSource, entry: ZipEntry): Promise<Uint8Array> {
  const bytes = await source.read(entry.from, entry.to);
  const header = view(bytes);
  if (bytes.length < 30 || header.getUint32(0, true) !== LOCAL) throw new ZipFault(`"${entry.name}" is broken`);
  const from = 30 + header.getUint16(26, true) + header.getUint16(28, true);
  const packed = bytes.subarray(from, from + entry.compressedBytes);
  if (packed.length < entry.compressedBytes) throw new ZipFault(`"${entry.name}" is broken`);
  if (entry.method === 0) return packed.slice(0, entry.sizeBytes);
  if (entry.method !== 8) throw new ZipFault(`"${entry.name}" is packed in a way that is not known`);
  return await inflate(packed, entry);
}

/** The bytes of one file piece by piece, with the same guarantee: they end with a {@linkcode ZipFault} where they would be more. */
export async function streamEntry(source: ByteSource, entry: ZipEntry): Promise<ReadableStream<Uint8Array>> {
  const { name, method, from, to, sizeBytes, compressedBytes } = entry;
  if (method !== 0 && method !== 8) throw new ZipFault(`"${name}" is packed in a way that is not known`);
  const bytes = await source.read(from, Math.min(from + 30, to));
  if (bytes.length < 30 || view(bytes).getUint32(0, true) !== LOCAL) throw new ZipFault(`"${name}" is broken`);
  let at = from + 30 + view(bytes).getUint16(26, true) + view(bytes).getUint16(28, true);
  const end = at + (method === 0 ? Math.min(sizeBytes, compressedBytes) : compressedBytes);
  if (end > to) throw new ZipFault(`"${name}" is broken`);
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      if (at >= end) return controller.close();
      const piece = await source.read(at, Math.min(at + PIECE_BYTES, end));
      if (piece.length === 0) return controller.error(new ZipFault(`"${name}" is broken`));
      at += piece.length;
      controller.enqueue(piece as Uint8Array<ArrayBuffer>);
    },
  });
  const unpacked = method === 0 ? packed : packed.pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = unpacked.getReader();
  let length = 0;
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await reader.read();
        if (done) return controller.close();
        length += value.length;
        if (length > sizeBytes) throw new ZipFault(`"${name}" unpacks to more than the archive says`);
        controller.enqueue(value);
      } catch (cause) {
        controller.error(cause instanceof ZipFault ? cause : new ZipFault(`"${name}" is broken`, { cause }));
      }
    },
    cancel: (reason) => reader.cancel(reason),
  });
}

async function inflate(packed: Uint8Array, { name, sizeBytes }: ZipEntry): Promise<Uint8Array> {
  const out = new Uint8Array(sizeBytes);
  let length = 0;
  const stream = new Blob([packed as BlobPart]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  try {
    for await (const chunk of stream) {
      if (length + chunk.length > sizeBytes) throw new ZipFault(`"${name}" unpacks to more than the archive says`);
      out.set(chunk, length);
      length += chunk.length;
    }
  } catch (cause) {
    if (cause instanceof ZipFault) throw cause;
    throw new ZipFault(`"${name}" is broken`, { cause });
  }
  return out.subarray(0, length);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
