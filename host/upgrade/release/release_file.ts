import { z } from "zod";
import * as semver from "semver";
import { UpgradeError } from "../ports.ts";

/**
 * Version of what a launcher and a host say to each other (`host/boot/launcher_link.ts`), and of what a release has to be: a
 * folder with host/main.ts, deno.json, deno.lock and built pages. A launcher starts releases of its own version only.
 */
export const LAUNCH = 1;

const ReleaseFile = z.object({
  version: z.string().refine((text) => semver.valid(text) === text),
  /** Versions of Deno with which it runs. */
  deno: z.string().refine((text) => semver.validRange(text) !== null),
  launch: z.literal(LAUNCH),
});
export type ReleaseFile = z.infer<typeof ReleaseFile>;

/** Reads the text of a release.json. Throws {@linkcode UpgradeError}. */
export function parseReleaseFile(text: string): ReleaseFile {
  try {
    return ReleaseFile.parse(JSON.parse(text));
  } catch (cause) {
    throw new UpgradeError(
      "release_invalid",
      "The tarball is no release that this version can start: its release.json is missing or of another kind",
      undefined,
      { cause },
    );
  }
}
