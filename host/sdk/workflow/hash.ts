import { createHash } from "node:crypto";

/** JSON with sorted keys, so that equal values have one text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  return JSON.stringify(value) ?? "null";
}

/** What a step was asked for, as 16 characters: its kind and the canonical text of its input. */
export function inputHash(kind: string, canonicalInput: string): string {
  return createHash("sha256").update(kind).update("\0").update(canonicalInput).digest("base64url").slice(0, 16);
}
