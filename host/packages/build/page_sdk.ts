import { CHECKOUT, PAGE_SDK, pathOf } from "../resolution.ts";
import { sha256 } from "../sha256.ts";

/** Copies the SDK for pages of this checkout into a stage. */
export function copyPageSdk(root: string): void {
  copy(`${pathOf(CHECKOUT)}${PAGE_SDK}`, `${root}/${PAGE_SDK}`);
}

let hash: string | undefined;

/** SHA-256 over the SDK for pages; read once in the life of the process. */
export function pageSdkHash(): string {
  return hash ??= hashOf(`${pathOf(CHECKOUT)}${PAGE_SDK}`);
}

function hashOf(folder: string): string {
  const lines = [...Deno.readDirSync(folder)].map(({ name, isDirectory }) =>
    `${name} ${isDirectory ? hashOf(`${folder}/${name}`) : sha256(Deno.readFileSync(`${folder}/${name}`))}`
  );
  return sha256(new TextEncoder().encode(lines.sort().join("\n")));
}

function copy(from: string, to: string): void {
  Deno.mkdirSync(to, { recursive: true });
  for (const entry of Deno.readDirSync(from)) {
    if (entry.isDirectory) copy(`${from}/${entry.name}`, `${to}/${entry.name}`);
    else if (/\.tsx?$/.test(entry.name) && !/_test\.tsx?$/.test(entry.name)) {
      Deno.copyFileSync(`${from}/${entry.name}`, `${to}/${entry.name}`);
    }
  }
}
