import { RpcError } from "@bulkhead/plugin";
import { MAX_TEXT } from "../domain/text_limit.ts";

/** The text of an answer in Slack's form; empty when it says nothing. */
export function answerText(body: string): string {
  try {
    const { text } = JSON.parse(body) as { text?: unknown };
    return typeof text === "string" && text.trim() !== "" ? text.replaceAll("\0", "").slice(0, MAX_TEXT) : "";
  } catch {
    return "";
  }
}

/** Reads a body, and stops with `too_large` when it is longer. */
export async function readUpTo(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > maxBytes) throw new RpcError("too_large", `The answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return new TextDecoder().decode(bytes);
}
