import { FolderSink, PackageError, unpack } from "../../packages/mod.ts";
import { COMPLETE, RELEASE_FILE } from "../layout.ts";
import { type ReleaseRef, UpgradeError } from "../ports.ts";
import { parseReleaseFile } from "../release/release_file.ts";
import type { ReleaseEntry } from "../release/release_index.ts";
import { readIfThere, replaceFile, syncFolder } from "../state_file.ts";
import { removeFolder } from "./data_copy.ts";

/** Libraries of a slow registry. */
const LIBRARIES_MS = 15 * 60_000;
const SYNCED_TOGETHER = 64;

/** Where the release of an entry lies once it is unpacked: the same version with other content is another one. */
export function releaseRef({ version, sha256 }: ReleaseEntry): ReleaseRef {
  return { version, folder: `${version}-${sha256.slice(0, 12)}` };
}

/** Unpacks a tarball, whose hash was compared, into a new folder. Rejects with {@linkcode UpgradeError}. */
export async function unpackRelease(archive: string, folder: string, version: string): Promise<void> {
  removeFolder(folder);
  await Deno.mkdir(folder, { recursive: true, mode: 0o755 });
  try {
    using sink = new FolderSink(folder);
    await unpack(archive, sink);
    const about = parseReleaseFile(readIfThere(`${folder}/${RELEASE_FILE}`) ?? "");
    if (about.version !== version) {
      throw new UpgradeError(
        "release_invalid",
        `The tarball of version ${version} says that it is ${about.version}`,
        "Whoever publishes the releases has to publish it anew",
      );
    }
    await toDisk(folder, sink.files.map(({ path }) => path));
  } catch (error) {
    removeFolder(folder);
    if (!(error instanceof PackageError)) throw error;
    throw new UpgradeError("release_invalid", error.message, error.hint, { cause: error });
  }
}

/** Side by side, so that the file system can write many in one go. */
async function toDisk(folder: string, paths: string[]): Promise<void> {
  for (let at = 0; at < paths.length; at += SYNCED_TOGETHER) {
    await Promise.all(
      paths.slice(at, at + SYNCED_TOGETHER).map(async (path) => {
        using file = await Deno.open(`${folder}/${path}`);
        await file.syncData();
      }),
    );
  }
}

/**
 * Brings a release's libraries beside it, as its deno.lock has them by hash: from Deno's cache, and what is missing there from
 * the npm registry, unless `offline`. Rejects with {@linkcode UpgradeError}.
 */
export async function installLibraries(
  folder: string,
  options: { offline: boolean; signal: AbortSignal },
): Promise<void> {
  const failed = await install(folder, ["--cached-only"], options.signal);
  if (failed === undefined) return;
  const again = options.offline ? failed : await install(folder, [], options.signal);
  if (again === undefined) return;
  throw new UpgradeError(
    "libraries_failed",
    `The libraries of the release could not be installed${options.offline ? " from the cache" : ""}: ${again}`,
    options.offline
      ? `Put them into Deno's cache first: deno install --frozen in a checkout of that version, or packages = "registry" under [upgrade]`
      : "They come from the npm registry: can this machine reach it? NPM_CONFIG_REGISTRY names another one",
  );
}

async function install(folder: string, flags: string[], signal: AbortSignal): Promise<string | undefined> {
  const { success, code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["install", "--frozen", "--quiet", ...flags],
    cwd: folder,
    stdin: "null",
    stdout: "null",
    stderr: "piped",
    env: { NO_COLOR: "1", DENO_NO_PROMPT: "1", DENO_NO_UPDATE_CHECK: "1" },
    signal: AbortSignal.any([signal, AbortSignal.timeout(LIBRARIES_MS)]),
  }).output();
  if (success) return undefined;
  const lines = new TextDecoder().decode(stderr).trim().split("\n").filter((line) => line.trim() !== "");
  return lines.slice(0, 3).join(" ").slice(0, 500) || `deno install ended with code ${code}`;
}

/** From now on the folder counts as whole. */
export function complete(folder: string): void {
  replaceFile(`${folder}/${COMPLETE}`, "");
  syncFolder(folder);
}
