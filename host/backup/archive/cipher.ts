import { Buffer } from "node:buffer";
import { scrypt } from "node:crypto";
import { BackupError } from "../backup_error.ts";
import { MAX_HEAD_BYTES } from "../format.ts";
import { ByteReader } from "./byte_reader.ts";

/** What an encrypted backup begins with; a line with its head as JSON follows, which is readable and authenticated. */
export const MAGIC = "bulkhead encrypted backup 1\n";

/** Bytes that are encrypted together. */
const CHUNK_BYTES = 1024 ** 2;
const TAG_BYTES = 16;
const SALT_BYTES = 16;
const PREFIX_BYTES = 7;
/** 32 MiB and a tenth of a second for each guess. */
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 ** 2 };

interface Envelope<H> {
  head: H;
  salt: string;
  prefix: string;
}

/**
 * AES-256-GCM in chunks, the STREAM construction: the nonce is a random prefix, the chunk's number and a mark on the last
 * one, so that chunks can neither be changed, moved, left out nor cut off. The first line is part of what is authenticated.
 */
export async function* encrypt(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
  head: unknown,
): AsyncGenerator<Uint8Array> {
  const salt = crypto.getRandomValues(new Uint8Array(SALT_BYTES));
  const prefix = crypto.getRandomValues(new Uint8Array(PREFIX_BYTES));
  const envelope: Envelope<unknown> = { head, salt: salt.toBase64(), prefix: prefix.toBase64() };
  const begin = new TextEncoder().encode(`${MAGIC}${JSON.stringify(envelope)}\n`);
  const key = await deriveKey(passphrase, salt);
  yield begin;
  const reader = new ByteReader(source);
  let chunk = await reader.upTo(CHUNK_BYTES);
  for (let number = 0;; number++) {
    const next = chunk.length < CHUNK_BYTES ? new Uint8Array() : await reader.upTo(CHUNK_BYTES);
    const last = next.length === 0;
    const iv = nonce(prefix, number, last);
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: begin }, key, bytesOf(chunk));
    yield new Uint8Array(sealed);
    if (last) return;
    chunk = next;
  }
}

/** The readable line of an encrypted backup, whose magic was read already. */
export async function readEnvelope(
  reader: ByteReader,
): Promise<{ head: unknown; salt: Uint8Array; prefix: Uint8Array; begin: Uint8Array }> {
  const line: number[] = [];
  for (;;) {
    const [byte] = await reader.exactly(1);
    if (byte === 0x0a) break;
    line.push(byte!);
    if (line.length > MAX_HEAD_BYTES) throw damagedHead();
  }
  const text = new TextDecoder().decode(Uint8Array.from(line));
  try {
    const { head, salt, prefix } = JSON.parse(text) as Envelope<unknown>;
    const [saltBytes, prefixBytes] = [Uint8Array.fromBase64(salt), Uint8Array.fromBase64(prefix)];
    if (saltBytes.length !== SALT_BYTES || prefixBytes.length !== PREFIX_BYTES) throw new RangeError("wrong length");
    // The bytes as they stand: decoding might have mended something.
    const begin = Uint8Array.from([...new TextEncoder().encode(MAGIC), ...line, 0x0a]);
    return { head, salt: saltBytes, prefix: prefixBytes, begin };
  } catch (error) {
    if (error instanceof BackupError) throw error;
    throw damagedHead();
  }
}

/** What {@linkcode encrypt} hid. Rejects with {@linkcode BackupError} before any byte of a chunk that does not fit. */
export async function* decrypt(
  reader: ByteReader,
  envelope: { salt: Uint8Array; prefix: Uint8Array; begin: Uint8Array },
  passphrase: string,
): AsyncGenerator<Uint8Array> {
  const key = await deriveKey(passphrase, envelope.salt);
  const size = CHUNK_BYTES + TAG_BYTES;
  let chunk = await reader.upTo(size);
  for (let number = 0;; number++) {
    const next = chunk.length < size ? new Uint8Array() : await reader.upTo(size);
    const last = next.length === 0;
    const iv = nonce(envelope.prefix, number, last);
    let open: ArrayBuffer;
    try {
      const options = { name: "AES-GCM", iv, additionalData: bytesOf(envelope.begin) };
      open = await crypto.subtle.decrypt(options, key, bytesOf(chunk));
    } catch (error) {
      const at = reader.offset - chunk.length - next.length;
      throw number === 0
        ? new BackupError("wrong_passphrase", "The passphrase is wrong, or the beginning of the backup is damaged", {
          cause: error,
        })
        : new BackupError(
          "damaged",
          `The backup is damaged or was cut off: bytes ${at} to ${at + chunk.length} of the ` +
            "file are not what was written",
          { cause: error },
        );
    }
    yield new Uint8Array(open);
    if (last) return;
    chunk = next;
  }
}

function nonce(prefix: Uint8Array, number: number, last: boolean): Uint8Array<ArrayBuffer> {
  if (number > 0xffff_ffff) throw new BackupError("unreadable", "The backup is too large to be encrypted");
  const iv = new Uint8Array(12);
  iv.set(prefix);
  new DataView(iv.buffer).setUint32(PREFIX_BYTES, number);
  iv[11] = last ? 1 : 0;
  return iv;
}

async function deriveKey(passphrase: string, salt: Uint8Array): Promise<CryptoKey> {
  const raw = await new Promise<Buffer>((resolve, reject) =>
    scrypt(passphrase.normalize("NFC"), salt, 32, SCRYPT, (error, key) => error ? reject(error) : resolve(key))
  );
  return await crypto.subtle.importKey("raw", bytesOf(raw), "AES-GCM", false, ["encrypt", "decrypt"]);
}

function bytesOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>;
}

function damagedHead(): BackupError {
  return new BackupError("damaged", "The backup is damaged: its first lines cannot be read");
}
