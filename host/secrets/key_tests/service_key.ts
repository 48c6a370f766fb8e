/** Everything that a test of a key may look at. */
export interface KeyMaterial {
  value: string;
  /** Another secret that belongs to it, such as the key to a secret. */
  secret(name: string): string | undefined;
  /** Where the service is: its own address, or the one that `BULKHEAD_ENDPOINT_<SERVICE>` names. */
  endpoint(official: string): string;
}

/** One harmless request, and how to read its answer. */
export interface KeyRequest {
  url: string;
  method?: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  /** Says in a few words what a good answer tells, such as whose key it is. */
  tell?(answer: unknown): string | undefined;
}

/** How keys of one service are known, and how one is tried. */
export interface KeyTest {
  /** As in `BULKHEAD_ENDPOINT_<SERVICE>`, in small letters. */
  service: string;
  /** For people. */
  title: string;
  /** Names of secrets that hold its keys. */
  names: RegExp;
  /** What its keys look like; undefined when they look like anything. */
  values?: RegExp;
  /** Throws RpcError when something that belongs to it is missing. */
  request(key: KeyMaterial): Promise<KeyRequest> | KeyRequest;
}

/** The text at a path of an answer, shortened; undefined when there is none. */
export function textAt(answer: unknown, ...path: string[]): string | undefined {
  let value = answer;
  for (const name of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return typeof value === "string" && value !== "" ? value.slice(0, 100) : undefined;
}
