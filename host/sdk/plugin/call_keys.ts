import { RpcError } from "../errors.ts";
import type { Store } from "./store.ts";

/** Keys are kept this long. */
export const KEEP_MS = 30 * 24 * 3_600_000;

/** Results by idempotency key, written in the transaction of the call that made them. */
export class CallKeys {
  constructor(readonly store: Store, readonly now: () => number) {}

  /** The kept result of a call, or undefined when it has not finished. Throws `conflict` when the key is another method's. */
  find(key: string, method: string): { result: unknown } | undefined {
    const row = this.store.db.get<{ method: string; result: string | null }>(
      "SELECT method, result FROM _calls WHERE key = ?",
      key,
    );
    if (row === undefined) return undefined;
    if (row.method !== method) {
      throw new RpcError("conflict", `The key "${key}" belongs to an earlier call of ${row.method}: use another`);
    }
    return { result: fromJson(row.result) };
  }

  /** Keeps the final result; to be called inside a unit. */
  finish(key: string, method: string, result: unknown): void {
    this.store.touch();
    const { db } = this.store;
    db.run("INSERT INTO _calls (key, method, result, at) VALUES (?, ?, ?, ?)", key, method, toJson(result), this.now());
    db.run("DELETE FROM _call_units WHERE key = ?", key);
  }

  /** True when an earlier attempt of this unfinished call made transactions of its own. */
  begun(key: string): boolean {
    return this.store.db.get("SELECT 1 FROM _call_units WHERE key = ? LIMIT 1", key) !== undefined;
  }

  /** What the nth transaction of an unfinished call returned in an earlier attempt. */
  unit(key: string, n: number): { value: unknown } | undefined {
    const row = this.store.db.get<{ value: string | null }>(
      "SELECT value FROM _call_units WHERE key = ? AND n = ?",
      key,
      n,
    );
    return row && { value: fromJson(row.value) };
  }

  /** Keeps what the nth transaction returned; to be called inside it. */
  keepUnit(key: string, n: number, value: unknown): void {
    this.store.touch();
    this.store.db.run(
      "INSERT INTO _call_units (key, n, value, at) VALUES (?, ?, ?, ?)",
      key,
      n,
      toJson(value),
      this.now(),
    );
  }

  /** Forgets what is older than {@linkcode KEEP_MS}, in bites so that no call waits long. */
  prune(limit = 5_000): void {
    const before = this.now() - KEEP_MS;
    this.store.unit(() => {
      this.store.touch();
      const { db } = this.store;
      db.run("DELETE FROM _calls WHERE key IN (SELECT key FROM _calls WHERE at < ? LIMIT ?)", before, limit);
      db.run("DELETE FROM _call_units WHERE at < ?", before);
    });
  }
}

function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function fromJson(text: string | null): unknown {
  return text === null ? undefined : JSON.parse(text);
}
