import { sha256 } from "../../packages/mod.ts";
import type { OpenedPackage, ResolvedSource } from "../../packages/ports.ts";

/** What a person agrees to: exactly these bytes, this manifest, from this place. SHA-256 in hex. */
export function grantHashOf(
  opened: Pick<OpenedPackage, "hash" | "manifestHash">,
  source: Pick<ResolvedSource, "canonical">,
): string {
  return sha256(new TextEncoder().encode(`${opened.hash}\n${opened.manifestHash}\n${source.canonical}`));
}
