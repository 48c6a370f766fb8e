import type { BusEvent } from "../sdk/channel/protocol.ts";
import { valueAt, type Where, type WhereValue } from "../sdk/workflow/match.ts";

/** What one waiter waits for, as far as it is looked up by it. */
export interface Wanted {
  /** A type, or a pattern of types. */
  type: string;
  subject?: string;
  where?: Where;
}

/** Finds who may wait for an event without asking everybody: by its type and one value that it must have. */
export class WaiterIndex<W extends { wanted: Wanted }> {
  /** type → path → value → waiters. */
  readonly #byType = new Map<string, Map<string, Map<unknown, Set<W>>>>();
  readonly #patterns = new Set<W>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(waiter: W): void {
    const { type } = waiter.wanted;
    this.#size++;
    if (type.includes("*")) return void this.#patterns.add(waiter);
    const [path, value] = keyOf(waiter.wanted);
    const paths = existing(this.#byType, type, () => new Map<string, Map<unknown, Set<W>>>());
    const values = existing(paths, path, () => new Map<unknown, Set<W>>());
    existing(values, value, () => new Set<W>()).add(waiter);
  }

  delete(waiter: W): void {
    const { type } = waiter.wanted;
    if (this.#patterns.delete(waiter)) return void this.#size--;
    const [path, value] = keyOf(waiter.wanted);
    const paths = this.#byType.get(type);
    const values = paths?.get(path);
    const waiters = values?.get(value);
    if (!waiters?.delete(waiter)) return;
    this.#size--;
    if (waiters.size === 0) values!.delete(value);
    if (values!.size === 0) paths!.delete(path);
    if (paths!.size === 0) this.#byType.delete(type);
  }

  clear(): void {
    this.#byType.clear();
    this.#patterns.clear();
    this.#size = 0;
  }

  /** All that may fit; whether they do is for the caller to see. */
  candidates(event: BusEvent): W[] {
    const found = [...this.#patterns];
    for (const [path, values] of this.#byType.get(event.type) ?? []) {
      const waiters = values.get(path === ANY ? undefined : valueAt(event, path));
      if (waiters) found.push(...waiters);
    }
    return found;
  }
}

/** The path of those that name no value. */
const ANY = "";

/** One value that an event must have for a waiter, and where. */
export function keyOf({ subject, where }: Wanted): [path: string, value: WhereValue | undefined] {
  if (subject !== undefined) return ["subject", subject];
  for (const [path, value] of Object.entries(where ?? {})) {
    if (path !== ANY && (typeof value !== "object" || value === null)) return [path, value];
  }
  return [ANY, undefined];
}

function existing<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, value = make());
  return value;
}
