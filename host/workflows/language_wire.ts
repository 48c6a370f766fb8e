/** A message of the Language Server Protocol: JSON-RPC behind a head that names its length. */
export interface LanguageMessage {
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { code: number; message: string };
}

/** Bytes of the largest message that is read; all completions of a place come to about 1 MB. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_HEAD_BYTES = 4_096;

export function encodeMessage(message: LanguageMessage): Uint8Array<ArrayBuffer> {
  const body = new TextEncoder().encode(JSON.stringify({ jsonrpc: "2.0", ...message }));
  const head = new TextEncoder().encode(`Content-Length: ${body.length}\r\n\r\n`);
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}

/** Cuts a stream of bytes into messages. Throws when what comes is no such stream. */
export async function* readMessages(bytes: ReadableStream<Uint8Array>): AsyncGenerator<LanguageMessage> {
  let buffer = new Uint8Array(0);
  let wanted: number | undefined;
  for await (const chunk of bytes) {
    buffer = joined(buffer, chunk);
    for (;;) {
      if (wanted === undefined) {
        const end = headEnd(buffer);
        if (end === -1) break;
        wanted = lengthIn(new TextDecoder().decode(buffer.subarray(0, end)));
        buffer = buffer.subarray(end);
      }
      if (buffer.length < wanted) break;
      yield JSON.parse(new TextDecoder().decode(buffer.subarray(0, wanted)));
      buffer = buffer.subarray(wanted);
      wanted = undefined;
    }
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}

/** Index behind the empty line, or -1. */
function headEnd(bytes: Uint8Array): number {
  for (let at = 3; at < bytes.length; at++) {
    if (bytes[at] === 10 && bytes[at - 1] === 13 && bytes[at - 2] === 10 && bytes[at - 3] === 13) return at + 1;
  }
  if (bytes.length > MAX_HEAD_BYTES) throw new Error("A message without a head came from the language server");
  return -1;
}

function lengthIn(head: string): number {
  const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? NaN);
  if (length <= MAX_BYTES) return length;
  throw new Error(`The language server sent a message of ${length} bytes; expected at most ${MAX_BYTES}`);
}
