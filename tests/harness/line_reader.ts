/** Reads what a process prints line by line; `drain` reads the rest to its end. */
export function lineReader(stream: ReadableStream<Uint8Array>) {
  const reader = stream.pipeThrough<string>(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let buffered = "";
  const next = async (): Promise<string | undefined> => {
    while (!buffered.includes("\n")) {
      const { value, done } = await reader.read();
      if (done) return undefined;
      buffered += value;
    }
    const end = buffered.indexOf("\n");
    const line = buffered.slice(0, end);
    buffered = buffered.slice(end + 1);
    return line;
  };
  return {
    next,
    async drain() {
      while (await next() !== undefined);
    },
  };
}
