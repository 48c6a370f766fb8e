import type { KeyMaterial, KeyTest } from "./service_key.ts";

/** What came of a trial. */
export interface KeyTrial {
  /** `refused`: the service knows the key and says no; `unreachable`: nobody could be asked; `unclear`: anything else. */
  outcome: "valid" | "refused" | "unreachable" | "unclear";
  /** For people, without the key. */
  message: string;
}

const TIMEOUT_MS = 10_000;
const MAX_BYTES = 1 << 20;

/** Tries a key by the service's request. It goes to the service's own address and follows no redirect. */
export async function tryKey(test: KeyTest, key: KeyMaterial): Promise<KeyTrial> {
  const { url, method = "GET", headers, body, tell } = await test.request(key);
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      method,
      headers,
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    text = await readText(response);
  } catch (error) {
    const late = error instanceof DOMException && error.name === "TimeoutError";
    const why = late ? `did not answer within ${TIMEOUT_MS / 1_000} s` : "cannot be reached from here";
    return { outcome: "unreachable", message: `${test.title} ${why}: the key was not tried` };
  }
  if (response.ok) {
    const told = tell?.(parsed(text));
    return { outcome: "valid", message: `${test.title} accepts the key${told === undefined ? "" : `: ${told}`}` };
  }
  if (response.status === 401 || response.status === 403 || response.status === 422) {
    return { outcome: "refused", message: `${test.title} refuses the key (HTTP ${response.status})` };
  }
  return { outcome: "unclear", message: `${test.title} answered with HTTP ${response.status}: try again later` };
}

/** At most 1 MiB of the answer: what follows tells nothing more. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if ((size += chunk.byteLength) > MAX_BYTES) break;
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
