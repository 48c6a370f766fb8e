import { CHECKOUT } from "./resolution.ts";
import { sha256 } from "./sha256.ts";

/** The SDK as it goes into bundles: its files by path below the checkout, and one hash over all of them. */
export interface SdkSource {
  files: Map<string, Uint8Array>;
  hash: string;
}

/** Folders of the checkout that bundles may draw from. */
const FOLDERS = ["host/sdk", "schemas/generated"];

let known: SdkSource | undefined;

/** Reads the SDK once in the life of the process. */
export function sdkSource(): SdkSource {
  if (known) return known;
  const root = decodeURIComponent(CHECKOUT.pathname);
  const files = new Map<string, Uint8Array>();
  const queue = [...FOLDERS];
  for (let folder = queue.pop(); folder !== undefined; folder = queue.pop()) {
    for (const entry of Deno.readDirSync(root + folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory) queue.push(path);
      else if (/\.(ts|js|json)$/.test(entry.name) && !/_test\.ts$/.test(entry.name)) {
        files.set(path, Deno.readFileSync(root + path));
      }
    }
  }
  const lines = [...files].map(([path, bytes]) => `${path} ${sha256(bytes)}`).sort();
  const pinned = Deno.readTextFileSync(`${root}deno.json`).match(/"zod": "([^"]+)"/)?.[1] ?? "";
  known = { files, hash: sha256(new TextEncoder().encode([pinned, ...lines].join("\n"))) };
  return known;
}
