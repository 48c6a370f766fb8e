import type { Database, Writer } from "../storage/ports.ts";
import { seal, type Sealed, unseal } from "./seal.ts";
import type { SealedChange, SealedValues } from "./secret.ts";

export interface SealedRow extends Sealed {
  owner: string;
  name: string;
}

export interface SealedOptions {
  db: Database;
  writer: Writer;
  /** The one in force now. */
  key(): Uint8Array;
  rows: SealedRow[];
  /** Values have changed: what is taken out of logs is to be worked out again. */
  changed: (retired: [name: string, value: string][]) => void;
}

/** Values of others beside the secrets: sealed on disk, open in memory, taken out of logs. */
export class SealedStore implements SealedValues {
  readonly #options: SealedOptions;
  readonly #values = new Map<string, Map<string, unknown>>();

  /** Throws when a row was not sealed with this key. */
  constructor(options: SealedOptions) {
    this.#options = options;
    for (const row of options.rows) {
      this.#of(row.owner).set(row.name, JSON.parse(unseal(options.key(), labelOf(row.owner, row.name), row)));
    }
  }

  all(owner: string): ReadonlyMap<string, unknown> {
    return this.#values.get(owner) ?? new Map();
  }

  async change(owner: string, { set, clear, by }: SealedChange): Promise<void> {
    const { key, writer } = this.#options;
    const now = Date.now();
    await writer.write((db) => {
      for (const name of clear) db.run("DELETE FROM sec_values WHERE owner = ? AND name = ?", owner, name);
      for (const [name, value] of set) {
        // Sealed in its turn, since a change of the key may come before it.
        const { nonce, sealed } = seal(key(), labelOf(owner, name), JSON.stringify(value));
        db.run(
          "INSERT OR REPLACE INTO sec_values (owner, name, nonce, sealed, updated_at, updated_by) VALUES (?, ?, ?, ?, ?, ?)",
          owner,
          name,
          nonce,
          sealed,
          now,
          by,
        );
      }
    });
    const values = this.#of(owner);
    const retired = [...clear, ...set.keys()].flatMap((name) => texts(owner, name, values.get(name)));
    for (const name of clear) values.delete(name);
    for (const [name, value] of set) values.set(name, value);
    this.#options.changed(retired);
  }

  async forget(owner: string): Promise<void> {
    await this.change(owner, { set: new Map(), clear: [...this.all(owner).keys()], by: "host" });
    this.#values.delete(owner);
  }

  /** Every text in every value, by what it is called in a log. */
  *texts(): Iterable<[name: string, value: string]> {
    for (const [owner, values] of this.#values) for (const [name, value] of values) yield* texts(owner, name, value);
  }

  #of(owner: string): Map<string, unknown> {
    let values = this.#values.get(owner);
    if (!values) this.#values.set(owner, values = new Map());
    return values;
  }
}

/** What a value is sealed for: it opens under no other owner or name. */
export function labelOf(owner: string, name: string): string {
  return `${owner}\n${name}`;
}

function texts(owner: string, name: string, value: unknown): [name: string, value: string][] {
  if (typeof value === "string") return [[`${owner}.${name}`, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap((inner) => texts(owner, name, inner));
}
