import type { Permissions } from "./store.ts";

/** One thing that a plugin asks for, as a person reads it. */
export interface PermissionInfo {
  /** Field of the manifest's `permissions`: `net`, `call`, `publish` … */
  kind: string;
  /** What it is about: a host, a method, an event type, the name of a secret. */
  target: string;
  /** The author's own words. */
  reason: string;
  /** Does it hold that now? */
  granted: boolean;
}

/** What a manifest asks for beside what is granted, in the manifest's order. */
export function permissionList(asked: Permissions, granted: Permissions): PermissionInfo[] {
  const held = new Set(flatten(granted).map(({ kind, target }) => `${kind} ${target}`));
  return flatten(asked).map((entry) => ({ ...entry, granted: held.has(`${entry.kind} ${entry.target}`) }));
}

function flatten(permissions: Permissions): Omit<PermissionInfo, "granted">[] {
  return Object.entries(permissions).flatMap(([kind, entries]) =>
    (Array.isArray(entries) ? entries : [entries]).map((entry) => {
      const { reason = "", ...about } = (entry ?? {}) as { reason?: string };
      const target = Object.values(about).find((value) => typeof value === "string");
      return { kind, target: target ?? "", reason };
    })
  );
}
