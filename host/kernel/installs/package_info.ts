import * as semver from "semver";
import { ENGINE_VERSION, fits, type Installed, type InstalledPackage } from "../../packages/mod.ts";
import type { IndexVersion, PluginManifest, Publishers, Registries } from "../../packages/ports.ts";
import type { PackageInfo } from "../methods/installs_shapes.ts";
import type { PluginInfo } from "../ports.ts";
import { permissionsBeyond } from "./differences.ts";
import { knownFrom, tierOf, updatesAlone } from "./trust.ts";

/** What is to be told of an installed plugin in the list. */
type PackageNews = Pick<PluginInfo, "update" | "revoked">;

export interface PackageInfoParts {
  installed: Installed;
  registries: Pick<Registries, "versions" | "revokedBy">;
  publishers: Pick<Publishers, "trusts">;
  /** The manifest in use; undefined when it cannot be read. */
  manifest(id: string): PluginManifest | undefined;
}

/** Tells where an installed plugin comes from, and what there is of it. Nothing is fetched for it. */
export class PackageDesk {
  constructor(private readonly parts: PackageInfoParts) {}

  info(id: string): PackageInfo | undefined {
    const { installed } = this.parts;
    const active = installed.of(id);
    if (!active) return undefined;
    const { signer, registry } = active;
    const offered = this.#offered(active);
    const undone = installed.undone(id);
    return {
      source: active.source,
      ...(registry ? { registry } : {}),
      hash: active.hash,
      sizeBytes: active.sizeBytes,
      signature: signer ? "valid" : "unsigned",
      ...(signer
        ? {
          publisher: {
            name: signer.publisher,
            publicKey: signer.publicKey,
            fingerprint: signer.fingerprint,
            tier: this.#tier(active),
            knownFrom: knownFrom(signer.publicKey, installed.active()),
          },
        }
        : {}),
      installedAt: active.installedAt,
      installedBy: active.installedBy,
      versions: installed.versions(id).map(({ version, hash, installedAt, active, snapshot }) => ({
        ...{ version, hash, installedAt, active },
        ...(snapshot ? { snapshotAt: snapshot.at, snapshotBytes: snapshot.sizeBytes } : {}),
      })),
      ...(offered.length > 0
        ? { available: offered.map((one) => ({ version: one.version, fits: fits(one, ENGINE_VERSION) })) }
        : {}),
      ...this.news(id),
      ...(undone ? { undone: { version: undone.version, at: undone.at, reason: undone.reason } } : {}),
    };
  }

  news(id: string): PackageNews {
    const active = this.parts.installed.of(id);
    if (!active) return {};
    const update = this.#update(active);
    const by = this.parts.registries.revokedBy(active.hash, active.registry?.url);
    return { ...(update ? { update } : {}), ...(by === undefined ? {} : { revoked: { registry: by } }) };
  }

  /** Finished versions that are newer than the one in use; an index tells of permissions, not of limits. */
  #update(active: InstalledPackage): PackageNews["update"] {
    const newer = this.#offered(active).find((one) =>
      semver.gt(one.version, active.version) && fits(one, ENGINE_VERSION) && semver.prerelease(one.version) === null
    );
    if (!newer) return undefined;
    const now = this.parts.manifest(active.plugin);
    const more = now === undefined || permissionsBeyond(newer.permissions, now.permissions).size > 0;
    return { version: newer.version, needsConsent: more || !updatesAlone(this.#tier(active)) };
  }

  #offered({ plugin, registry }: InstalledPackage): IndexVersion[] {
    return registry ? this.parts.registries.versions(registry.url, plugin) : [];
  }

  #tier({ signer, sourceKind }: InstalledPackage) {
    const state = signer ? "valid" as const : "unsigned" as const;
    const signature = { state, ...(signer ? { publicKey: signer.publicKey } : {}) };
    return tierOf({ signature, kind: sourceKind }, { ...this.parts, installed: this.parts.installed.active() });
  }
}
