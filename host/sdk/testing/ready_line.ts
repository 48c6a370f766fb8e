/** Reads what a host prints until it is ready, and lets the rest run by. */
export async function readyUrl(stdout: ReadableStream<Uint8Array>): Promise<string | undefined> {
  const reader = stdout.pipeThrough<string>(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let text = "";
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += part.value;
    const line = text.split("\n").find((one) => one.startsWith('{"event":"ready"') && one.endsWith("}"));
    if (!line) continue;
    void drain(reader);
    return (JSON.parse(line) as { url: string }).url;
  }
  return undefined;
}

async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}
