/** Params that name what a call is about. Others may hold what people wrote, or secrets: the audit log has none of it. */
const NAMING = [
  ...["id", "name", "handle", "user", "caller", "role", "channel", "interface", "service", "workflow", "step"],
  ...["method", "type", "url", "source", "file", "version", "format", "outcome"],
];
const MAX_CHARS = 120;

/** What a call was about; undefined when its params name nothing. */
export function targetOf(params: unknown): Record<string, string | number> | undefined {
  if (typeof params !== "object" || params === null || Array.isArray(params)) return undefined;
  const target: Record<string, string | number> = {};
  let any = false;
  for (const key of NAMING) {
    if (!Object.hasOwn(params, key)) continue;
    const value = (params as Record<string, unknown>)[key];
    const said = typeof value === "number" ? value : typeof value === "string" ? naming(value) : undefined;
    if (said === undefined) continue;
    target[key] = said;
    any = true;
  }
  return any ? target : undefined;
}

/** A text of several lines is a document, no name. Of an address only what leads to the place. */
function naming(value: string): string | undefined {
  if (value.length > 2_000 || /[\r\n]/.test(value.trim())) return undefined;
  const text = value.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@\s]*@/i, "$1").replace(
    /^([a-z][a-z0-9+.-]*:\/\/[^?#]*)\?[^#]*/i,
    "$1",
  );
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}…` : text;
}
