import { PackageError, type ResolvedSource } from "../ports.ts";
import { copyPackage } from "./download.ts";

/** A folder or .tgz of this machine; links in the path are resolved. Throws {@linkcode PackageError}. */
export async function localSource(given: string): Promise<ResolvedSource> {
  let path: string;
  let info: Deno.FileInfo;
  try {
    path = await Deno.realPath(given);
    info = await Deno.stat(path);
  } catch (cause) {
    throw new PackageError(
      "not_found",
      `"${given}" cannot be read: ${(cause as Error).message}`,
      "The path has to be there on the machine on which the host runs",
      { cause },
    );
  }
  if (info.isDirectory) {
    const download = () =>
      Promise.reject(
        new PackageError("source_invalid", `"${path}" is a folder: it is built, there is nothing to load`),
      );
    return { kind: "folder", canonical: path, path, download };
  }
  if (!info.isFile || !/\.(tgz|tar\.gz)$/.test(path)) {
    throw new PackageError(
      "source_invalid",
      `"${given}" is neither a folder nor a .tgz`,
      "Give the folder that holds plugin.json, or a package made by plugin build",
    );
  }
  return { kind: "file", canonical: path, path, download: (file, options) => copyPackage(path, { ...options, file }) };
}
