import { CHECKOUT, pathOf } from "./resolution.ts";
import { sha256 } from "./sha256.ts";

/** The SDK as it goes into bundles: its files by path below the checkout, and one hash over all of them. */
export interface SdkSource {
  files: Map<string, Uint8Array>;
  hash: string;
}

/**
 * What goes into bundles of the checkout: the SDK, generated types, and zod as far as `host/sdk/zod` takes it. It is
 * copied, since Deno applies the nearest deno.json to each module: nothing may come from where another one lies.
 */
const FOLDERS = ["host/sdk", "schemas/generated", "node_modules/zod/v4"];
const FILES = ["node_modules/zod/package.json"];

let known: SdkSource | undefined;

/** Reads the SDK once in the life of the process. */
export function sdkSource(): SdkSource {
  if (known) return known;
  const root = pathOf(CHECKOUT);
  const files = new Map<string, Uint8Array>();
  const queue = [...FOLDERS];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    for (const entry of Deno.readDirSync(root + folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory && entry.name !== "mini") queue.push(path);
      else if (entry.isFile && /\.(ts|js|json)$/.test(path) && !/(_test\.ts|\.d\.[mc]?ts)$/.test(path)) {
        files.set(path, Deno.readFileSync(root + path));
      }
    }
  }
  files.set("schemas/generated/plugins.d.ts", Deno.readFileSync(`${root}schemas/generated/plugins.d.ts`));
  for (const path of FILES) files.set(path, Deno.readFileSync(root + path));
  const lines = [...files].map(([path, bytes]) => `${path} ${sha256(bytes)}`).sort();
  known = { files, hash: sha256(new TextEncoder().encode(lines.join("\n"))) };
  return known;
}
