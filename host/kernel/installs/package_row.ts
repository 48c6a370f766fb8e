import type { InstalledPackage } from "../../packages/mod.ts";
import type { Fetched } from "./fetcher.ts";
import { signerOf } from "./trust.ts";

/** A fetched package as it is written down once it counts. */
export function packageRow(
  { source, opened, grantHash }: Fetched,
  { by, at }: { by: string; at: string },
): InstalledPackage {
  const { manifest, signature } = opened;
  const signer = signerOf(signature);
  const { registry } = source;
  return {
    plugin: manifest.id,
    hash: opened.hash,
    version: manifest.version,
    active: true,
    manifestHash: opened.manifestHash,
    integrityHash: opened.files.find(({ path }) => path === "integrity.json")!.sha256,
    sizeBytes: opened.sizeBytes,
    source: source.canonical,
    sourceKind: source.kind,
    ...(registry ? { registry: { url: registry.url, name: registry.name } } : {}),
    ...(signer ? { signer } : {}),
    grantHash,
    installedAt: at,
    installedBy: by,
    usedAt: at,
  };
}
