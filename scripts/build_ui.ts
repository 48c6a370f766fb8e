/**
 * Builds the cockpit's pages into `ui/dist`, only when one of their inputs changed.
 *
 * `deno run -A scripts/build_ui.ts [--force]`
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const DIST = join(ROOT, "ui/dist");
/** Inside the build, so that removing the build removes it too. */
const STAMP = join(DIST, ".inputs");

export interface UiBuild {
  /** Folder with `index.html`. */
  dir: string;
  /** False when what was there is current. */
  built: boolean;
  ms: number;
}

/**
 * Sees to it that `ui/dist` fits the sources. A build runs in a process of its own, so that the caller
 * neither waits for Vite's start nor keeps its memory.
 */
export async function ensureUi(options: { force?: boolean; signal?: AbortSignal } = {}): Promise<UiBuild> {
  const started = performance.now();
  if (!options.force && !isStale()) return { dir: DIST, built: false, ms: performance.now() - started };
  const output = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", fileURLToPath(import.meta.url), "--force"],
    cwd: ROOT,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    signal: options.signal,
  }).output();
  if (!output.success) {
    const text = new TextDecoder();
    throw new Error(`The cockpit could not be built:\n${text.decode(output.stderr)}${text.decode(output.stdout)}`);
  }
  return { dir: DIST, built: true, ms: performance.now() - started };
}

/** Does `ui/dist` lack a build of the sources as they are now? */
export function isStale(): boolean {
  try {
    return readFileSync(STAMP, "utf8") !== inputsHash();
  } catch {
    return true;
  }
}

/** SHA-256 over all files from which the build is made, with their names. */
export function inputsHash(): string {
  const hash = createHash("sha256");
  for (const file of inputs()) {
    hash.update(relative(ROOT, file)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}

function inputs(): string[] {
  const files = [join(ROOT, "deno.json"), join(ROOT, "deno.lock")];
  walk(join(ROOT, "ui"), files);
  for (const plugin of readdirSync(join(ROOT, "plugins"), { withFileTypes: true })) {
    if (plugin.isDirectory()) walk(join(ROOT, "plugins", plugin.name, "ui"), files);
  }
  return files.sort();
}

function walk(folder: string, files: string[]): void {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (path === DIST) continue;
    if (entry.isDirectory()) walk(path, files);
    else if (!entry.name.includes("_test.")) files.push(path);
  }
}

async function buildNow(): Promise<void> {
  const before = inputsHash();
  const [{ build }, { COCKPIT, gate, firstFiles, PUSH_WORKER }] = await Promise.all([
    import("vite"),
    import("../ui/vite.config.ts"),
  ]);
  // Handed over as an object: from a file Vite would bundle it first, into a file beside it.
  const options = { configFile: false as const, logLevel: "warn" as const, mode: "production" };
  const built = await build({ ...COCKPIT, ...options });
  if (!("output" in built)) throw new Error("Vite answered with something other than one build");
  await build({ ...gate(firstFiles(built.output)), ...options });
  await build({ ...PUSH_WORKER, ...options });
  // What was changed while the build ran makes it stale again.
  Deno.writeTextFileSync(STAMP, before);
}

if (import.meta.main) {
  const started = performance.now();
  if (Deno.args.includes("--force") || isStale()) {
    await buildNow();
    console.log(`built ${relative(Deno.cwd(), DIST) || "."} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } else console.log("ui/dist is current");
}
