import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import * as semver from "semver";
import type { PluginManifest } from "./ports.ts";
import { ENGINE_VERSION } from "./engine.ts";
import { textFault } from "./sound_text.ts";
import schema from "../../schemas/plugin.schema.json" with { type: "json" };

/** One thing that is wrong with a manifest. */
export interface ManifestFault {
  /** JSON pointer into the manifest; "" is the whole document. */
  path: string;
  message: string;
  /** Sound, but made for another host. */
  kind?: "engine";
}

/** A plugin.json that the host cannot accept; says the file and every fault in it. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  /** `unfit` is the manifest when it is sound and only made for another host. */
  constructor(readonly file: string, readonly faults: ManifestFault[], readonly unfit?: PluginManifest) {
    super(`${file}: ${faults.map((fault) => `${fault.path || "the document"} ${fault.message}`).join("; ")}`);
  }
}

const validate = new Ajv2020({ allErrors: true, strict: false }).compile<PluginManifest>(schema);

/** Longest plugin.json that is read, in bytes. */
const MAX_BYTES = 512 * 1024;

/**
 * Reads and checks `<folder>/plugin.json` of a plugin whose folder carries its id. Throws {@linkcode ManifestError}; a
 * folder without one throws `Deno.errors.NotFound`.
 */
export async function readManifest(folder: string): Promise<{ manifest: PluginManifest; hash: string }> {
  const file = `${folder}/plugin.json`;
  const read = await readManifestFile(file);
  const folderName = folder.slice(folder.lastIndexOf("/") + 1);
  if (read.manifest.id !== folderName) {
    throw new ManifestError(file, [{
      path: "/id",
      message: `is "${read.manifest.id}", but its folder is named "${folderName}": give both one name`,
    }]);
  }
  return read;
}

/** The same for a file in any folder. */
export async function readManifestFile(file: string): Promise<{ manifest: PluginManifest; hash: string }> {
  const { size } = await Deno.stat(file);
  if (size > MAX_BYTES) {
    throw new ManifestError(file, [{ path: "", message: `has ${size} bytes, at most ${MAX_BYTES} are read` }]);
  }
  const bytes = await Deno.readFile(file);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ManifestError(file, [{ path: "", message: "is not UTF-8 text" }]);
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return { manifest: parseManifest(text, file), hash: digest.toHex() };
}

/** Checks the text of a manifest; `file` appears in errors. Throws {@linkcode ManifestError}. */
export function parseManifest(text: string, file: string): PluginManifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ManifestError(file, [{ path: "", message: `is not JSON: ${(error as Error).message}` }]);
  }
  const unsound = textFault(value);
  if (unsound) throw new ManifestError(file, [unsound]);
  if (!validate(value)) throw new ManifestError(file, (validate.errors ?? []).flatMap(explain));
  const faults = [...rangeFaults(value), ...prefixFaults(value)];
  if (faults.length === 0) return value;
  throw new ManifestError(file, faults, faults.every((fault) => fault.kind === "engine") ? value : undefined);
}

/** Says one ajv error in words, with the value that was found where it helps. */
function explain(error: ErrorObject): ManifestFault[] {
  const path = error.instancePath;
  switch (error.keyword) {
    case "additionalProperties":
      return [{ path: `${path}/${error.params.additionalProperty}`, message: "is not a known field" }];
    case "required":
      return [{ path: `${path}/${error.params.missingProperty}`, message: "is required" }];
    case "enum":
      return [{ path, message: `must be one of ${(error.params.allowedValues as unknown[]).join(", ")}` }];
    case "not":
      return [{ path, message: "is a reserved id" }];
    case "propertyNames":
      return [{ path, message: `has the name "${error.params.propertyName}", which does not fit` }];
    case "pattern":
      // The schema of names inside propertyNames reports twice; the outer one says it better.
      return error.propertyName ? [] : [{ path, message: `must match ${error.params.pattern}` }];
    case "anyOf":
      return [];
    default:
      return [{ path, message: error.message ?? "does not fit" }];
  }
}

function rangeFaults(manifest: PluginManifest): ManifestFault[] {
  const ranges: [path: string, range: string][] = [
    ["/engine", manifest.engine],
    ...Object.entries(manifest.requires ?? {}).map(([id, range]): [string, string] => [`/requires/${id}`, range]),
    ...Object.entries(manifest.optionalRequires ?? {}).map((
      [id, range],
    ): [string, string] => [`/optionalRequires/${id}`, range]),
  ];
  const faults = ranges.filter(([, range]) => semver.validRange(range) === null)
    .map(([path, range]): ManifestFault => ({
      path,
      message: `is "${range}", expected a range of versions such as "^1"`,
    }));
  if (faults.length === 0 && !semver.satisfies(ENGINE_VERSION, manifest.engine)) {
    const message = `is "${manifest.engine}", but this host offers ${ENGINE_VERSION}`;
    faults.push({ path: "/engine", message, kind: "engine" });
  }
  return faults;
}

/** What it publishes carries its own id, so that nobody speaks in another's name. */
function prefixFaults(manifest: PluginManifest): ManifestFault[] {
  return (manifest.permissions?.publish ?? []).flatMap(({ type }, index) =>
    type.startsWith(`${manifest.id}.`) ? [] : [{
      path: `/permissions/publish/${index}/type`,
      message: `is "${type}", expected a type that begins with "${manifest.id}."`,
    }]
  );
}
