import type { Database, Writer } from "../../storage/ports.ts";

/** A work on one plugin's package and data, as far as it has to be known after a crash. */
export interface Work {
  plugin: string;
  work: "install" | "update" | "rollback" | "uninstall";
  /**
   * `stop`: nothing has changed; `aside`: its data is being put aside; `start`: the other version may be writing;
   * `remove`: it is gone, its files may not be.
   */
  stage: "stop" | "aside" | "start" | "remove";
  /** That it is to have, for people. */
  version: string;
  /** Snapshot into which its data goes before the other version starts. */
  aside?: string;
  /** It had a data folder before. */
  hadData: boolean;
  deleteData: boolean;
  at: string;
  by: string;
}

interface Row extends Omit<Work, "aside" | "hadData" | "deleteData"> {
  aside: string | null;
  hadData: number;
  deleteData: number;
}

/** The works that are under way, one a plugin; what stands here at a start was cut off. */
export class WorkJournal {
  constructor(private readonly db: Database, private readonly writer: Writer) {}

  async begin(work: Work): Promise<void> {
    await this.writer.write((db) => writeWork(db, work));
  }

  async stage(plugin: string, stage: Work["stage"]): Promise<void> {
    await this.writer.write((db) => db.run("UPDATE pkg_work SET stage = ? WHERE plugin = ?", stage, plugin));
  }

  async end(plugin: string): Promise<void> {
    await this.writer.write((db) => endWork(db, plugin));
  }

  open(): Work[] {
    const rows = this.db.all<Row>(
      "SELECT plugin, work, stage, version, aside, had_data AS hadData, delete_data AS deleteData, begun_at AS at, " +
        "begun_by AS by FROM pkg_work",
    );
    return rows.map(({ aside, hadData, deleteData, ...row }) => ({
      ...row,
      ...(aside === null ? {} : { aside }),
      hadData: hadData === 1,
      deleteData: deleteData === 1,
    }));
  }
}

/** Inside the caller's transaction. */
export function writeWork(db: Database, work: Work): void {
  db.run(
    "INSERT OR REPLACE INTO pkg_work (plugin, work, stage, version, aside, had_data, delete_data, begun_at, begun_by) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    work.plugin,
    work.work,
    work.stage,
    work.version,
    work.aside ?? null,
    work.hadData ? 1 : 0,
    work.deleteData ? 1 : 0,
    work.at,
    work.by,
  );
}

/** Inside the caller's transaction: what it was about counts from here on. */
export function endWork(db: Database, plugin: string): void {
  db.run("DELETE FROM pkg_work WHERE plugin = ?", plugin);
}
