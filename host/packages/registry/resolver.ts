import type { Clock } from "../../observe/ports.ts";
import { type IndexVersion, PackageError, type RegistryIndex, type ResolvedSource } from "../ports.ts";
import { chooseVersion } from "./choice.ts";
import { downloadPackage } from "./download.ts";
import type { ReadIndex } from "./index_reader.ts";
import type { KnownRegistries } from "./known_registries.ts";
import { localSource } from "./local_source.ts";
import { checkExpiry, checkPins } from "./pins.ts";
import { parseSource } from "./source.ts";
import type { Web } from "./web.ts";
import type { Pace } from "./web_pace.ts";

export interface ResolverParts {
  known: KnownRegistries;
  web: Web;
  clock: Clock;
  engine: string;
  /** Ends downloads when the host stops. */
  signal: AbortSignal;
  pace?: Pace;
  read(url: URL, from: { privateOrigin?: string }): Promise<ReadIndex>;
  /** Reads the index of a known registry anew; answers what went wrong. */
  refresh(url: string): Promise<PackageError | undefined>;
}

/** An index from which something may be chosen. */
interface Offer {
  url: URL;
  index: RegistryIndex;
  publicKey: string;
  fingerprint: string;
  /** Of a registry that this host does not know. */
  read?: ReadIndex;
}

/** From a source string to the bytes that it means. */
export class Resolver {
  readonly #parts: ResolverParts;
  readonly #firstSeen = new WeakMap<ResolvedSource, ReadIndex>();

  constructor(parts: ResolverParts) {
    this.#parts = parts;
  }

  async resolve(text: string, { version }: { version?: string }): Promise<ResolvedSource> {
    const source = parseSource(text);
    switch (source.kind) {
      case "path":
        return await localSource(source.path);
      case "package":
        return this.#package(source.url);
      case "registry":
        return this.#choose(await this.#offer(source.url), source.id, version ?? source.range);
      case "id":
        return this.#choose(await this.#find(source.id), source.id, version ?? source.range);
    }
  }

  /** The index by which a source of an unknown registry was found; undefined for every other. */
  firstSeen(source: ResolvedSource): ReadIndex | undefined {
    return this.#firstSeen.get(source);
  }

  #package(url: URL): ResolvedSource {
    const from = { url, ...this.#parts.known.privateOrigin(url) };
    return {
      kind: "url",
      canonical: url.href,
      download: (file, options) => this.#download(from, { ...options, file }),
    };
  }

  /** Reads the index anew, so that what is installed is what is published now. */
  async #offer(url: URL): Promise<Offer> {
    const { known } = this.#parts;
    if (!known.get(url.href)) return await this.#unknown(url);
    return this.#knownOffer(url, await this.#parts.refresh(url.href));
  }

  #knownOffer(url: URL, problem: PackageError | undefined): Offer {
    const found = this.#parts.known.get(url.href);
    if (!found) throw new PackageError("not_found", `The registry "${url.href}" was removed just now`);
    const { row, index } = found;
    // A server that is down for a while takes nothing away from the index that was verified before.
    if (problem && (problem.fault !== "fetch_failed" || !index)) throw problem;
    if (!index) throw new PackageError("fetch_failed", `The index of "${url.href}" could not be read`);
    checkExpiry({ url: url.href, expires: row.expiresAt }, this.#parts.clock.now());
    return { url, index, publicKey: row.publicKey, fingerprint: row.fingerprint };
  }

  async #unknown(url: URL): Promise<Offer> {
    const { known, clock } = this.#parts;
    const read = await this.#parts.read(url, known.privateOrigin(url));
    checkPins(read, known.seen(url.href));
    checkExpiry({ url: url.href, expires: read.index.expires }, clock.now());
    return { url, index: read.index, publicKey: read.publicKey, fingerprint: read.fingerprint, read };
  }

  /** The one known registry that offers this id. */
  async #find(id: string): Promise<Offer> {
    const { known, refresh } = this.#parts;
    const urls = known.all().map(({ row }) => row.url);
    const problems = new Map(await Promise.all(urls.map(async (url) => [url, await refresh(url)] as const)));
    const offering = known.all().filter(({ index }) => index?.plugins.some((plugin) => plugin.id === id));
    const [first] = offering;
    if (!first) throw this.#nowhere(id, problems);
    if (offering.length > 1) {
      throw new PackageError(
        "source_ambiguous",
        `The plugin "${id}" is offered by ${offering.length} registries`,
        `Name the one that you mean: ${offering.map(({ row }) => `"${row.url}#${id}"`).join(" or ")}`,
      );
    }
    return this.#knownOffer(new URL(first.row.url), problems.get(first.row.url));
  }

  #nowhere(id: string, problems: Map<string, PackageError | undefined>): PackageError {
    const failed = [...problems].flatMap(([url, problem]) => problem ? [`"${url}": ${problem.message}`] : []);
    const hint = problems.size === 0
      ? "No registry was added yet: host.registry.add"
      : failed.length > 0
      ? `Not all could be read. ${failed.join("; ")}`
      : `Looked for in ${[...problems.keys()].map((url) => `"${url}"`).join(", ")}`;
    return new PackageError("not_found", `No registry offers a plugin "${id}"`, hint);
  }

  #choose(offer: Offer, id: string, range: string | undefined): ResolvedSource {
    const { known, engine } = this.#parts;
    const { url, index, publicKey, fingerprint } = offer;
    const plugin = index.plugins.find((one) => one.id === id);
    if (!plugin) {
      const others = index.plugins.slice(0, 10).map((one) => one.id).join(", ");
      throw new PackageError("not_found", `"${url.href}" offers no plugin "${id}"`, others && `It offers ${others}`);
    }
    const revoked = new Set(index.revoked);
    const entry = chooseVersion(plugin.versions, {
      of: `"${id}" of "${url.href}"`,
      range,
      engine,
      revokedBy: (hash) => revoked.has(hash) ? url.href : known.revokedBy(hash),
    });
    const source: ResolvedSource = {
      kind: "registry",
      canonical: `${url.href}#${id}`,
      registry: { url: url.href, name: index.registry.name, publicKey, fingerprint },
      id,
      entry,
      download: (file, options) => this.#downloadEntry(url, entry, { ...options, file }),
    };
    if (offer.read) this.#firstSeen.set(source, offer.read);
    return source;
  }

  async #downloadEntry(
    registry: URL,
    entry: IndexVersion,
    options: { file: string; signal?: AbortSignal; progress?: (bytes: number) => void },
  ): Promise<void> {
    const url = URL.parse(entry.package, registry);
    if (!url) {
      throw new PackageError(
        "index_invalid",
        `The index of "${registry.href}" names "${entry.package}", which is no URL`,
      );
    }
    // Of its own origin only: an index must not lead to other servers of a private network.
    await this.#download({ url, entry, ...this.#parts.known.privateOrigin(registry) }, options);
  }

  async #download(
    from: { url: URL; entry?: IndexVersion; privateOrigin?: string },
    options: { file: string; signal?: AbortSignal; progress?: (bytes: number) => void },
  ): Promise<void> {
    const { web, pace, signal } = this.#parts;
    const stop = options.signal ? AbortSignal.any([signal, options.signal]) : signal;
    await downloadPackage(web, { ...from, ...(pace ? { pace } : {}) }, { ...options, signal: stop });
  }
}
