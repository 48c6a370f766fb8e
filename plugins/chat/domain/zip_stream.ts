import { crc32 } from "node:zlib";

/** A file that goes into an archive; it is read when its turn comes. */
export interface ZipSource {
  /** With `/` between folders. */
  name: string;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Of an archive and of a file in it; larger ones need another form, which not everybody reads. */
const MAX_BYTES = 0xffff_ffff;
const MAX_FILES = 65_535;
/** Sizes stand behind each file, and names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATE = 8;

interface Written {
  name: Uint8Array;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** Thrown for what does not fit into an archive. */
export class ZipTooLarge extends Error {}

/** Writes a zip archive piece by piece: little of it is held, however large it is. All files have the time `at`. */
export async function* zipStream(
  sources: AsyncIterable<ZipSource> | Iterable<ZipSource>,
  at: Date,
): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of sources) {
    if (written.length === MAX_FILES) throw new ZipTooLarge(`An archive holds at most ${MAX_FILES} files`);
    const file: Written = { name: new TextEncoder().encode(name), crc: 0, packed: 0, size: 0, offset };
    const head = record(30, [[0, 0x04034b50], [26, file.name.length, 16]]);
    fields(head, 4, at);
    yield join(head, file.name);
    for await (const piece of ReadableStream.from(measured(content, file)).pipeThrough(deflate())) {
      file.packed += piece.length;
      yield piece;
    }
    offset += 30 + file.name.length + file.packed + 16;
    if (offset > MAX_BYTES || file.size > MAX_BYTES) throw new ZipTooLarge("An archive holds at most 4 GB");
    yield bytesOf(record(16, [[0, 0x08074b50], [4, file.crc], [8, file.packed], [12, file.size]]));
    written.push(file);
  }
  const start = offset;
  for (const file of written) {
    const entry = record(46, [
      ...[[0, 0x02014b50], [4, 20, 16], [16, file.crc], [20, file.packed], [24, file.size]] as Field[],
      ...[[28, file.name.length, 16], [42, file.offset]] as Field[],
    ]);
    fields(entry, 6, at);
    yield join(entry, file.name);
    offset += 46 + file.name.length;
  }
  const count = written.length;
  yield bytesOf(record(22, [[0, 0x06054b50], [8, count, 16], [10, count, 16], [12, offset - start], [16, start]]));
}

async function* measured(content: ZipSource["content"], file: Written): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for await (const piece of content) {
    file.crc = crc32(piece, file.crc);
    file.size += piece.length;
    yield piece as Uint8Array<ArrayBuffer>;
  }
}

function deflate(): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  return new CompressionStream("deflate-raw") as TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>;
}

type Field = [at: number, value: number, bits?: 16];

function record(length: number, values: Field[]): DataView {
  const view = new DataView(new ArrayBuffer(length));
  for (const [at, value, bits] of values) {
    if (bits === 16) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
  }
  return view;
}

/** What stands in both places that tell of a file: how it is packed, and when it was made. */
function fields(view: DataView, from: number, at: Date): void {
  view.setUint16(from, 20, true);
  view.setUint16(from + 2, FLAGS, true);
  view.setUint16(from + 4, DEFLATE, true);
  view.setUint16(from + 6, at.getUTCHours() << 11 | at.getUTCMinutes() << 5 | at.getUTCSeconds() >> 1, true);
  view.setUint16(from + 8, (at.getUTCFullYear() - 1980) << 9 | (at.getUTCMonth() + 1) << 5 | at.getUTCDate(), true);
}

function bytesOf(view: DataView): Uint8Array {
  return new Uint8Array(view.buffer);
}

function join(view: DataView, name: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(view.byteLength + name.length);
  bytes.set(bytesOf(view));
  bytes.set(name, view.byteLength);
  return bytes;
}
