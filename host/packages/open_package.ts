import { FolderSink, type WrittenFile } from "./archive/folder_sink.ts";
import { unpack } from "./archive/unpack.ts";
import { checkIntegrity, INTEGRITY, SIGNATURE } from "./integrity.ts";
import { ManifestError, parseManifest } from "./manifest.ts";
import { checkSignature } from "./signing/package_signature.ts";
import { type OpenedPackage, type OpenOptions, PackageError, type PluginManifest, type Signature } from "./ports.ts";
import { vetCode } from "./vet_code.ts";

/** Of the files that are read into memory. */
const MAX_BYTES: Record<string, number> = {
  "plugin.json": 512 * 1024,
  [INTEGRITY]: 2 * 1024 * 1024,
  [SIGNATURE]: 16 * 1024,
};

/**
 * Unpacks `archive` (a path) into `folder`, which must not exist, and checks all of it: limits, paths, kinds of
 * entries, integrity, signature, manifest, engine, imports. Nothing of it runs. Files are written read-only. Rejects
 * with PackageError, and then the folder is gone; other errors are of the disk.
 *
 * @example
 * ```ts ignore
 * const opened = await openPackage("polls-1.0.0.tgz", "<data>/packages/stage/<uuid>");
 * console.log(opened.manifest.id, opened.signature.state);
 * ```
 */
export async function openPackage(
  archive: string,
  folder: string,
  options: OpenOptions = {},
): Promise<OpenedPackage> {
  await Deno.mkdir(folder);
  try {
    using sink = new FolderSink(folder);
    const { hash, sizeBytes } = await unpack(archive, sink);
    return { hash, sizeBytes, folder, ...await check(folder, sink.files, options) };
  } catch (error) {
    await Deno.remove(folder, { recursive: true });
    throw error;
  }
}

async function check(
  folder: string,
  files: WrittenFile[],
  { problems }: OpenOptions,
): Promise<Omit<OpenedPackage, "hash" | "sizeBytes" | "folder">> {
  const known = new Map(files.map((file) => [file.path, file]));
  const read = (path: string) => readSmall(folder, known.get(path));
  const integrity = await read(INTEGRITY);
  checkIntegrity(integrity, files);
  const note = (error: unknown): void => {
    if (!problems || !(error instanceof PackageError)) throw error;
    problems.push(error);
  };
  const signature = signatureOf(await read(SIGNATURE), integrity!, note);
  const manifest = manifestOf(await read("plugin.json"), known, note);
  await vetCode(await Deno.readTextFile(`${folder}/${manifest.entry}`));
  return {
    unpackedBytes: files.reduce((sum, file) => sum + file.sizeBytes, 0),
    manifest,
    manifestHash: known.get("plugin.json")!.sha256,
    signature,
    files,
  };
}

async function readSmall(folder: string, file: WrittenFile | undefined): Promise<Uint8Array | undefined> {
  if (file === undefined) return undefined;
  const limit = MAX_BYTES[file.path]!;
  if (file.sizeBytes > limit) {
    throw new PackageError("too_large", `"${file.path}" has ${file.sizeBytes} bytes, at most ${limit} are read`);
  }
  return await Deno.readFile(`${folder}/${file.path}`);
}

function signatureOf(file: Uint8Array | undefined, integrity: Uint8Array, note: (error: unknown) => void): Signature {
  try {
    return checkSignature(file, integrity);
  } catch (error) {
    note(error);
    return { state: "invalid" };
  }
}

/** Reads the manifest and holds what it names against what is there. */
function manifestOf(
  bytes: Uint8Array | undefined,
  files: Map<string, unknown>,
  note: (error: unknown) => void,
): PluginManifest {
  if (bytes === undefined) throw invalid(`it holds no "plugin.json"`);
  let manifest: PluginManifest;
  try {
    manifest = parseManifest(new TextDecoder("utf-8", { fatal: true }).decode(bytes), "plugin.json");
  } catch (error) {
    if (!(error instanceof ManifestError && error.unfit)) throw invalid((error as Error).message);
    note(new PackageError("engine_mismatch", `The package does not fit this host: ${error.message}`));
    manifest = error.unfit;
  }
  // What a manifest leaves out counts as a package has it; the hash of plugin.json stays that of the file.
  manifest.entry ??= "plugin.js";
  if (manifest.entry !== "plugin.js") throw invalid(`its entry is "${manifest.entry}", expected "plugin.js"`);
  const { openrpc, icon, ui } = manifest;
  const page = ui?.page;
  if (page !== undefined && !/^ui\/.+\.html$/.test(page)) {
    throw invalid(`its page is "${page}", expected an HTML file in "ui/"`);
  }
  const named = [manifest.entry, openrpc, page, icon?.includes("/") || icon?.endsWith(".svg") ? icon : undefined];
  const missing = named.find((path) => path !== undefined && !files.has(path));
  if (missing !== undefined) throw invalid(`it names "${missing}", which is not in the package`);
  return manifest;
}

function invalid(problem: string): PackageError {
  return new PackageError("manifest_invalid", `The package's manifest is not accepted: ${problem}`);
}
