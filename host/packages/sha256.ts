import { createHash } from "node:crypto";

/** SHA-256 in hex, at once: for many small files that costs less than a promise each. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
