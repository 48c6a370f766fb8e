import type { Permissions } from "./store.ts";

/** Any program, which equals full access, is for bundled plugins only. */
export function withoutDanger(entries: Permissions, bundled: boolean): Permissions {
  if (bundled || !entries.process) return entries;
  return { ...entries, process: entries.process.filter((entry) => entry.command !== "*") };
}

/** Entries of `wanted` that `granted` does not hold, in words. */
export function addedPermissions(granted: Permissions, wanted: Permissions): string[] {
  return Object.entries(wanted).flatMap(([kind, entries]) => {
    const held = new Set((granted[kind as keyof Permissions] ?? []).map(identity));
    return entries.filter((entry) => !held.has(identity(entry))).map((entry) => `${kind} ${identity(entry)}`);
  });
}

/** What an entry allows, without the words about it. */
function identity(entry: { reason: string }): string {
  const { reason: _reason, ...rest } = entry;
  return JSON.stringify(rest);
}
