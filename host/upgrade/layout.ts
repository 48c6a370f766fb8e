import { fileURLToPath } from "node:url";

/** The checkout or release from which this process runs; no slash at the end. */
export const OWN_FOLDER = fileURLToPath(new URL("../../", import.meta.url)).replace(/\/$/, "");

/** What a release says of itself, in its top folder. */
export const RELEASE_FILE = "release.json";

/** A release's folder is whole when this is in it: written last. */
export const COMPLETE = ".complete";

/** Where things of upgrades lie in a data folder. */
export const places = (dataDir: string) => ({
  releases: `${dataDir}/releases`,
  folder: `${dataDir}/upgrade`,
  state: `${dataDir}/upgrade/state.json`,
  /** Newest index that was seen. */
  seen: `${dataDir}/upgrade/seen.json`,
  incoming: `${dataDir}/upgrade/incoming`,
  trial: `${dataDir}/upgrade/trial`,
  /** The data as it was before the switch. */
  before: `${dataDir}/upgrade/before`,
  /** What the version that failed after its start had written. */
  aside: `${dataDir}/upgrade/aside`,
});

/** The plugins of the product go with its version; a folder of somebody's own stays what it is. */
export function pluginsOf(release: string, pluginsDir: string): string {
  return pluginsDir === `${OWN_FOLDER}/plugins` ? `${release}/plugins` : pluginsDir;
}

/** Is this process run from a release, rather than from a checkout? Then everything in it is built. */
export function runsFromRelease(): boolean {
  try {
    return Deno.statSync(`${OWN_FOLDER}/${RELEASE_FILE}`).isFile;
  } catch {
    return false;
  }
}

/** Is a release there, whole? */
export function isComplete(folder: string): boolean {
  try {
    return Deno.statSync(`${folder}/${COMPLETE}`).isFile;
  } catch {
    return false;
  }
}
