/** A line of a file, and where what comes after it begins. */
export interface Line {
  /** Undefined for one that is longer than what is read. */
  text: string | undefined;
  next: number;
}

/**
 * The lines of a file of UTF-8 from a byte on, some at a time. A line beyond `maxBytes` is passed over without being held; what
 * is no UTF-8 becomes the replacement character.
 */
export async function* linesFrom(
  stream: ReadableStream<Uint8Array>,
  { from = 0, maxBytes }: { from?: number; maxBytes: number },
): AsyncGenerator<Line[]> {
  const decoder = new TextDecoder();
  let skip = from, at = from;
  let held: Uint8Array[] = [], heldBytes = 0;
  const taken = (end: Uint8Array): Line => {
    const size = heldBytes + end.length;
    at += size + 1;
    const text = size > maxBytes ? undefined : decoder.decode(held.length === 0 ? end : joined([...held, end]));
    held = [];
    heldBytes = 0;
    return { text, next: at };
  };
  for await (let chunk of stream) {
    if (skip >= chunk.length) {
      skip -= chunk.length;
      continue;
    }
    chunk = chunk.subarray(skip);
    skip = 0;
    const lines: Line[] = [];
    let begin = 0;
    for (let end; (end = chunk.indexOf(10, begin)) >= 0; begin = end + 1) lines.push(taken(chunk.subarray(begin, end)));
    const rest = chunk.subarray(begin);
    heldBytes += rest.length;
    if (heldBytes <= maxBytes) held.push(rest.slice());
    else held = [];
    if (lines.length > 0) yield lines;
  }
  // The last line may have no end.
  if (heldBytes > 0) yield [taken(new Uint8Array())];
}

function joined(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
