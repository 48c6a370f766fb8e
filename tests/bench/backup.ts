/** A backup without compression beside `cp` of the same folder: half of it databases, half of it files. */
import { DatabaseSync } from "node:sqlite";
import { readArchive } from "../../host/backup/mod.ts";
import { runJob } from "../../host/backup/run_job.ts";
import { type BenchResult, median } from "./result.ts";

/** Megabytes; with less the start of the process that does it weighs more. */
const SIZE_MB = Number(Deno.env.get("BACKUP_MB") ?? 1_024);
const ROUNDS = 3;
const FILE_MB = 4;
const MB = 1024 ** 2;

export async function run(): Promise<BenchResult[]> {
  const dir = await Deno.makeTempDir({ prefix: "bulkhead-bench-" });
  try {
    const dataDir = `${dir}/data`;
    makeData(dataDir);
    const copies: number[] = [];
    const backups: number[] = [];
    const packed: number[] = [];
    const verified: number[] = [];
    let barrierMs = 0;
    for (let round = 0; round < ROUNDS; round++) {
      copies.push(
        await timed(async () => {
          const { success } = await new Deno.Command("cp", { args: ["-r", "--reflink=never", dataDir, `${dir}/copy`] })
            .output();
          if (!success) throw new Error("cp failed");
        }),
      );
      await Deno.remove(`${dir}/copy`, { recursive: true });
      const make = (compression: "none" | "zstd") =>
        runJob({
          kind: "create",
          options: {
            ...{ dataDir, scriptsDir: `${dir}/scripts`, folder: `${dir}/backups`, name: `${compression}.tar` },
            ...{ compression, key: false, host: "0.1.0", createdAt: new Date().toISOString() },
          },
        });
      backups.push(await timed(async () => void (barrierMs = Math.max(barrierMs, (await make("none")).barrierMs))));
      verified.push(await timed(() => readArchive(`${dir}/backups/none.tar`, {})));
      await Deno.remove(`${dir}/backups/none.tar`);
      packed.push(await timed(() => make("zstd")));
      await Deno.remove(`${dir}/backups/zstd.tar`);
    }
    const rate = (ms: number[]) => `${Math.round(SIZE_MB / (median(ms) / 1_000))} MB/s`;
    return [{
      name: `backup of ${SIZE_MB} MB without compression, as a share of the speed of cp`,
      value: median(copies) / median(backups),
      unit: "ratio",
      bar: 0.25,
      better: "higher",
      detail:
        `backup ${rate(backups)}, with the start of its process and on disk when it ends; cp ${
          rate(copies)
        }; with zstd ${rate(packed)}; ` +
        `verify ${rate(verified)}`,
    }, {
      name: "writers held still for a backup, longest",
      value: barrierMs,
      unit: "ms",
      bar: 50,
      better: "lower",
      detail: `two databases, nobody else at work, ${ROUNDS} backups`,
    }];
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

function makeData(dataDir: string): void {
  const noise = new Uint8Array(FILE_MB * MB);
  for (let at = 0; at < noise.length; at += 65_536) crypto.getRandomValues(noise.subarray(at, at + 65_536));
  Deno.mkdirSync(`${dataDir}/plugins/one`, { recursive: true });
  Deno.mkdirSync(`${dataDir}/files/aa`, { recursive: true });
  for (const path of ["host.db", "plugins/one/data.db"]) {
    using db = new DatabaseSync(`${dataDir}/${path}`);
    db.exec("PRAGMA journal_mode = WAL; CREATE TABLE rows (body BLOB)");
    const insert = db.prepare("INSERT INTO rows VALUES (?)");
    for (let mb = 0; mb < SIZE_MB / 4; mb++) insert.run(noise.subarray(mb % FILE_MB * MB, (mb % FILE_MB + 1) * MB));
  }
  for (let mb = 0; mb < SIZE_MB / 2; mb += FILE_MB) {
    Deno.writeFileSync(`${dataDir}/files/aa/${String(mb).padStart(64, "0")}`, noise);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}
