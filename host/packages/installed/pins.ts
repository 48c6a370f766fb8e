import type { Database } from "../../storage/ports.ts";

/** To whom an id belongs, for ever. */
export interface Pin {
  /** Missing when it never came from a registry. */
  registryUrl?: string;
  publicKey: string;
  fingerprint: string;
}

export function readPin(db: Database, plugin: string): Pin | undefined {
  const row = db.get<{ url: string | null; publicKey: string; fingerprint: string }>(
    "SELECT registry_url AS url, public_key AS publicKey, fingerprint FROM pkg_pins WHERE plugin = ?",
    plugin,
  );
  if (!row) return undefined;
  const { url, publicKey, fingerprint } = row;
  return { publicKey, fingerprint, ...(url === null ? {} : { registryUrl: url }) };
}

/** Pins what is not pinned yet, inside the caller's transaction; what is stays as it is. */
export function writePin(db: Database, plugin: string, pin: Pin & { at: string; by: string }): void {
  db.run(
    "INSERT INTO pkg_pins (plugin, registry_url, public_key, fingerprint, pinned_at, pinned_by) VALUES (?, ?, ?, ?, ?, ?) " +
      "ON CONFLICT (plugin) DO UPDATE SET registry_url = coalesce(registry_url, excluded.registry_url)",
    plugin,
    pin.registryUrl ?? null,
    pin.publicKey,
    pin.fingerprint,
    pin.at,
    pin.by,
  );
}
