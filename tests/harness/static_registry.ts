import type { IndexVersion, RegistryIndex } from "../../host/packages/ports.ts";
import { sha256 } from "../../host/packages/sha256.ts";
import { type RegistryKey, registryKey } from "./registry_key.ts";

export interface StaticRegistryOptions {
  /** A folder to serve, such as one that `plugin publish` wrote; it is kept. Default a new one with an empty index. */
  folder?: string;
  /** Default a new key; signs what `publish` and `change` write. */
  key?: RegistryKey;
  /** Its name in the index; default "Test registry". */
  name?: string;
  /** For a server with TLS. */
  tls?: { cert: string; key: string };
}

/** What is published of a plugin; the rest is made up. */
export interface PublishOptions extends Partial<IndexVersion> {
  id: string;
  version: string;
  /** Bytes of the .tgz. */
  archive: Uint8Array;
  name?: string;
  description?: string;
}

/** A registry as a real static web server on loopback. */
export interface StaticRegistry extends AsyncDisposable {
  /** Ends with a slash. */
  readonly url: string;
  readonly port: number;
  readonly folder: string;
  readonly key: RegistryKey;
  /** Paths that were asked for, in order. */
  readonly requests: string[];
  /** Answers in place of files, by path: "/index.json". */
  readonly answers: Map<string, (request: Request) => Response | Promise<Response>>;
  /** The index as it is now. */
  index(): Promise<RegistryIndex>;
  /** Adds a version, with the next revision. */
  publish(options: PublishOptions): Promise<IndexVersion>;
  /** Edits the index and signs it, with the next revision unless the edit sets one. */
  change(edit: (index: RegistryIndex) => void, options?: { key?: RegistryKey }): Promise<void>;
  /** Writes these very bytes as index.json, signed. */
  writeIndex(bytes: Uint8Array<ArrayBuffer>, options?: { key?: RegistryKey }): Promise<void>;
}

/** Serves a folder as a registry. */
export async function staticRegistry(options: StaticRegistryOptions = {}): Promise<StaticRegistry> {
  const folder = options.folder ?? await Deno.makeTempDir({ prefix: "bulkhead-registry-" });
  const key = options.key ?? await registryKey();
  const requests: string[] = [];
  const answers: StaticRegistry["answers"] = new Map();
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {}, ...options.tls },
    async (request) => {
      const path = decodeURIComponent(new URL(request.url).pathname);
      requests.push(path);
      const answer = answers.get(path);
      if (answer) return await answer(request);
      const bytes = path.includes("..") ? undefined : await Deno.readFile(`${folder}${path}`).catch(() => undefined);
      return bytes ? new Response(bytes) : new Response("not here", { status: 404 });
    },
  );
  const { port } = server.addr;
  const registry: StaticRegistry = {
    url: `${options.tls ? "https" : "http"}://127.0.0.1:${port}/`,
    port,
    folder,
    key,
    requests,
    answers,
    index: async () => JSON.parse(await Deno.readTextFile(`${folder}/index.json`)),
    async publish({ archive, ...version }) {
      const entry = entryOf(version, archive);
      await Deno.writeFile(`${folder}/${version.id}-${version.version}.tgz`, archive);
      await registry.change((index) => {
        let plugin = index.plugins.find(({ id }) => id === version.id);
        if (!plugin) index.plugins.push(plugin = { id: version.id, name: version.name ?? version.id, versions: [] });
        if (version.description !== undefined) plugin.description = version.description;
        plugin.versions.push(entry);
      });
      return entry;
    },
    async change(edit, how) {
      const index = await registry.index();
      const { revision } = index;
      edit(index);
      if (index.revision === revision) index.revision++;
      await registry.writeIndex(new TextEncoder().encode(JSON.stringify(index)), how);
    },
    async writeIndex(bytes, { key: by = key } = {}) {
      const signature = { publicKey: by.publicKey, alg: "Ed25519", signature: await by.sign(bytes) };
      await Deno.writeFile(`${folder}/index.json`, bytes);
      await Deno.writeTextFile(`${folder}/index.sig.json`, JSON.stringify(signature));
    },
    async [Symbol.asyncDispose]() {
      await server.shutdown();
      if (!options.folder) await Deno.remove(folder, { recursive: true });
    },
  };
  if (!options.folder) {
    await registry.writeIndex(new TextEncoder().encode(JSON.stringify(emptyIndex(options.name ?? "Test registry"))));
  }
  return registry;
}

/** An index without plugins that counts for a long time. */
export function emptyIndex(name: string): RegistryIndex {
  return { registry: { name }, revision: 1, expires: "2099-01-01T00:00:00Z", plugins: [], revoked: [] };
}

function entryOf({ id, version, ...given }: Omit<PublishOptions, "archive">, archive: Uint8Array): IndexVersion {
  return {
    version,
    engine: given.engine ?? "^1",
    package: given.package ?? `${id}-${version}.tgz`,
    sha256: given.sha256 ?? sha256(archive),
    size: given.size ?? archive.byteLength,
    publisher: given.publisher ?? "",
    permissions: given.permissions ?? {},
  };
}
