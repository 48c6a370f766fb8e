import { createHash } from "node:crypto";
import { RpcError } from "../../sdk/errors.ts";
import { SAMPLE_BYTES } from "./media_type.ts";

/** Bytes that came in and lie under their hash. */
export interface TakenContent {
  sha256: string;
  sizeBytes: number;
  /** The beginning. */
  sample: Uint8Array;
}

/** Bytes on disk by their SHA-256: `<folder>/<aa>/<hash>`, each once. */
export class ContentFolder {
  constructor(private readonly folder: string) {
    Deno.mkdirSync(`${folder}/incoming`, { recursive: true, mode: 0o700 });
    // What a killed host was taking in; no row names it.
    for (const { name } of Deno.readDirSync(`${folder}/incoming`)) Deno.removeSync(`${folder}/incoming/${name}`);
  }

  /** Writes a stream and puts it under its hash, on disk when this resolves. Rejects with `too_large`. */
  async take(content: ReadableStream<Uint8Array>, maxBytes: number, signal?: AbortSignal): Promise<TakenContent> {
    const temporary = `${this.folder}/incoming/${crypto.randomUUID()}`;
    const hash = createHash("sha256");
    const sample: Uint8Array[] = [];
    let sizeBytes = 0;
    try {
      using file = await Deno.open(temporary, { write: true, createNew: true, mode: 0o600 });
      for await (const chunk of content) {
        signal?.throwIfAborted();
        if (sizeBytes < SAMPLE_BYTES) sample.push(chunk.slice(0, SAMPLE_BYTES - sizeBytes));
        sizeBytes += chunk.length;
        if (sizeBytes > maxBytes) throw tooLarge(maxBytes);
        hash.update(chunk);
        for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
      }
      await file.sync();
      const sha256 = hash.digest("hex");
      await Deno.mkdir(`${this.folder}/${sha256.slice(0, 2)}`, { recursive: true, mode: 0o700 });
      await Deno.rename(temporary, this.#path(sha256));
      return { sha256, sizeBytes, sample: new Uint8Array(await new Blob(sample as BlobPart[]).arrayBuffer()) };
    } catch (error) {
      await Deno.remove(temporary).catch(() => {});
      throw error;
    }
  }

  /** A part of a file, read as it is asked for. */
  async open(sha256: string, { from, to }: { from: number; to: number }): Promise<ReadableStream<Uint8Array>> {
    const file = await Deno.open(this.#path(sha256));
    await file.seek(from, Deno.SeekMode.Start);
    let left = to - from;
    return new ReadableStream<Uint8Array>({
      async pull(controller) {
        const buffer = new Uint8Array(Math.min(left, 64 * 1024));
        const count = left === 0 ? null : await file.read(buffer);
        if (count === null) {
          file.close();
          return controller.close();
        }
        left -= count;
        controller.enqueue(buffer.subarray(0, count));
      },
      cancel: () => file.close(),
    }, { highWaterMark: 0 });
  }

  async remove(sha256: string): Promise<void> {
    await Deno.remove(this.#path(sha256)).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    });
  }

  #path(sha256: string): string {
    return `${this.folder}/${sha256.slice(0, 2)}/${sha256}`;
  }
}

function tooLarge(maxBytes: number): RpcError {
  const most = maxBytes < 2 ** 20 ? `${maxBytes} bytes` : `${Math.floor(maxBytes / 2 ** 20)} MiB`;
  return new RpcError("too_large", `The file is larger than ${most}, which is what the plugin's storage has left`, {
    hint: "Send a smaller file, or ask an admin to make room",
  });
}
