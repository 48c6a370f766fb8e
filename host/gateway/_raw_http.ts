/** An HTTP answer as it came over the wire. */
export interface RawAnswer {
  status: number;
  headers: Headers;
  body: string;
}

/** Sends bytes as they are, which `fetch` would not do, and reads one answer (the server may close early). */
export async function rawHttp(
  address: Deno.ConnectOptions | Deno.UnixConnectOptions,
  ...parts: (string | Uint8Array)[]
): Promise<RawAnswer> {
  const connection = "path" in address ? await Deno.connect(address) : await Deno.connect(address);
  const sending = (async () => {
    for (const part of parts) {
      let bytes = typeof part === "string" ? new TextEncoder().encode(part) : part;
      while (bytes.byteLength > 0) bytes = bytes.subarray(await connection.write(bytes));
    }
  })().catch(() => {});
  try {
    return await readAnswer(connection);
  } finally {
    connection.close();
    await sending;
  }
}

async function readAnswer(connection: Deno.Conn): Promise<RawAnswer> {
  const decoder = new TextDecoder("latin1");
  const buffer = new Uint8Array(65_536);
  let text = "";
  for (;;) {
    const end = text.indexOf("\r\n\r\n");
    if (end !== -1) {
      const [first = "", ...lines] = text.slice(0, end).split("\r\n");
      const headers = new Headers();
      for (const line of lines) {
        headers.append(line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1).trim());
      }
      const length = Number(headers.get("content-length") ?? 0);
      const body = text.slice(end + 4);
      if (body.length >= length) return { status: Number(first.split(" ")[1]), headers, body: body.slice(0, length) };
    }
    const read = await connection.read(buffer);
    if (read === null) throw new Error(`the server closed after ${JSON.stringify(text.slice(0, 200))}`);
    text += decoder.decode(buffer.subarray(0, read));
  }
}
