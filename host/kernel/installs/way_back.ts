import { type InstalledPackage, PackageError, type Undone } from "../../packages/mod.ts";
import type { Registries } from "../../packages/ports.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { InstallsDesk } from "../methods/installs.ts";
import type { Progress } from "./progress.ts";
import { type Plan, Replacement, type ReplacementParts } from "./replacement.ts";
import { usablePlugin } from "./stored_plugin.ts";

export interface WayBackParts extends ReplacementParts {
  registries: Pick<Registries, "revokedBy">;
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

/** Takes a kept version into use again. */
export async function goBack(
  to: InstalledPackage,
  options: { data: "keep" | "restore"; by: string; undone?: Undone; progress: Progress; signal: AbortSignal },
  parts: WayBackParts,
): Promise<void> {
  const { plugin } = to;
  const { data, by, undone, progress, signal } = options;
  const revokedBy = parts.registries.revokedBy(to.hash, to.registry?.url);
  if (revokedBy !== undefined) {
    throw new PackageError(
      "revoked",
      `"${plugin}" ${to.version} was revoked by "${revokedBy}": it must not run any more`,
    );
  }
  const found = await usablePlugin(parts.store, to);
  const enable = parts.units.enabledSince(plugin) !== undefined;
  const plan: Plan = { work: "rollback", next: to, found, enable, by };
  if (data === "restore" && to.snapshot) plan.data = to.snapshot;
  if (undone) plan.undone = undone;
  await new Replacement(parts, plan, progress).run(signal);
}
