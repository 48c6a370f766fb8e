import assert from "node:assert/strict";
import { Installed, migratePackages, PackageStore, Snapshots, type Work, WorkJournal } from "../../packages/mod.ts";
import { createWriter, openDatabase } from "../../storage/mod.ts";
import { recoverInstalls } from "./recovery.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

const cutOff = (plugin: string): Work => ({
  ...{ plugin, work: "update", stage: "start", version: "2.0.0", hadData: true, deleteData: false },
  ...{ aside: "1.0.0-then", at: "2026-01-01T00:00:00.000Z", by: "ann" },
});

/** A disk on which nothing of one plugin can be moved. */
class StuckDisk extends Snapshots {
  stuck = true;
  override putBack(plugin: string, name: string): Promise<void> {
    if (this.stuck && plugin === "polls") return Promise.reject(new Error("the disk gave an error"));
    return super.putBack(plugin, name);
  }
}

Deno.test("data that cannot be put back is kept for the next start, and keeps nobody else from running", async () => {
  const dataDir = await Deno.makeTempDir();
  const db = openDatabase(`${dataDir}/host.db`);
  const writer = createWriter(db);
  try {
    migratePackages(db);
    for (const plugin of ["polls", "other"]) {
      await Deno.mkdir(`${dataDir}/plugins/${plugin}`, { recursive: true });
      await Deno.writeTextFile(`${dataDir}/plugins/${plugin}/data`, "of the new version");
      await Deno.mkdir(`${dataDir}/packages/snapshots/${plugin}/1.0.0-then`, { recursive: true });
      await Deno.writeTextFile(`${dataDir}/packages/snapshots/${plugin}/1.0.0-then/data`, "of the old version");
    }
    const journal = new WorkJournal(db, writer);
    for (const plugin of ["polls", "other"]) await journal.begin(cutOff(plugin));
    const snapshots = new StuckDisk(dataDir);
    const forgotten: string[] = [];
    const recover = () =>
      recoverInstalls({
        ...{ snapshots, journal, logger: silent },
        installed: new Installed({ db, writer, dataDir, logger: silent }),
        store: new PackageStore(`${dataDir}/packages`),
        forget: (id) => Promise.resolve(void forgotten.push(id)),
        forgetData: () => Promise.reject(new Error("nothing was to be deleted")),
      });
    const data = (plugin: string) => Deno.readTextFile(`${dataDir}/plugins/${plugin}/data`);

    const stuck = await recover();
    assert.deepEqual([...stuck.keys()], ["polls"]);
    assert.match(stuck.get("polls")!, /could not be put right: the disk gave an error/);
    assert.deepEqual([await data("other"), forgotten], ["of the old version", ["other"]]);
    assert.deepEqual(journal.open(), [cutOff("polls")]);

    snapshots.stuck = false;
    assert.equal((await recover()).size, 0);
    assert.deepEqual([await data("polls"), journal.open()], ["of the old version", []]);
    assert.deepEqual([...Deno.readDirSync(`${dataDir}/packages/snapshots`)], []);
  } finally {
    await writer.close();
    db.close();
    await Deno.remove(dataDir, { recursive: true });
  }
});
