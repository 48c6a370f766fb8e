import type { OutboxEntry, OutboxStore } from "./outbox.ts";

/** For browsers that keep nothing, and for tests. */
export class MemoryOutboxStore implements OutboxStore {
  readonly kept = new Map<string, OutboxEntry>();

  all(): Promise<OutboxEntry[]> {
    return Promise.resolve([...this.kept.values()]);
  }
  put(entry: OutboxEntry): Promise<void> {
    this.kept.set(entry.clientId, entry);
    return Promise.resolve();
  }
  remove(clientId: string): Promise<void> {
    this.kept.delete(clientId);
    return Promise.resolve();
  }
}

const TABLE = "outbox";

/** Entries of one person in IndexedDB, in the order in which they were written. */
export class IndexedOutboxStore implements OutboxStore {
  readonly #person: string;
  #opening: Promise<IDBDatabase> | undefined;

  constructor(person: string) {
    this.#person = person;
  }

  async all(): Promise<OutboxEntry[]> {
    const table = (await this.#open()).transaction(TABLE).objectStore(TABLE);
    return (await answer<OutboxEntry[]>(table.getAll()))
      .sort((left, right) => left.createdAt < right.createdAt ? -1 : left.createdAt > right.createdAt ? 1 : 0);
  }

  async put(entry: OutboxEntry): Promise<void> {
    await this.#write((table) => table.put(entry));
  }

  async remove(clientId: string): Promise<void> {
    await this.#write((table) => table.delete(clientId));
  }

  async #write(change: (table: IDBObjectStore) => IDBRequest): Promise<void> {
    const transaction = (await this.#open()).transaction(TABLE, "readwrite");
    await answer(change(transaction.objectStore(TABLE)));
  }

  #open(): Promise<IDBDatabase> {
    this.#opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(`bulkhead.chat.${this.#person}`, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "clientId" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return this.#opening;
  }
}

/** The store that this browser has. */
export function outboxStoreFor(person: string): OutboxStore {
  return globalThis.indexedDB ? new IndexedOutboxStore(person) : new MemoryOutboxStore();
}

function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}
