import type { Pusher } from "../../gateway/ports.ts";
import { type InstalledPackage, PackageError, type Undone } from "../../packages/mod.ts";
import type { Registries } from "../../packages/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { InstallsDesk } from "../methods/installs.ts";
import type { PluginUnit } from "../plugin_unit.ts";
import { Progress } from "./progress.ts";
import { type Plan, Replacement, type ReplacementParts } from "./replacement.ts";
import { usablePlugin } from "./stored_plugin.ts";
import type { Turns } from "./turns.ts";
import { Watch } from "./watch.ts";

export interface WayBackParts extends ReplacementParts {
  registries: Pick<Registries, "revokedBy">;
  turns: Turns;
  pusher: Pusher;
  /** Runs a work and tells of its end. */
  run<T>(progress: Progress, work: (progress: Progress, signal: AbortSignal) => Promise<T>): Promise<T>;
}

/** The kept version that is asked for. Throws RpcError when it is not there, or not with its data. */
export function keptVersion(
  { id, version, data }: Pick<Parameters<InstallsDesk["rollback"]>[0], "id" | "version" | "data">,
  versions: readonly InstalledPackage[],
): InstalledPackage {
  const kept = versions.filter((one) => !one.active);
  const to = version === undefined ? kept[0] : kept.find((one) => one.version === version);
  if (!to) {
    throw new RpcError("not_found", `Of "${id}" there is no version ${version ?? "before this one"} here any more`, {
      path: "/version",
      hint: `Kept beside the one in use: ${kept.map((one) => one.version).join(", ") || "none"}`,
    });
  }
  if (data === "restore" && !to.snapshot) {
    throw new RpcError("precondition_failed", `There is no copy of the data that "${id}" ${to.version} had`, {
      reason: "no_snapshot",
      path: "/data",
      hint: `With "data": "keep" it goes on with the data that is there`,
    });
  }
  return to;
}

/** What a way back is taken for. */
export interface WayBackOptions {
  data: "keep" | "restore";
  by: string;
  undone?: Undone;
  progress: Progress;
  signal: AbortSignal;
}

/** Takes kept versions into use again: when it is asked for, and by itself when a version fails soon after it came. */
export class WayBack {
  readonly #watch: Watch;

  constructor(private readonly parts: WayBackParts) {
    this.#watch = new Watch(parts.clock);
  }

  /** From now on, for a while, the version before comes back if this one fails for good. */
  watch(plugin: string): void {
    this.#watch.begin(plugin);
  }

  /** Its version is another one from now on. */
  unwatch(plugin: string): void {
    this.#watch.end(plugin);
  }

  async take(to: InstalledPackage, { data, by, undone, progress, signal }: WayBackOptions): Promise<void> {
    const { plugin } = to;
    const { registries, turns, store, units } = this.parts;
    await turns.at(plugin, "rollback", async () => {
      this.unwatch(plugin);
      const revokedBy = registries.revokedBy(to.hash, to.registry?.url);
      if (revokedBy !== undefined) {
        const what = `"${plugin}" ${to.version} was revoked by "${revokedBy}"`;
        throw new PackageError("revoked", `${what}: it must not run any more`);
      }
      const found = await usablePlugin(store, to);
      const plan: Plan = { work: "rollback", next: to, found, enable: units.enabledSince(plugin) !== undefined, by };
      if (data === "restore" && to.snapshot) plan.data = to.snapshot;
      if (undone) plan.undone = undone;
      await new Replacement(this.parts, plan, progress).run(signal);
    });
  }

  /** A plugin's state has changed. */
  unitChanged({ id, state, reason }: PluginUnit): void {
    const { turns, logger } = this.parts;
    if (state !== "quarantined" || !this.#watch.has(id) || turns.isBusy(id)) return;
    this.unwatch(id);
    this.#undo(id, reason ?? state).catch((error) =>
      logger.error(`"${id}" could not be taken back to the version before: ${(error as Error).message}`)
    );
  }

  close(): void {
    this.#watch.close();
  }

  async #undo(id: string, reason: string): Promise<void> {
    const { installed, pusher, clock, logger } = this.parts;
    const [failed, to] = installed.versions(id);
    if (!failed?.active || !to) return;
    const why = `${failed.version} failed soon after it was taken into use: ${reason}`;
    logger.error(`"${id}" goes back to ${to.version}: ${why}`);
    await this.parts.run(new Progress(pusher, "rollback", failed.source, id), async (progress, signal) => {
      progress.stage("undo", why);
      const at = new Date(clock.now()).toISOString();
      const undone: Undone = { version: failed.version, hash: failed.hash, at, reason };
      await this.take(to, { data: to.snapshot ? "restore" : "keep", by: "host", undone, progress, signal });
    });
  }
}
