import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import * as semver from "semver";
import { type IndexPlugin, PackageError, type RegistryIndex } from "../ports.ts";
import { textFault } from "../sound_text.ts";
import schema from "../../../schemas/registry_index.schema.json" with { type: "json" };

/** Longest index.json that is read, in bytes. */
export const MAX_INDEX_BYTES = 8 * 1024 * 1024;

/** What a valid document may leave out. */
type RawVersion =
  & Omit<IndexPlugin["versions"][number], "publisher" | "permissions">
  & { publisher?: string; permissions?: IndexPlugin["versions"][number]["permissions"] };
type RawIndex = Omit<RegistryIndex, "plugins" | "revoked"> & {
  plugins: (Omit<IndexPlugin, "versions"> & { versions: RawVersion[] })[];
  revoked?: string[];
};

// Stops at the first fault: an index is somebody else's work, and may be all faults.
const validate = new Ajv2020({ strict: false }).compile<RawIndex>(schema);

const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads the bytes of an index.json; the versions of each plugin come back newest first, hashes in lower case, the time of
 * expiry in UTC. Throws {@linkcode PackageError} `index_invalid`; `from` appears in it.
 */
export function parseIndex(bytes: Uint8Array, from: string): RegistryIndex {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw invalid(from, `is not JSON in UTF-8: ${(error as Error).message.slice(0, 200)}`);
  }
  const unsound = textFault(value);
  if (unsound) throw invalid(from, `is not sound at ${unsound.path || "its top"}: it ${unsound.message}`);
  if (!validate(value)) throw invalid(from, explain(validate.errors![0]!));
  const expires = ISO_TIME.test(value.expires) ? Date.parse(value.expires) : NaN;
  if (Number.isNaN(expires)) {
    throw invalid(from, `has "${value.expires}" at /expires, expected a time such as 2030-01-31T00:00:00Z`);
  }
  const ids = new Set<string>();
  const plugins = value.plugins.map((plugin, index) => {
    const path = `/plugins/${index}`;
    if (ids.has(plugin.id)) throw invalid(from, `lists the plugin "${plugin.id}" twice, the second time at ${path}`);
    ids.add(plugin.id);
    return readPlugin(plugin, { from, path });
  });
  return {
    registry: { name: value.registry.name },
    revision: value.revision,
    expires: new Date(expires).toISOString(),
    plugins,
    revoked: (value.revoked ?? []).map((hash) => hash.toLowerCase()),
  };
}

function readPlugin(plugin: RawIndex["plugins"][number], at: { from: string; path: string }): IndexPlugin {
  const seen = new Set<string>();
  for (const [index, { version, engine }] of plugin.versions.entries()) {
    const path = `${at.path}/versions/${index}`;
    if (semver.valid(version) !== version.replace(/\+.*$/, "")) {
      throw invalid(at.from, `has "${version}" at ${path}/version, expected a semantic version such as 1.2.0`);
    }
    if (semver.validRange(engine) === null) {
      throw invalid(at.from, `has "${engine}" at ${path}/engine, expected a range of versions such as "^1"`);
    }
    if (seen.has(version)) throw invalid(at.from, `lists "${plugin.id}" ${version} twice, the second time at ${path}`);
    seen.add(version);
  }
  const { id, name, description } = plugin;
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    versions: plugin.versions.map((one) => ({
      version: one.version,
      engine: one.engine,
      package: one.package,
      sha256: one.sha256.toLowerCase(),
      size: one.size,
      publisher: one.publisher ?? "",
      permissions: one.permissions ?? {},
    })).sort((a, b) => semver.compareBuild(b.version, a.version)),
  };
}

function explain({ keyword, instancePath, params, message }: ErrorObject): string {
  if (keyword === "required") return `has no ${instancePath}/${params.missingProperty}`;
  return `does not fit its schema at ${instancePath || "its top"}: it ${message ?? "is wrong"}`;
}

function invalid(from: string, what: string): PackageError {
  return new PackageError(
    "index_invalid",
    `The index of "${from}" ${what}`,
    "Whoever runs the registry has to publish it anew",
  );
}
