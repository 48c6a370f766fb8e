import { type Installed, PackageError } from "../../packages/mod.ts";
import type { Registries } from "../../packages/ports.ts";
import type { Fetched } from "./fetcher.ts";
import type { PackageUnits } from "./package_units.ts";
import type { RegistryCircles } from "./registry_circles.ts";
import { signerOf } from "./trust.ts";

export interface JudgeParts {
  units: Pick<PackageUnits, "taken" | "outlook">;
  installed: Installed;
  registries: Pick<Registries, "revokedBy">;
  circles: RegistryCircles;
}

/** Says why a package must not be installed here, whoever agrees to it. */
export class Judge {
  constructor(private readonly parts: JudgeParts) {}

  /** Everything that is against it, the gravest first; empty when it may be installed. */
  async problems(fetched: Fetched): Promise<PackageError[]> {
    return [
      ...fetched.problems,
      ...this.#revoked(fetched),
      ...this.#taken(fetched),
      ...this.#belongs(fetched),
      ...await this.#requirements(fetched),
    ];
  }

  #revoked({ source, opened: { hash, manifest } }: Fetched): PackageError[] {
    const by = this.parts.registries.revokedBy(hash, source.registry?.url);
    if (by === undefined) return [];
    return [
      new PackageError(
        "revoked",
        `This package of "${manifest.id}" ${manifest.version} was revoked by "${by}"`,
        "It must not run any more: take another version",
      ),
    ];
  }

  #taken({ opened: { manifest: { id } } }: Fetched): PackageError[] {
    const by = this.parts.units.taken(id);
    return by === undefined ? [] : [new PackageError("id_taken", `The id "${id}" is taken: ${by}`)];
  }

  /** An id stays with the registry and the key from which it first came. */
  #belongs({ source, opened: { manifest: { id }, signature } }: Fetched): PackageError[] {
    const { installed } = this.parts;
    const pin = installed.pin(id);
    const active = installed.of(id);
    const found: PackageError[] = [];
    const signer = signerOf(signature);
    if (pin && signer?.publicKey !== pin.publicKey) {
      const by = signer ? `with the key ${signer.fingerprint}` : "by nobody";
      found.push(
        new PackageError(
          "publisher_changed",
          `"${id}" is signed ${by}, but it belongs to the key ${pin.fingerprint}, with which it was first installed here`,
          "An id stays with its first publisher, even after it was uninstalled: others have to choose another id",
        ),
      );
    }
    // What nobody signed belongs to its registry for as long as it is installed.
    const home = pin ? pin.registryUrl : active?.registry?.url;
    if (home !== undefined && source.registry?.url !== home) {
      const from = source.registry?.url ?? source.canonical;
      found.push(
        new PackageError(
          "source_changed",
          `"${id}" comes from "${from}", but it belongs to the registry "${home}", from which it was first installed here`,
          pin ? `Install it from "${home}#${id}"` : `Uninstall "${id}" first, or update it from "${home}#${id}"`,
        ),
      );
    }
    return found;
  }

  async #requirements(fetched: Fetched): Promise<PackageError[]> {
    const { manifest } = fetched.opened;
    const { requirements, circle } = this.parts.units.outlook(manifest);
    const unmet = requirements.filter(({ optional, problem }) => !optional && problem !== undefined);
    if (unmet.length === 0) return [];
    const around = circle ?? await this.parts.circles.through(fetched, unmet.map(({ name }) => name));
    if (around) {
      return [
        new PackageError(
          "circle",
          `What "${manifest.id}" needs leads back to itself: ${around.join(" → ")}`,
          "Its author has to move one of these requirements to optionalRequires",
        ),
      ];
    }
    return [
      new PackageError(
        "requirement_unmet",
        `"${manifest.id}" needs ${unmet.map(({ name, range, problem }) => `${name} ${range}, ${problem}`).join("; ")}`,
      ),
    ];
  }
}
