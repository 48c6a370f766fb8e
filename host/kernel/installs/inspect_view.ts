import type { Installed, PackageError } from "../../packages/mod.ts";
import type { PluginManifest, Publishers } from "../../packages/ports.ts";
import { limitsOf } from "../limits.ts";
import type { InspectInfo } from "../methods/installs_shapes.ts";
import { keyOf } from "../permissions/mod.ts";
import { asksForMore, changedLimits, permissionsBeyond } from "./differences.ts";
import type { Fetched } from "./fetcher.ts";
import type { PackageUnits } from "./package_units.ts";
import { knownFrom, signerOf, tierOf, updatesAlone } from "./trust.ts";

/** Of a README that is shown. */
const README_BYTES = 64 * 1024;

export interface InspectViewParts {
  units: PackageUnits;
  installed: Installed;
  publishers: Publishers;
}

/**
 * The source of exactly this package. Of a registry with its version, so that what is installed by it is what was shown,
 * whatever is published meanwhile.
 */
export function nameOf({ source, opened }: Fetched): string {
  return source.kind === "registry" ? `${source.canonical}@${opened.manifest.version}` : source.canonical;
}

/** A fetched package as a person sees it before they agree. */
export async function inspectView(
  fetched: Fetched,
  problems: PackageError[],
  { units, installed, publishers }: InspectViewParts,
): Promise<InspectInfo> {
  const { source, opened, grantHash } = fetched;
  const { manifest, signature, hash, sizeBytes } = opened;
  const active = installed.active();
  const tier = tierOf({ signature, kind: source.kind }, { publishers, installed: active });
  const signer = signerOf(signature);
  const permissions = units.describe(manifest.id, manifest.permissions ?? {});
  const readme = await readText(`${opened.folder}/README.md`);
  const before = units.get(manifest.id)?.plugin.manifest;
  return {
    source: nameOf(fetched),
    manifest: { ...manifest },
    publisher: signer?.publisher ?? "",
    ...(signer
      ? {
        publisherInfo: {
          name: signer.publisher,
          publicKey: signer.publicKey,
          fingerprint: signer.fingerprint,
          tier,
          knownFrom: knownFrom(signer.publicKey, active),
        },
      }
      : {}),
    signature: signature.state,
    tier,
    ...(source.registry ? { registry: { url: source.registry.url, name: source.registry.name } } : {}),
    permissions,
    limits: { ...limitsOf(manifest) },
    requires: units.outlook(manifest).requirements,
    hash,
    sizeBytes,
    grantHash,
    ...(readme === undefined ? {} : { readme }),
    problems: problems.map(({ fault, message, hint }) => ({
      reason: fault,
      message,
      ...(hint === undefined ? {} : { hint }),
    })),
    ...(before ? { changes: changesOf(before, manifest, { units, alone: updatesAlone(tier) }) } : {}),
  };
}

function changesOf(
  from: PluginManifest,
  to: PluginManifest,
  { units, alone }: { units: PackageUnits; alone: boolean },
): NonNullable<InspectInfo["changes"]> {
  const only = (one: PluginManifest, other: PluginManifest) => {
    const beyond = permissionsBeyond(one.permissions, other.permissions);
    return units.describe(to.id, one.permissions ?? {}).filter((permission) => beyond.has(keyOf(permission)));
  };
  return {
    from: from.version,
    to: to.version,
    added: only(to, from),
    removed: only(from, to),
    limits: changedLimits(from, to),
    needsConsent: !alone || asksForMore(from, to),
  };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    using file = await Deno.open(path);
    const bytes = new Uint8Array(README_BYTES);
    let length = 0;
    for (let count: number | null = 0; count !== null && length < README_BYTES; length += count ?? 0) {
      count = await file.read(bytes.subarray(length));
    }
    return new TextDecoder().decode(bytes.subarray(0, length));
  } catch {
    return undefined;
  }
}
