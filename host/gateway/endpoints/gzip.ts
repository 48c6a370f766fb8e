/** Files above this are sent as they are. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Compressed bytes kept in memory. */
const MAX_KEPT_BYTES = 32 * 1024 * 1024;

const kept = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
let keptBytes = 0;

/** Is it worth it? Pictures and fonts are compressed already. */
export function isCompressible(type: string, sizeBytes: number): boolean {
  return sizeBytes > 1_024 && sizeBytes <= MAX_BYTES && /^text\/|json|javascript|svg/.test(type);
}

/** The content compressed, once for each `key`: a key never stands for two contents. Reads the stream to its end. */
export async function gzipped(key: string, content: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const known = kept.get(key);
  if (known) {
    await content.cancel();
    return await known;
  }
  if (keptBytes > MAX_KEPT_BYTES) {
    kept.clear();
    keptBytes = 0;
  }
  const bytes = new Response(content.pipeThrough(new CompressionStream("gzip") as never)).bytes();
  kept.set(key, bytes);
  try {
    keptBytes += (await bytes).byteLength;
  } catch (error) {
    kept.delete(key);
    throw error;
  }
  return await bytes;
}
