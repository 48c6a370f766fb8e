import type { Logger } from "../../observe/ports.ts";
import type { Installed } from "../../packages/mod.ts";
import type { Registries } from "../../packages/ports.ts";
import { RpcError } from "../../sdk/errors.ts";

export interface RevocationsParts {
  installed: Installed;
  registries: Pick<Registries, "revokedBy" | "onChange">;
  logger: Logger;
  /** What may run has changed. */
  changed(): void;
}

/** Installed packages that a registry has revoked: they do not run, whatever anybody says. */
export class Revocations {
  readonly #stop: () => void;
  #known = "";

  constructor(private readonly parts: RevocationsParts) {
    this.#stop = parts.registries.onChange(() => this.look());
  }

  /** Holds what is installed against the indexes anew. */
  look(): void {
    const { installed, registries, logger } = this.parts;
    const revoked = installed.active().flatMap((one) => {
      const by = registries.revokedBy(one.hash, one.registry?.url);
      return by === undefined ? [] : [{ one, by }];
    });
    const known = revoked.map(({ one }) => one.hash).sort().join(" ");
    if (known === this.#known) return;
    this.#known = known;
    for (const { one, by } of revoked) {
      logger.error(`"${one.plugin}" ${one.version} was revoked by "${by}" and is stopped`);
    }
    this.parts.changed();
  }

  /** Why the version in use must not run, to follow the plugin's name; undefined when it may. */
  reason(plugin: string): string | undefined {
    const active = this.parts.installed.of(plugin);
    const by = active && this.parts.registries.revokedBy(active.hash, active.registry?.url);
    return by && `was revoked by "${by}": update it, roll it back or uninstall it`;
  }

  /** Throws `precondition_failed` when the version in use must not run. */
  check(plugin: string): void {
    const reason = this.reason(plugin);
    if (reason === undefined) return;
    throw new RpcError("precondition_failed", `"${plugin}" ${reason}`, { reason: "revoked", path: "/id" });
  }

  close(): void {
    this.#stop();
  }
}
