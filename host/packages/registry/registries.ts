import type { Clock, Logger } from "../../observe/ports.ts";
import type { Database, Writer } from "../../storage/ports.ts";
import {
  type IndexVersion,
  PackageError,
  type Registries,
  type RegistryInfo,
  type RegistryPlugin,
  type ResolvedSource,
} from "../ports.ts";
import { type ReadIndex, readIndex, type ReadOptions } from "./index_reader.ts";
import { KnownRegistries } from "./known_registries.ts";
import { checkExpiry } from "./pins.ts";
import { RegistryStore } from "./registry_store.ts";
import { Resolver } from "./resolver.ts";
import { searchIndexes } from "./search.ts";
import { registryUrl } from "./source.ts";
import { Web, type WebOptions } from "./web.ts";
import type { Pace } from "./web_pace.ts";

export interface RegistriesOptions {
  db: Database;
  writer: Writer;
  /** Folder of the kept indexes. */
  folder: string;
  clock: Clock;
  logger: Logger;
  /** Version of the host's API, against which `engine` of a version is held. */
  engine: string;
  /** For the header `user-agent`. */
  agent: string;
  web?: Pick<WebOptions, "resolve" | "reach" | "ca">;
  /** How slow servers may be; default INDEX_PACE and PACKAGE_PACE. */
  pace?: { index?: Pace; package?: Pace };
}

/** The registries with what only the composition root needs. */
export interface RegistryClient extends Registries {
  /** Reads all indexes in the background, and again every six hours. */
  start(): void;
}

const REFRESH_MS = 6 * 60 * 60 * 1_000;

/** Opens the registries that the database knows; the tables have to be there. Nothing is fetched before `start`. */
export function openRegistries(options: RegistriesOptions): RegistryClient {
  return new HostRegistries(options);
}

class HostRegistries implements RegistryClient {
  readonly #options: RegistriesOptions;
  readonly #known: KnownRegistries;
  readonly #web: Web;
  readonly #resolver: Resolver;
  readonly #stop = new AbortController();
  /** The end of the work that is under way at each registry: one after the other. */
  readonly #turns = new Map<string, Promise<unknown>>();
  #refreshing: Promise<void> | undefined;
  #cancelTimer = () => {};

  constructor(options: RegistriesOptions) {
    this.#options = options;
    this.#known = new KnownRegistries(new RegistryStore(options), options.clock);
    this.#web = new Web({ ...options.web, clock: options.clock, agent: options.agent });
    this.#resolver = new Resolver({
      known: this.#known,
      web: this.#web,
      clock: options.clock,
      engine: options.engine,
      signal: this.#stop.signal,
      ...(options.pace?.package ? { pace: options.pace.package } : {}),
      read: (url, privateOrigin) => this.#read(url, privateOrigin),
      refresh: (url) => this.#refreshOne(url),
    });
  }

  start(): void {
    const refreshed = this.refresh().catch((error) =>
      this.#options.logger.error(`The registries could not be refreshed: ${(error as Error).message}`)
    );
    void refreshed.then(() => {
      if (this.#stop.signal.aborted) return;
      this.#cancelTimer();
      this.#cancelTimer = this.#options.clock.timer(REFRESH_MS, () => this.start());
    });
  }

  list(): RegistryInfo[] {
    return this.#known.all().map((one) => this.#known.info(one));
  }

  add(text: string, by: string): Promise<RegistryInfo> {
    const url = registryUrl(text);
    return this.#inTurn(url.href, async () => {
      // Naming it is the admin's leave to read it, wherever it is.
      const read = await this.#read(url, { privateOrigin: url.origin });
      checkExpiry({ url: url.href, expires: read.index.expires }, this.#options.clock.now());
      const row = await this.#known.accept(read, { state: "added", by });
      return this.#known.info({ row, index: read.index });
    });
  }

  remove(text: string): Promise<boolean> {
    const url = registryUrl(text).href;
    return this.#inTurn(url, () => this.#known.remove(url));
  }

  refresh(): Promise<void> {
    return this.#refreshing ??= this.#refreshAll().finally(() => this.#refreshing = undefined);
  }

  async #refreshAll(): Promise<void> {
    await Promise.all(this.#known.all().map(({ row }) => this.#refreshOne(row.url)));
  }

  /** Reads one index anew; what went wrong is noted and answered. */
  #refreshOne(url: string): Promise<PackageError | undefined> {
    return this.#inTurn(url, async () => {
      const known = this.#known.get(url);
      if (!known) return undefined;
      try {
        const { row, index } = known;
        const at = new URL(url);
        const kept = index ? { kept: { sha256: row.indexSha256, index } } : {};
        await this.#known.accept(await this.#read(at, { ...this.#known.privateOrigin(at), ...kept }));
        return undefined;
      } catch (error) {
        if (this.#stop.signal.aborted) return undefined;
        if (!(error instanceof PackageError)) throw error;
        this.#options.logger.warn(`The registry "${url}" could not be refreshed: ${error.message}`);
        await this.#known.failed(url, error);
        return error;
      }
    });
  }

  #read(url: URL, from: Pick<ReadOptions, "privateOrigin" | "kept">): Promise<ReadIndex> {
    const { pace } = this.#options;
    return readIndex(this.#web, url, {
      ...from,
      signal: this.#stop.signal,
      ...(pace?.index ? { pace: pace.index } : {}),
    });
  }

  search(query: string): RegistryPlugin[] {
    const indexes = this.#known.all().flatMap(({ row, index }) => index ? [{ url: row.url, index }] : []);
    return searchIndexes(indexes, { query, revokedBy: (hash) => this.revokedBy(hash) });
  }

  versions(url: string, id: string): IndexVersion[] {
    const plugin = this.#known.get(url)?.index?.plugins.find((one) => one.id === id);
    return plugin?.versions.filter(({ sha256 }) => this.revokedBy(sha256) === undefined) ?? [];
  }

  resolve(source: string, options: { version?: string } = {}): Promise<ResolvedSource> {
    return this.#resolver.resolve(source, options);
  }

  async remember(source: ResolvedSource, by: string): Promise<void> {
    const read = this.#resolver.firstSeen(source);
    if (!read) return;
    await this.#inTurn(read.url, async () => {
      if (!this.#known.get(read.url)) await this.#known.accept(read, { state: "used", by });
    });
  }

  revokedBy(hash: string, from?: string): string | undefined {
    return this.#known.revokedBy(hash, from);
  }

  onChange(listener: () => void): () => void {
    return this.#known.onChange(listener);
  }

  async close(): Promise<void> {
    this.#cancelTimer();
    this.#stop.abort(new PackageError("fetch_failed", "The host is stopping"));
    await Promise.allSettled(this.#turns.values());
    await this.#refreshing?.catch(() => {});
  }

  /** Work at one registry waits for the work before it, so that what is pinned is never overtaken. */
  #inTurn<T>(url: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(url) ?? Promise.resolve()).then(work, work);
    const settled = turn.catch(() => {}).finally(() => {
      if (this.#turns.get(url) === settled) this.#turns.delete(url);
    });
    this.#turns.set(url, settled);
    return turn;
  }
}
