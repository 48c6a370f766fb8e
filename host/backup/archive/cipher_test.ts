import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { BackupError } from "../backup_error.ts";
import { ByteReader } from "./byte_reader.ts";
import { decrypt, encrypt, MAGIC, readEnvelope } from "./cipher.ts";

const CHUNK_BYTES = 1024 ** 2;
const SEALED_BYTES = CHUNK_BYTES + 16;

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts = await Array.fromAsync(source);
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

async function open(sealed: Uint8Array): Promise<Uint8Array> {
  const reader = new ByteReader(pieces(sealed, 100_000));
  await reader.exactly(MAGIC.length);
  return await collect(decrypt(reader, await readEnvelope(reader), "a passphrase"));
}

/** Not the same anywhere. */
function sample(size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}

for (const size of [0, 1, CHUNK_BYTES, 2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 77]) {
  Deno.test(`${size} bytes come back from under a passphrase`, async () => {
    const bytes = sample(size);
    const sealed = await collect(encrypt(pieces(bytes, 300_000), "a passphrase", {}));
    assert.ok(Buffer.from(await open(sealed)).equals(Buffer.from(bytes)));
  });
}

Deno.test("chunks that were swapped, left out, repeated or cut off are refused", async () => {
  const sealed = await collect(encrypt(pieces(sample(3 * CHUNK_BYTES), 300_000), "a passphrase", {}));
  const begin = sealed.length - 3 * SEALED_BYTES;
  const head = sealed.subarray(0, begin);
  const [a, b, c] = [0, 1, 2].map((n) => sealed.subarray(begin + n * SEALED_BYTES, begin + (n + 1) * SEALED_BYTES));
  const others = {
    swapped: [b, a, c],
    "left out": [a, c],
    repeated: [a, a, b, c],
    "cut off": [a, b],
    "added to": [a, b, c, c],
  };
  for (const [what, chunks] of Object.entries(others)) {
    const bytes = new Uint8Array(await new Blob([head, ...chunks] as BlobPart[]).arrayBuffer());
    await assert.rejects(open(bytes), (error) => error instanceof BackupError, what);
  }
  const renamed = sealed.slice();
  renamed[MAGIC.length + 10]! ^= 1;
  await assert.rejects(open(renamed), (error) => error instanceof BackupError, "another head");
});
