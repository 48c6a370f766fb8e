import type { DavFile } from "../../sdk/channel/dav_shapes.ts";

/** Has the client this version already (RFC 9110 §13.1.2, §13.1.3)? */
export function isUnchanged(headers: Headers, { etag, modifiedAt }: DavFile): boolean {
  const known = headers.get("if-none-match");
  if (known !== null) {
    return known.split(",").map((tag) => tag.trim().replace(/^W\//, "")).some((tag) =>
      tag === "*" || tag === `"${etag}"`
    );
  }
  const since = Date.parse(headers.get("if-modified-since") ?? "");
  // The header knows whole seconds only.
  return Number.isFinite(since) && Math.floor(Date.parse(modifiedAt) / 1_000) * 1_000 <= since;
}
