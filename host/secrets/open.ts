import { ExitError } from "../config/mod.ts";
import type { HostMethods } from "../rpc/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import { migrate } from "../storage/mod.ts";
import type { Database, Writer } from "../storage/ports.ts";
import type { Key } from "./key_file.ts";
import { dropNextKey, findKeys, FORMER_VARIABLE, KEY_VARIABLE, type Keys } from "./keys.ts";
import { prepareNextKey, promoteNextKey } from "./keys.ts";
import { secretMethods } from "./methods.ts";
import { Redactor } from "./redactor.ts";
import { seal, type Sealed, unseal } from "./seal.ts";
import { readSealed, resealAll, type SealedRows, unsealWithAny } from "./reseal.ts";
import { labelOf, type SealedRow, SealedStore } from "./sealed_values.ts";
import {
  type KeyInfo,
  SECRET_NAME,
  type SecretInfo,
  type SecretListener,
  type Secrets,
  type SecretUser,
} from "./secret.ts";

/** What a variable's name begins with to be a secret: `BULKHEAD_SECRET_<NAME>`. */
const VARIABLE_PREFIX = "BULKHEAD_SECRET_";

/** Earlier values that are still taken out of logs. */
const MAX_FORMER = 100;

export interface SecretsOptions {
  db: Database;
  writer: Writer;
  dataDir: string;
  env: Record<string, string | undefined>;
  /** Who asks for secrets; default nobody. */
  users?(): SecretUser[];
}

/**
 * Opens the store. A variable `BULKHEAD_SECRET_<NAME>` beats what is stored, as with all settings. What is stored under an
 * earlier key is sealed under the present one. Throws {@linkcode ExitError} when the key is missing or does not fit,
 * MigrationError when the tables cannot be brought up to date.
 */
export function openSecrets(options: SecretsOptions): Secrets {
  const { db, dataDir } = options;
  migrate(db, "secrets", new URL("./migrations/", import.meta.url));
  const before = readSealed(db);
  const keys = findKeys(options, before.secrets.length + before.values.length > 0);
  const current = settleKey(db, before, { keys, dataDir });
  const { secrets, values } = readSealed(db);
  const stored = new Map(secrets.map((row) => [row.name, unseal(current, row.name, row)]));
  return new SecretStore(options, { keys: { ...keys, current }, stored, values });
}

/** Which key counts from now on; afterwards everything is sealed under it. */
function settleKey(db: Database, rows: SealedRows, { keys, dataDir }: { keys: Keys; dataDir: string }): Key {
  const candidates = [keys.current, ...(keys.next ? [keys.next] : []), ...keys.former];
  const used = new Set<Key>();
  const labelled: [label: string, row: Sealed & { name: string }][] = [
    ...rows.secrets.map((row): [string, typeof row] => [row.name, row]),
    ...rows.values.map((row): [string, typeof row] => [labelOf(row.owner, row.name), row]),
  ];
  for (const [label, row] of labelled) {
    const opened = unsealWithAny(candidates, label, row);
    if (!opened) {
      throw new ExitError(
        2,
        `The stored secret "${row.name}" cannot be read with ${
          keys.origin === "environment" ? keys.place : `"${keys.place}"`
        }: put back the key that belongs to this data folder`,
      );
    }
    used.add(opened.key);
  }
  // A rotation was cut off after everything had been sealed anew: only the file was not in its place yet.
  if (keys.next && used.size === 1 && used.has(keys.next)) {
    promoteNextKey(dataDir);
    return keys.next;
  }
  if ([...used].some((key) => key !== keys.current)) {
    db.transaction(() => resealAll(db, (row, label) => unsealWithAny(candidates, label, row)!.text, keys.current));
  }
  if (keys.next) dropNextKey(dataDir);
  return keys.current;
}

class SecretStore implements Secrets {
  readonly methods: HostMethods;
  readonly sealed: SealedStore;
  readonly #options: SecretsOptions;
  readonly #keys: Keys;
  readonly #stored: Map<string, string>;
  readonly #environment = new Map<string, string>();
  /** Values that were replaced or deleted in this life: a plugin may still hold one, and elsewhere it may still be good. */
  readonly #former: [name: string, value: string][] = [];
  readonly #listeners = new Set<SecretListener>();
  readonly #redactor = new Redactor();

  constructor(
    options: SecretsOptions,
    { keys, stored, values }: { keys: Keys; stored: Map<string, string>; values: SealedRow[] },
  ) {
    this.#options = options;
    this.#keys = keys;
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
    this.sealed = new SealedStore({ db, writer, key: () => this.#keys.current, rows: values, changed });
    this.methods = secretMethods(this, options.env);
    this.#updateRedactor();
  }

  get(name: string): string | undefined {
    return this.#environment.get(name) ?? this.#stored.get(name);
  }

  list(): SecretInfo[] {
    const changes = this.#options.db.all<{ name: string; updated_at: number; updated_by: string }>(
      "SELECT name, updated_at, updated_by FROM sec_secrets",
    );
    const byName = new Map(changes.map((row) => [row.name, row]));
    const when = (name: string) => {
      const row = byName.get(name);
      return row ? { updatedAt: new Date(row.updated_at).toISOString(), updatedBy: row.updated_by } : {};
    };
    const names = [...new Set([...this.#stored.keys(), ...this.#environment.keys()])].sort();
    return names.map((name) => ({
      name,
      last4: last4(this.get(name)!),
      ...(this.#environment.has(name)
        ? { source: "environment" as const }
        : { source: "store" as const, ...when(name) }),
    }));
  }

  async set(name: string, value: string, by: string): Promise<void> {
    if (this.#environment.has(name)) throw fromEnvironment(name);
    const now = Date.now();
    await this.#options.writer.write((db) => {
      // Sealed in its turn, since a change of the key may come before it.
      const { nonce, sealed } = seal(this.#keys.current, name, value);
      db.run(
        "INSERT INTO sec_secrets (name, nonce, sealed, updated_at, updated_by) VALUES (?, ?, ?, ?, ?) " +
          "ON CONFLICT (name) DO UPDATE SET nonce = excluded.nonce, sealed = excluded.sealed, " +
          "updated_at = excluded.updated_at, updated_by = excluded.updated_by",
        name,
        nonce,
        sealed,
        now,
        by,
      );
    });
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

  async rotateKey(): Promise<void> {
    const { writer, dataDir } = this.#options;
    const { origin, place, current } = this.#keys;
    if (origin !== "file") {
      throw new RpcError("precondition_failed", `The key comes from ${place}: only who starts the host can change it`, {
        reason: "key_from_outside",
        hint:
          `Start the host with the new key in its place and with the present one in ${FORMER_VARIABLE} (see ${KEY_VARIABLE})`,
      });
    }
    const next = prepareNextKey(dataDir);
    try {
      await writer.write((db) => {
        resealAll(db, (row, label) => unseal(current, label, row), next);
        this.#keys.current = next;
      });
    } catch (error) {
      this.#keys.current = current;
      dropNextKey(dataDir);
      throw error;
    }
    promoteNextKey(dataDir);
  }

  users(): SecretUser[] {
    return this.#options.users?.() ?? [];
  }

  get keyInfo(): KeyInfo {
    const { origin, place } = this.#keys;
    return { origin, place };
  }

  onChange(listener: SecretListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  redact(text: string): string {
    return this.#redactor.redact(text);
  }

  redactValue<T>(value: T): T {
    return this.#redactor.redactValue(value);
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
