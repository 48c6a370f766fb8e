import { type InstalledPackage, PackageError } from "../../packages/mod.ts";
import type { PluginManifest, Publishers } from "../../packages/ports.ts";
import { asksForMore } from "./differences.ts";
import type { Fetched } from "./fetcher.ts";
import { tierOf, updatesAlone } from "./trust.ts";

/** Throws `consent_outdated` unless exactly this was agreed to. */
export function checkConsent({ grantHash, opened: { manifest } }: Fetched, given: string): void {
  if (given === grantHash) return;
  throw new PackageError(
    "consent_outdated",
    `What "${manifest.id}" ${manifest.version} is now is not what was agreed to`,
    "Look at it again with host.plugin.inspect and pass the grantHash that it answers",
  );
}

/** Throws `consent_required` unless it asks for nothing more than `before`, and comes from somebody whom this host knows. */
export function checkAlone(
  { opened: { manifest, signature }, source }: Fetched,
  { before, installed, publishers }: {
    /** The manifest in use; undefined when it cannot be read. */
    before: PluginManifest | undefined;
    installed: readonly InstalledPackage[];
    publishers: Pick<Publishers, "trusts">;
  },
): void {
  const tier = tierOf({ signature, kind: source.kind }, { publishers, installed });
  const why = !updatesAlone(tier)
    ? "nobody vouches for it"
    : !before || asksForMore(before, manifest)
    ? "it asks for more than was agreed to"
    : undefined;
  if (why === undefined) return;
  throw new PackageError(
    "consent_required",
    `"${manifest.id}" ${manifest.version} is not taken without consent: ${why}`,
    "Look at it with host.plugin.inspect, and pass its grantHash if you agree",
  );
}
