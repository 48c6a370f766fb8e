import type { Snapshots, Work } from "../../packages/mod.ts";

/**
 * Gives a plugin the data that it had before a work began; the same after a crash at any moment of the work. The copy
 * stands under its name only when it is whole, and is the data itself once it was put back.
 */
export async function putDataBack(snapshots: Snapshots, work: Work): Promise<void> {
  const { plugin, aside, hadData } = work;
  if (aside !== undefined && await snapshots.has(plugin, aside)) await snapshots.putBack(plugin, aside);
  else if (!hadData) await snapshots.removeData(plugin);
}
