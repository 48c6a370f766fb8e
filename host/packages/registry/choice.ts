import * as semver from "semver";
import { type IndexVersion, PackageError } from "../ports.ts";

export interface ChoiceOptions {
  /** What is chosen from, for messages: `hello of https://r.example/`. */
  of: string;
  /** Default any that is not a pre-release. */
  range?: string | undefined;
  /** Version of this host's API. */
  engine: string;
  /** The registry that revoked a package, or undefined. */
  revokedBy: (hash: string) => string | undefined;
}

/**
 * The newest version that is in the range, not revoked and fit for this host. `versions` come newest first. A
 * pre-release is chosen only when the range names one. Throws {@linkcode PackageError} with what stands in the way.
 */
export function chooseVersion(versions: readonly IndexVersion[], options: ChoiceOptions): IndexVersion {
  const { of, range, engine, revokedBy } = options;
  if (range !== undefined && semver.validRange(range) === null) {
    throw new PackageError(
      "source_invalid",
      `"${range}" is no range of versions`,
      'Expected one such as "^1.2" or "1.2.0"',
    );
  }
  const inRange = versions.filter(({ version }) => semver.satisfies(version, range ?? "*"));
  const offered = versions.slice(0, 10).map(({ version }) => version).join(", ");
  if (inRange.length === 0) {
    throw new PackageError(
      "not_found",
      range === undefined ? `There is no finished version of ${of}` : `No version of ${of} is in the range "${range}"`,
      offered === "" ? "It has no versions" : `It has ${offered}; a pre-release has to be named`,
    );
  }
  const good = inRange.filter(({ sha256 }) => revokedBy(sha256) === undefined);
  if (good.length === 0) {
    throw new PackageError(
      "revoked",
      `${inRange[0]!.version} of ${of} was revoked by "${revokedBy(inRange[0]!.sha256)}"`,
      `It must not be installed any more; the versions are ${offered}`,
    );
  }
  const fitting = good.find((version) => fits(version, engine));
  if (fitting) return fitting;
  throw new PackageError(
    "engine_mismatch",
    `${good[0]!.version} of ${of} needs the host API ${good[0]!.engine}, this host offers ${engine}`,
    "Upgrade this host, or name another version",
  );
}

/** Does a version run on a host that offers this API? */
export function fits(version: Pick<IndexVersion, "engine">, engine: string): boolean {
  return semver.satisfies(engine, version.engine);
}
