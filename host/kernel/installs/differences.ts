import type { PluginManifest } from "../../packages/ports.ts";
import { limitsOf } from "../limits.ts";
import { entriesOf, keyOf } from "../permissions/mod.ts";

type Asking = Pick<PluginManifest, "permissions" | "limits" | "provides">;

/** Keys of the permissions that only one of the two asks for. */
export function permissionsBeyond(
  asked: PluginManifest["permissions"],
  before: PluginManifest["permissions"],
): Set<string> {
  const known = new Set(entriesOf(before ?? {}).map(keyOf));
  return new Set(entriesOf(asked ?? {}).map(keyOf).filter((key) => !known.has(key)));
}

/** Limits that are not the same, with the defaults for what a manifest does not say. */
export function changedLimits(from: Asking, to: Asking): { name: string; from: number; to: number }[] {
  const [before, after] = [from, to].map((one) => Object.entries(limitsOf(one as PluginManifest))) as [
    [string, number][],
    [string, number][],
  ];
  const old = new Map(before);
  return after.flatMap(([name, value]) =>
    old.get(name) === value ? [] : [{ name, from: old.get(name) ?? 0, to: value }]
  );
}

/** Interfaces under whose name only the newer one would answer: calls that others make could come to it. */
export function interfacesBeyond(from: Asking, to: Asking): string[] {
  return Object.keys(to.provides ?? {}).filter((name) => !Object.hasOwn(from.provides ?? {}, name));
}

/** Does the newer one ask for anything that nobody has agreed to? */
export function asksForMore(from: Asking, to: Asking): boolean {
  return permissionsBeyond(to.permissions, from.permissions).size > 0 ||
    interfacesBeyond(from, to).length > 0 ||
    changedLimits(from, to).some((limit) => limit.to > limit.from);
}
