import type { Database } from "../storage/ports.ts";
import type { Key } from "./key_file.ts";
import { seal, type Sealed, unseal } from "./seal.ts";
import { labelOf, type SealedRow } from "./sealed_values.ts";

export type SecretRow = Sealed & { name: string };

/** Everything that is stored sealed. */
export interface SealedRows {
  secrets: SecretRow[];
  values: SealedRow[];
}

export function readSealed(db: Database): SealedRows {
  return {
    secrets: db.all<SecretRow>("SELECT name, nonce, sealed FROM sec_secrets ORDER BY name"),
    values: db.all<SealedRow>("SELECT owner, name, nonce, sealed FROM sec_values ORDER BY owner, name"),
  };
}

/** Seals everything anew, within the caller's transaction. Throws when something was not sealed under `from`. */
export function resealAll(db: Database, from: (row: Sealed, label: string) => string, to: Key): void {
  const { secrets, values } = readSealed(db);
  for (const row of secrets) {
    const { nonce, sealed } = seal(to, row.name, from(row, row.name));
    db.run("UPDATE sec_secrets SET nonce = ?, sealed = ? WHERE name = ?", nonce, sealed, row.name);
  }
  for (const row of values) {
    const label = labelOf(row.owner, row.name);
    const { nonce, sealed } = seal(to, label, from(row, label));
    db.run(
      "UPDATE sec_values SET nonce = ?, sealed = ? WHERE owner = ? AND name = ?",
      nonce,
      sealed,
      row.owner,
      row.name,
    );
  }
}

/** Opens with the first key that fits; undefined when none does. */
export function unsealWithAny(keys: Key[], label: string, row: Sealed): { text: string; key: Key } | undefined {
  for (const key of keys) {
    try {
      return { text: unseal(key, label, row), key };
    } catch { /* the next one may fit */ }
  }
  return undefined;
}
