/** Entries that are measured in one go before others get their turn. */
const ENTRIES_PER_TURN = 200;

/** What a folder holds. */
export interface FolderMeasure {
  /** Bytes on disk, links not followed. */
  bytes: number;
  /** Links that lead out of the folder. A plugin cannot make one; where one lies, its reads and writes follow it. */
  outsideLinks: string[];
}

/** Measures a folder. Gives way to other work every 200 entries; entries that vanish meanwhile are left out. */
export async function measureFolder(folder: string): Promise<FolderMeasure> {
  const folders = [folder];
  const measure: FolderMeasure = { bytes: 0, outsideLinks: [] };
  let entries = 0;
  for (let path = folders.pop(); path !== undefined; path = folders.pop()) {
    try {
      for await (const entry of Deno.readDir(path)) {
        const inner = `${path}/${entry.name}`;
        if (++entries % ENTRIES_PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
        try {
          const stat = Deno.lstatSync(inner);
          measure.bytes += stat.blocks === null ? stat.size : stat.blocks * 512;
          if (stat.isDirectory) folders.push(inner);
          else if (stat.isSymlink && !`${Deno.realPathSync(inner)}/`.startsWith(`${folder}/`)) {
            measure.outsideLinks.push(inner);
          }
        } catch {
          // gone
        }
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return measure;
}
