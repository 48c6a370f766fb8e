import type { ScriptDescription } from "../sdk/workflow/protocol.ts";
import type { Database } from "../storage/ports.ts";
import type { Script } from "./version_store.ts";

/** What a script asks for beyond the calls of `uses`. */
export interface Wants {
  net: string[];
  /** Names. */
  secrets: string[];
}

/** What an owner allowed a workflow. */
export interface Grant extends Wants {
  /** The version that was shown to the owner. */
  hash: string;
  by: string;
  /** Milliseconds since 1970. */
  at: number;
}

export function wantsOf({ net = [], secrets = [] }: ScriptDescription): Wants {
  return { net: [...net].sort(), secrets: [...secrets].sort() };
}

export function readGrant(db: Database, name: string): Grant | undefined {
  const row = db.get<Record<"net" | "secrets" | "hash" | "granted_by", string> & { granted_at: number }>(
    "SELECT net, secrets, hash, granted_by, granted_at FROM wf_grants WHERE name = ?",
    name,
  );
  return row && {
    net: JSON.parse(row.net) as string[],
    secrets: JSON.parse(row.secrets) as string[],
    hash: row.hash,
    by: row.granted_by,
    at: row.granted_at,
  };
}

export function saveGrant(db: Database, name: string, { net, secrets, hash, by, at }: Grant): void {
  db.run(
    "INSERT INTO wf_grants (name, net, secrets, hash, granted_by, granted_at) VALUES (?,?,?,?,?,?) " +
      "ON CONFLICT (name) DO UPDATE SET net = excluded.net, secrets = excluded.secrets, hash = excluded.hash, " +
      "granted_by = excluded.granted_by, granted_at = excluded.granted_at",
    name,
    JSON.stringify(net),
    JSON.stringify(secrets),
    hash,
    by,
    at,
  );
}

export function removeGrant(db: Database, name: string): void {
  db.run("DELETE FROM wf_grants WHERE name = ?", name);
}

/** What of its wants a workflow may have now. */
export function allowed(wants: Wants, grant: Wants | undefined): Wants {
  return {
    net: wants.net.filter((host) => grant?.net.includes(host)),
    secrets: wants.secrets.filter((name) => grant?.secrets.includes(name)),
  };
}

/** The secrets that scripts ask for, each with whether an owner allowed it. */
export function secretUses(
  db: Database,
  scripts: readonly Script[],
): { name: string; secret: string; granted: boolean }[] {
  return scripts.flatMap(({ name, live, pending }) => {
    const version = pending ?? live;
    const wanted = version ? wantsOf(version.description).secrets : [];
    if (wanted.length === 0) return [];
    const grant = readGrant(db, name);
    return wanted.map((secret) => ({ name, secret, granted: grant?.secrets.includes(secret) ?? false }));
  });
}

/** Is everything that it wants granted? A script that wants nothing more than before needs no new grant. */
export function isGranted(wants: Wants, grant: Wants | undefined): boolean {
  const { net, secrets } = allowed(wants, grant);
  return net.length === wants.net.length && secrets.length === wants.secrets.length;
}
