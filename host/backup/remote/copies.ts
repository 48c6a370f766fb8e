import type { Logger } from "../../observe/ports.ts";
import { BackupError } from "../backup_error.ts";
import { isScheduled } from "../names.ts";
import { type KeepRules, outOfRules, type StoredBackup, timeOf } from "../folder.ts";
import type { Progress, S3Store } from "./s3_store.ts";

/** What is known of the store counts so long: pages ask often while something runs. */
const FRESH_MS = 60_000;

export interface RemoteCopiesOptions {
  store: S3Store;
  logger: Logger;
}

/** The copies of backups in a store, as far as it was asked. */
export class RemoteCopies {
  readonly #options: RemoteCopiesOptions;
  #index = new Map<string, number>();
  #askedAt: number | undefined;
  #asking: Promise<void> | undefined;
  /** Why the store could not be asked, or why the last backup did not get there. */
  problem: string | undefined;

  constructor(options: RemoteCopiesOptions) {
    this.#options = options;
  }

  get place(): string {
    return this.#options.store.place;
  }

  /** Sizes by name. A store that does not answer leaves what was known, and {@linkcode problem}. */
  async index(): Promise<ReadonlyMap<string, number>> {
    const { store } = this.#options;
    const fresh = this.#askedAt !== undefined && performance.now() - this.#askedAt < FRESH_MS;
    if (!fresh) {
      this.#asking ??= store.list().then(
        (items) => {
          this.#index = new Map(items.map(({ name, sizeBytes }) => [name, sizeBytes]));
          this.problem = undefined;
        },
        (error: BackupError) => void (this.problem = error.message),
      ).finally(() => {
        this.#askedAt = performance.now();
        this.#asking = undefined;
      });
      await this.#asking;
    }
    return this.#index;
  }

  /** Rejects with {@linkcode BackupError}, which stays as {@linkcode problem}. */
  async upload(path: string, name: string, progress: Progress): Promise<void> {
    const { store, logger } = this.#options;
    try {
      await store.upload(path, name, progress);
      this.problem = undefined;
      logger.info(`Sent the backup ${name} to ${this.place}`);
    } catch (error) {
      this.problem = (error as Error).message;
      throw error;
    } finally {
      this.#askedAt = undefined;
    }
  }

  download(name: string, path: string, progress: Progress): Promise<void> {
    return this.#options.store.download(name, path, progress);
  }

  async remove(name: string): Promise<void> {
    await this.#options.store.remove(name);
    this.#index.delete(name);
    this.#askedAt = undefined;
  }

  /** Removes scheduled copies that the rules do not keep. Rejects with {@linkcode BackupError}. */
  async prune(rules: KeepRules, now: number): Promise<void> {
    const { store, logger } = this.#options;
    const names = (await store.list()).map(({ name }) => name).sort().reverse();
    for (const name of outOfRules(names.filter(isScheduled), rules, now)) {
      await this.remove(name);
      logger.info(`Removed the old backup ${name} from ${this.place}`);
    }
  }
}

/** A backup that is only in the store, by what its name tells. */
export function remoteOnly(name: string, sizeBytes: number): StoredBackup {
  const encrypted = name.endsWith(".enc");
  return { name, sizeBytes, createdAt: timeOf(name), encrypted, scheduled: isScheduled(name), head: undefined };
}
