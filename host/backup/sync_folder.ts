/** A new name is on disk when its folder is. */
export function syncFolder(folder: string): void {
  if (Deno.build.os === "windows") return;
  using file = Deno.openSync(folder);
  file.syncSync();
}
