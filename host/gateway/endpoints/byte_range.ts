/** Bytes from `from` up to `to`, which is not included. */
export interface ByteRange {
  from: number;
  to: number;
}

/**
 * The one range that a request asks for; undefined for the whole: none was asked for, the header is not understood, it
 * names several, or `If-Range` names another version (RFC 9110 §14).
 */
export function byteRange(headers: Headers, sizeBytes: number, etag: string): ByteRange | "unsatisfiable" | undefined {
  const [, first = "", last = ""] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get("range") ?? "") ?? [];
  if (first === "" && last === "") return undefined;
  const condition = headers.get("if-range");
  if (condition !== null && condition !== etag) return undefined;
  if (first === "") {
    const length = Math.min(Number(last), sizeBytes);
    return length === 0 ? "unsatisfiable" : { from: sizeBytes - length, to: sizeBytes };
  }
  const from = Number(first);
  const to = last === "" ? sizeBytes : Math.min(Number(last) + 1, sizeBytes);
  if (from >= sizeBytes) return "unsatisfiable";
  return from < to ? { from, to } : undefined;
}
