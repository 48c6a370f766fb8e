import { ProviderUnreachable } from "./faults.ts";

/** A provider that takes longer is down. */
const ANSWER_MS = 10_000;
/** Keys, tokens and profiles are far smaller. */
const MAX_BYTES = 1024 * 1024;

/** What the library hands over. */
interface RequestOptions {
  method: string;
  headers: Record<string, string>;
  body?: BodyInit | null;
}

/**
 * Asks a provider: in bounded time, for a bounded answer, following no redirect. Whatever keeps it from answering becomes
 * {@linkcode ProviderUnreachable}, and so does a 5xx.
 */
export async function askProvider(url: string, { method, headers, body }: RequestOptions): Promise<Response> {
  const place = new URL(url).host;
  try {
    const response = await fetch(url, {
      method,
      headers,
      body: body ?? null,
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const bytes = await readBounded(response, place);
    if (response.status >= 500) throw new ProviderUnreachable(`${place} answered ${response.status}`);
    const empty = response.status === 204 || response.status === 304;
    return new Response(empty ? null : bytes, { status: response.status, headers: response.headers });
  } catch (cause) {
    if (cause instanceof ProviderUnreachable) throw cause;
    throw new ProviderUnreachable(`${place} could not be asked: ${(cause as Error).message}`, { cause });
  }
}

async function readBounded(response: Response, place: string): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > MAX_BYTES) throw new ProviderUnreachable(`${place} answered with more than 1 MiB`);
    parts.push(part as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
