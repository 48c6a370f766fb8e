import { ExitError } from "../config/mod.ts";
import type { HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { migrate } from "../storage/mod.ts";
import type { Database, Writer } from "../storage/ports.ts";
import { openKey } from "./key_file.ts";
import { secretMethods } from "./methods.ts";
import { Redactor } from "./redactor.ts";
import { seal, type Sealed, unseal } from "./seal.ts";
import { labelOf, type SealedRow, SealedStore } from "./sealed_values.ts";
import { SECRET_NAME, type SecretInfo, type SecretListener, type Secrets } from "./secret.ts";

/** What a variable's name begins with to be a secret: `BULKHEAD_SECRET_<NAME>`. */
const VARIABLE_PREFIX = "BULKHEAD_SECRET_";

/** Earlier values that are still taken out of logs. */
const MAX_FORMER = 100;

export interface SecretsOptions {
  db: Database;
  writer: Writer;
  dataDir: string;
  env: Record<string, string | undefined>;
}

/**
 * Opens the store. A variable `BULKHEAD_SECRET_<NAME>` beats what is stored, as with all settings. Throws
 * {@linkcode ExitError} when the key is missing or does not fit, MigrationError when the tables cannot be brought up to date.
 */
export function openSecrets(options: SecretsOptions): Secrets {
  const { db, dataDir } = options;
  migrate(db, "secrets", new URL("./migrations/", import.meta.url));
  const rows = db.all<Sealed & { name: string }>("SELECT name, nonce, sealed FROM sec_secrets ORDER BY name");
  const values = db.all<SealedRow>("SELECT owner, name, nonce, sealed FROM sec_values ORDER BY owner, name");
  const key = openKey(dataDir, rows.length + values.length > 0);
  const stored = new Map(rows.map((row) => [row.name, open(key, row, dataDir)]));
  for (const row of values) open(key, row, dataDir, labelOf(row.owner, row.name));
  return new SecretStore(options, { key, stored, values });
}

/** `label` is what it was sealed for, when that is more than its name. */
function open(key: Uint8Array, row: Sealed & { name: string }, dataDir: string, label = row.name): string {
  try {
    return unseal(key, label, row);
  } catch (cause) {
    throw new ExitError(
      2,
      `The stored secret "${row.name}" cannot be read with "${dataDir}/keys/secrets.key": put back the key that belongs ` +
        "to this data folder",
      { cause },
    );
  }
}

class SecretStore implements Secrets {
  readonly methods: HostMethods;
  readonly sealed: SealedStore;
  readonly #options: SecretsOptions;
  readonly #key: Uint8Array;
  readonly #stored: Map<string, string>;
  readonly #environment = new Map<string, string>();
  /** Values that were replaced or deleted in this life: a plugin may still hold one, and elsewhere it may still be good. */
  readonly #former: [name: string, value: string][] = [];
  readonly #listeners = new Set<SecretListener>();
  readonly #redactor = new Redactor();

  constructor(
    options: SecretsOptions,
    { key, stored, values }: { key: Uint8Array; stored: Map<string, string>; values: SealedRow[] },
  ) {
    this.#options = options;
    this.#key = key;
    this.#stored = stored;
    for (const [variable, value] of Object.entries(options.env)) {
      if (!variable.startsWith(VARIABLE_PREFIX) || value === undefined || value === "") continue;
      const name = variable.slice(VARIABLE_PREFIX.length);
      if (SECRET_NAME.test(name)) this.#environment.set(name, value);
    }
    const { db, writer } = options;
    const changed = (retired: [name: string, value: string][]) => {
      for (const one of retired) this.#former.push(one);
      this.#former.splice(0, this.#former.length - MAX_FORMER);
      this.#updateRedactor();
    };
    this.sealed = new SealedStore({ db, writer, key, rows: values, changed });
    this.methods = secretMethods(this);
    this.#updateRedactor();
  }

  get(name: string): string | undefined {
    return this.#environment.get(name) ?? this.#stored.get(name);
  }

  list(): SecretInfo[] {
    const names = [...new Set([...this.#stored.keys(), ...this.#environment.keys()])].sort();
    return names.map((name) => ({
      name,
      last4: last4(this.get(name)!),
      source: this.#environment.has(name) ? "environment" : "store",
    }));
  }

  async set(name: string, value: string, by: string): Promise<void> {
    if (this.#environment.has(name)) throw fromEnvironment(name);
    const { nonce, sealed } = seal(this.#key, name, value);
    const now = Date.now();
    await this.#options.writer.write((db) =>
      db.run(
        "INSERT INTO sec_secrets (name, nonce, sealed, updated_at, updated_by) VALUES (?, ?, ?, ?, ?) " +
          "ON CONFLICT (name) DO UPDATE SET nonce = excluded.nonce, sealed = excluded.sealed, " +
          "updated_at = excluded.updated_at, updated_by = excluded.updated_by",
        name,
        nonce,
        sealed,
        now,
        by,
      )
    );
    this.#retire(name);
    this.#stored.set(name, value);
    this.#changed(name, value);
  }

  async delete(name: string): Promise<boolean> {
    if (this.#environment.has(name)) throw fromEnvironment(name);
    await this.#options.writer.write((db) => db.run("DELETE FROM sec_secrets WHERE name = ?", name));
    this.#retire(name);
    if (!this.#stored.delete(name)) return false;
    this.#changed(name, undefined);
    return true;
  }

  onChange(listener: SecretListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  #retire(name: string): void {
    const value = this.#stored.get(name);
    if (value !== undefined) this.#former.push([name, value]);
    if (this.#former.length > MAX_FORMER) this.#former.shift();
  }

  #changed(name: string, value: string | undefined): void {
    this.#updateRedactor();
    for (const listener of this.#listeners) listener(name, value);
  }

  #updateRedactor(): void {
    this.#redactor.update([...this.#former, ...this.#stored, ...this.#environment, ...this.sealed.texts()]);
  }
}

function fromEnvironment(name: string): RpcError {
  return new RpcError("precondition_failed", `The secret "${name}" comes from the variable ${VARIABLE_PREFIX}${name}`, {
    reason: "from_environment",
    hint: "Change it where the host is started, or start the host without that variable",
  });
}

function last4(value: string): string {
  return value.length >= 8 ? value.slice(-4) : "";
}
