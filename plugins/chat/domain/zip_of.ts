import { Buffer } from "node:buffer";
import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive. */
export interface ZipFile {
  name: string;
  text?: string;
  /** What the directory says of its size, when that is not true. */
  claimedBytes?: number;
  /** Bytes in the place of its text. */
  bytes?: Uint8Array;
}

/** A zip archive, as an export comes. */
export function zipOf(files: ZipFile[]): Uint8Array {
  const parts: Uint8Array[] = [], directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, text = "", bytes = new TextEncoder().encode(text), claimedBytes } of files) {
    const packed = deflateRawSync(bytes);
    const nameBytes = new TextEncoder().encode(name);
    const fields = (at: DataView, from: number) => {
      at.setUint16(from, 20, true);
      at.setUint16(from + 4, 8, true);
      at.setUint32(from + 10, crc32(bytes), true);
      at.setUint32(from + 14, packed.length, true);
      at.setUint32(from + 18, claimedBytes ?? bytes.length, true);
      at.setUint16(from + 22, nameBytes.length, true);
    };
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    fields(local, 4);
    const central = new DataView(new ArrayBuffer(46));
    central.setUint32(0, 0x02014b50, true);
    central.setUint16(4, 20, true);
    fields(central, 6);
    central.setUint32(42, offset, true);
    parts.push(new Uint8Array(local.buffer), nameBytes, packed);
    directory.push(new Uint8Array(central.buffer), nameBytes);
    offset += 30 + nameBytes.length + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, files.length, true);
  end.setUint16(10, files.length, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  return new Uint8Array(Buffer.concat([...parts, ...directory, new Uint8Array(end.buffer)]));
}
