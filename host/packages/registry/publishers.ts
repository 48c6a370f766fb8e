import type { Clock } from "../../observe/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import { PackageError, type Publishers, type TrustedPublisher } from "../ports.ts";
import { fingerprintOf } from "../ed25519.ts";

export interface PublishersOptions {
  db: Database;
  writer: Writer;
  clock: Clock;
}

const COLUMNS = "name, public_key AS publicKey, fingerprint, added_by AS addedBy, added_at AS addedAt";

/** The organisation's list, in the database of the host; its table has to be there. */
export function openPublishers(options: PublishersOptions): Publishers {
  return new PublisherList(options);
}

class PublisherList implements Publishers {
  constructor(readonly options: PublishersOptions) {}

  list(): TrustedPublisher[] {
    return this.options.db.all<TrustedPublisher>(`SELECT ${COLUMNS} FROM pkg_publishers ORDER BY public_key`)
      .sort((a, b) => a.name.localeCompare(b.name, "en") || (a.fingerprint < b.fingerprint ? -1 : 1));
  }

  trusts(publicKey: string): boolean {
    return this.options.db.get("SELECT 1 FROM pkg_publishers WHERE public_key = ?", publicKey) !== undefined;
  }

  async trust(publicKey: string, { name, by }: { name: string; by: string }): Promise<TrustedPublisher> {
    const key = publicKey.trim();
    const fingerprint = fingerprintOf(key);
    if (fingerprint === undefined) throw noKey(publicKey);
    const publisher: TrustedPublisher = {
      name,
      publicKey: key,
      fingerprint,
      addedBy: by,
      addedAt: new Date(this.options.clock.now()).toISOString(),
    };
    await this.options.writer.write((db) =>
      db.run(
        "INSERT OR REPLACE INTO pkg_publishers (public_key, fingerprint, name, added_by, added_at) VALUES (?, ?, ?, ?, ?)",
        ...[key, fingerprint, name, by, publisher.addedAt],
      )
    );
    return publisher;
  }

  async distrust(fingerprint: string): Promise<boolean> {
    const { changes } = await this.options.writer.write((db) =>
      db.run("DELETE FROM pkg_publishers WHERE fingerprint = ?", fingerprint)
    );
    return changes > 0;
  }
}

function noKey(text: string): PackageError {
  return new PackageError(
    "signature_invalid",
    `"${text.slice(0, 100)}" is no public key`,
    "Expected an Ed25519 key of 32 bytes in base64, as it is shown of a plugin's publisher",
  );
}
