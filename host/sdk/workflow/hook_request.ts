/** A request to a hook as the journal keeps it: its body is a text, or bytes where it is none. */
export interface HookRecord {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  raw: string | Uint8Array;
}

/** The `input` of a run that a hook began. */
export interface HookRequest {
  readonly method: string;
  /** As it was sent, below `/hooks/workflow/`. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The very bytes that were sent: what a signature is about. */
  readonly rawBody: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
  /** What the body says: parsed JSON, the fields of a form, else the text. */
  // deno-lint-ignore no-explicit-any -- any: what a body carries is its sender's
  readonly body: any;
}

/** What a script gets of a request. */
export function hookRequest({ raw, ...request }: HookRecord): HookRequest {
  const rawBody = typeof raw === "string" ? new TextEncoder().encode(raw) : raw;
  const text = typeof raw === "string" ? raw : new TextDecoder().decode(raw);
  return { ...request, rawBody, text, body: parsed(text, request.headers["content-type"] ?? "") };
}

function parsed(text: string, type: string): unknown {
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return Object.fromEntries(new URLSearchParams(text));
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
