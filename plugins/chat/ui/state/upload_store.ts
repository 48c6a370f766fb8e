import type { Thumbnail } from "./wire.ts";

/** A file of a draft, as it outlives the page. */
export interface KeptUpload {
  key: string;
  /** The draft that it hangs on. */
  draft: string;
  name: string;
  type: string;
  sizeBytes: number;
  lastModified: number;
  /** Milliseconds since 1970 at which it was chosen. */
  at: number;
  /** Where it is going to, once that was begun. */
  address?: string;
  /** Once the host has all of it. */
  id?: string;
  /** A small picture of it, once the host has that, too. */
  thumbnail?: Thumbnail;
  /** The bytes; missing when there are too many for the browser to keep. */
  file?: File;
}

/** Where uploads outlive the page. */
export interface UploadStore {
  all(): Promise<KeptUpload[]>;
  put(upload: KeptUpload): Promise<void>;
  remove(key: string): Promise<void>;
  /** Makes an upload this page's own until the answered function is called; undefined while it is another page's. */
  claim(key: string): Promise<(() => void) | undefined>;
}

/** For browsers that keep nothing, and for tests. */
export class MemoryUploadStore implements UploadStore {
  readonly kept = new Map<string, KeptUpload>();
  readonly #claimed = new Set<string>();

  all(): Promise<KeptUpload[]> {
    return Promise.resolve([...this.kept.values()]);
  }
  put(upload: KeptUpload): Promise<void> {
    this.kept.set(upload.key, upload);
    return Promise.resolve();
  }
  remove(key: string): Promise<void> {
    this.kept.delete(key);
    return Promise.resolve();
  }
  claim(key: string): Promise<(() => void) | undefined> {
    if (this.#claimed.has(key)) return Promise.resolve(undefined);
    this.#claimed.add(key);
    return Promise.resolve(() => void this.#claimed.delete(key));
  }
}

const TABLE = "uploads";

/** Uploads of one person in IndexedDB; a lock of the browser says which of its pages goes on with one. */
export class IndexedUploadStore implements UploadStore {
  readonly #name: string;
  #opening: Promise<IDBDatabase> | undefined;

  constructor(person: string) {
    this.#name = `bulkhead.chat.uploads.${person}`;
  }

  async all(): Promise<KeptUpload[]> {
    const table = (await this.#open()).transaction(TABLE).objectStore(TABLE);
    return (await answer<KeptUpload[]>(table.getAll())).sort((a, b) => a.at - b.at);
  }

  async put(upload: KeptUpload): Promise<void> {
    await this.#write((table) => table.put(upload));
  }

  async remove(key: string): Promise<void> {
    await this.#write((table) => table.delete(key));
  }

  claim(key: string): Promise<(() => void) | undefined> {
    // Without locks, as over plain HTTP from elsewhere, pages cannot know of each other.
    if (!navigator.locks) return Promise.resolve(() => {});
    return new Promise((resolve, reject) => {
      const held = (lock: Lock | null): Promise<void> | undefined => {
        if (!lock) return void resolve(undefined);
        return new Promise<void>((release) => resolve(release));
      };
      navigator.locks.request(`${this.#name}.${key}`, { ifAvailable: true }, held).catch(reject);
    });
  }

  async #write(change: (table: IDBObjectStore) => IDBRequest): Promise<void> {
    const transaction = (await this.#open()).transaction(TABLE, "readwrite");
    await answer(change(transaction.objectStore(TABLE)));
  }

  #open(): Promise<IDBDatabase> {
    this.#opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(this.#name, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(TABLE, { keyPath: "key" });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return this.#opening;
  }
}

/** The store that this browser has. */
export function uploadStoreFor(person: string): UploadStore {
  return globalThis.indexedDB ? new IndexedUploadStore(person) : new MemoryUploadStore();
}

function answer<T>(request: IDBRequest): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(request.error);
  });
}
