import { z } from "zod";

/** What is asked: does an address answer as it should? */
export const probeParams = z.strictObject({
  http: z.url({ protocol: /^https?$/ }).max(2_000).optional(),
  tcp: z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+):\d{1,5}$/).max(300).optional(),
  timeoutMs: z.int().min(1).max(60_000).default(2_000),
}).refine(({ http, tcp }) => (http === undefined) !== (tcp === undefined), "Expected one of http and tcp");

/** What came of it. */
export interface ProbeResult {
  ok: boolean;
  ms: number;
  /** For people: `HTTP 503`, `connection refused`. */
  detail: string;
}

/** Asks once. Any answer of 200 to 399 counts; a redirect is not followed. Never rejects. */
export async function probe(asked: z.infer<typeof probeParams>, signal: AbortSignal): Promise<ProbeResult> {
  const begun = performance.now();
  const limit = AbortSignal.any([signal, AbortSignal.timeout(asked.timeoutMs)]);
  const result = (ok: boolean, detail: string) => ({ ok, ms: Math.round(performance.now() - begun), detail });
  try {
    if (asked.http !== undefined) {
      const answer = await fetch(asked.http, { redirect: "manual", signal: limit });
      await answer.body?.cancel();
      return result(answer.status >= 200 && answer.status < 400, `HTTP ${answer.status}`);
    }
    await connect(asked.tcp!, limit);
    return result(true, "connected");
  } catch (error) {
    return result(false, limit.aborted ? `no answer within ${asked.timeoutMs} ms` : reasonOf(error));
  }
}

async function connect(address: string, signal: AbortSignal): Promise<void> {
  const colon = address.lastIndexOf(":");
  const hostname = address.slice(0, colon).replace(/^\[|\]$/g, "");
  const connecting = Deno.connect({ hostname, port: Number(address.slice(colon + 1)) });
  const late = Promise.withResolvers<never>();
  const abort = () => late.reject(new Error("no answer"));
  signal.addEventListener("abort", abort, { once: true });
  try {
    (await Promise.race([connecting, late.promise])).close();
  } catch (error) {
    connecting.then((socket) => socket.close(), () => {});
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.ConnectionRefused) return "connection refused";
  const { message, cause } = error as Error;
  const text = cause instanceof Error ? cause.message : message;
  return /refused/i.test(text) ? "connection refused" : text.slice(0, 200);
}
