import { CHECKOUT, PAGE_SDK, pathOf } from "../resolution.ts";

/** Copies the SDK for pages of this checkout into a stage. */
export function copyPageSdk(root: string): void {
  copy(`${pathOf(CHECKOUT)}${PAGE_SDK}`, `${root}/${PAGE_SDK}`);
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
