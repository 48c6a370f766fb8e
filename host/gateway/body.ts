import { RpcError } from "../sdk/errors.ts";

/** The whole body as bytes; throws `too_large` as soon as it is known to be longer than `limit`. */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const announced = request.headers.get("content-length");
  if (announced !== null) {
    // The server reads exactly this many bytes, so nothing else has to be counted.
    if (Number(announced) > limit) throw tooLarge(limit);
    return await request.bytes();
  }
  if (request.body === null) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(limit: number): RpcError {
  return new RpcError("too_large", `The body is larger than ${limit / (1024 * 1024)} MiB`);
}
