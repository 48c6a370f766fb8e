import { createHash } from "node:crypto";

const SDK = new URL("../sdk/", import.meta.url);

/** One hash over the SDK and the runtime: a script whose file is as before is bundled anew when they are others. */
export function sdkFingerprint(): string {
  const hash = createHash("sha256").update(Deno.version.deno);
  const queue = [SDK];
  const files: URL[] = [];
  for (let folder = queue.pop(); folder; folder = queue.pop()) {
    for (const entry of Deno.readDirSync(folder)) {
      if (entry.isDirectory) queue.push(new URL(`${entry.name}/`, folder));
      else if (/\.(ts|js)$/.test(entry.name) && !/_test\.ts$/.test(entry.name)) files.push(new URL(entry.name, folder));
    }
  }
  for (const file of files.sort((a, b) => (a.href < b.href ? -1 : 1))) {
    hash.update(Deno.readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}
