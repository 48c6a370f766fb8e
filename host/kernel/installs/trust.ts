import trust from "../../../schemas/trust.json" with { type: "json" };
import type { InstalledPackage, Signer } from "../../packages/mod.ts";
import type { Publishers, ResolvedSource, Signature } from "../../packages/ports.ts";

/** A key of `schemas/trust.json`. */
export type Tier = keyof typeof trust.tiers;

/** What is known of a publisher here. */
export interface TrustFacts {
  publishers: Pick<Publishers, "trusts">;
  /** The versions in use. */
  installed: readonly InstalledPackage[];
}

/** How far a package is trusted by who signed it. */
export function tierOf(
  { signature, kind }: { signature: Pick<Signature, "state" | "publicKey">; kind: ResolvedSource["kind"] },
  { publishers, installed }: TrustFacts,
): Tier {
  const { state, publicKey } = signature;
  if (state !== "valid" || publicKey === undefined) {
    return state === "unsigned" && (kind === "folder" || kind === "file") ? "local-dev" : "unsigned";
  }
  if (publishers.trusts(publicKey)) return "organisation";
  return knownFrom(publicKey, installed).length > 0 ? "verified" : "first-use";
}

/** Plugins on this host that this key has signed. */
export function knownFrom(publicKey: string, installed: readonly InstalledPackage[]): string[] {
  return installed.filter(({ signer }) => signer?.publicKey === publicKey).map(({ plugin }) => plugin).sort();
}

/** May a newer version come without anybody agreeing to it, if it asks for nothing more? */
export function updatesAlone(tier: Tier): boolean {
  return trust.tiers[tier].updatesAlone;
}

/** Who signed it; undefined when nobody did. */
export function signerOf({ state, publisher, publicKey, fingerprint }: Signature): Signer | undefined {
  if (state !== "valid" || publicKey === undefined || fingerprint === undefined) return undefined;
  return { publisher: publisher ?? fingerprint, publicKey, fingerprint };
}
