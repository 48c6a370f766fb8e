import type { PackageFiles } from "../../packages/mod.ts";
import { UpgradeError } from "../ports.ts";

const PAGES = "ui/dist";

/** What a host does without: tests, what CI needs, and what git needs. */
function isLeftOut(path: string): boolean {
  if (/^(tests\/|\.ci\/|\.git)|(^|\/)_test\//.test(path)) return true;
  const [, stem] = /^(.*)\.tsx?$/.exec(path.slice(path.lastIndexOf("/") + 1)) ?? [];
  return stem !== undefined && (stem.endsWith("_test") || stem.includes("_test_"));
}

/**
 * What goes into a release of a checkout: what git knows of it, without tests, and the built pages. Throws
 * {@linkcode UpgradeError} for a checkout with changes that are not committed, since nobody could build the same again.
 */
export async function releaseFiles(root: string, options: { uncommitted?: boolean } = {}): Promise<PackageFiles> {
  if (!options.uncommitted) {
    const changed = (await git(root, ["status", "--porcelain"])).trim();
    if (changed !== "") {
      throw new UpgradeError(
        "release_invalid",
        `The checkout has changes that are not committed:\n${changed.split("\n").slice(0, 10).join("\n")}`,
        "Commit them first, so that the release can be built again",
      );
    }
  }
  const files: PackageFiles = new Map();
  const untracked = options.uncommitted ? ["--others", "--exclude-standard"] : [];
  for (const path of (await git(root, ["ls-files", "-z", "--cached", ...untracked])).split("\0")) {
    if (path === "" || isLeftOut(path)) continue;
    // What was removed and not committed.
    const bytes = await Deno.readFile(`${root}/${path}`).catch(() => undefined);
    if (bytes) files.set(path, bytes);
  }
  await addFolder(root, PAGES, files);
  return files;
}

async function addFolder(root: string, folder: string, files: PackageFiles): Promise<void> {
  const there = await Deno.stat(`${root}/${folder}`).then(() => true, () => false);
  // Who packs says what is missing.
  if (!there) return;
  for await (const { name, isDirectory, isFile } of Deno.readDir(`${root}/${folder}`)) {
    const path = `${folder}/${name}`;
    if (isDirectory) await addFolder(root, path, files);
    else if (isFile) files.set(path, await Deno.readFile(`${root}/${path}`));
  }
}

async function git(root: string, args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command("git", {
    args: ["-C", root, ...args],
    stdout: "piped",
    stderr: "piped",
  }).output();
  const text = new TextDecoder();
  if (success) return text.decode(stdout);
  throw new UpgradeError("release_invalid", `git ${args[0]} failed in "${root}": ${text.decode(stderr).trim()}`);
}
