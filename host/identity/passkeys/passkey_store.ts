import type { Database, Writer } from "../../storage/ports.ts";

/** One passkey of a person. Times are milliseconds since 1970. */
export interface Passkey {
  /** The credential's id, base64url. */
  id: string;
  userId: string;
  /** For people. */
  name: string;
  /** The name of this server at which it was made. */
  rpId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string[];
  /** Kept by a password manager for several devices. */
  synced: boolean;
  createdAt: number;
  usedAt?: number;
}

interface Row {
  id: string;
  user_id: string;
  name: string;
  rp_id: string;
  public_key: Uint8Array<ArrayBuffer>;
  counter: number;
  transports: string;
  synced: number;
  created_at: number;
  used_at: number | null;
}

/** Passkeys in the database. */
export class PasskeyStore {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  get(id: string): Passkey | undefined {
    const row = this.db.get<Row>("SELECT * FROM id_passkeys WHERE id = ?", id);
    return row && passkeyOf(row);
  }

  /** Of one person, newest first. */
  list(userId: string): Passkey[] {
    return this.db.all<Row>("SELECT * FROM id_passkeys WHERE user_id = ? ORDER BY created_at DESC, id", userId)
      .map(passkeyOf);
  }

  /** False when somebody has this one already. */
  async add(passkey: Passkey): Promise<boolean> {
    const { changes } = await this.writer.write((db) =>
      db.run(
        "INSERT INTO id_passkeys (id, user_id, name, rp_id, public_key, counter, transports, synced, created_at) " +
          "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        passkey.id,
        passkey.userId,
        passkey.name,
        passkey.rpId,
        passkey.publicKey,
        passkey.counter,
        JSON.stringify(passkey.transports),
        passkey.synced ? 1 : 0,
        passkey.createdAt,
      )
    );
    return changes > 0;
  }

  /** Of two uses with the same counter the second is false: one of them was a copy. A device that does not count says 0. */
  async used(id: string, counter: number, now: number): Promise<boolean> {
    const { changes } = await this.writer.write((db) =>
      db.run(
        "UPDATE id_passkeys SET counter = ?1, used_at = ?2 WHERE id = ?3 AND (counter < ?1 OR (counter = 0 AND ?1 = 0))",
        counter,
        now,
        id,
      )
    );
    return changes > 0;
  }

  async remove(userId: string, id: string): Promise<boolean> {
    const { changes } = await this.writer.write((db) =>
      db.run("DELETE FROM id_passkeys WHERE user_id = ? AND id = ?", userId, id)
    );
    return changes > 0;
  }
}

function passkeyOf(row: Row): Passkey {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    rpId: row.rp_id,
    publicKey: row.public_key,
    counter: row.counter,
    transports: JSON.parse(row.transports),
    synced: row.synced === 1,
    createdAt: row.created_at,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  };
}
