import { createHash } from "node:crypto";
import { backup } from "node:sqlite";
import { encrypt } from "../archive/cipher.ts";
import { compress } from "../archive/compression.ts";
import { BLOCK_BYTES, fileHeader, paddingOf } from "../archive/tar_header.ts";
import { BackupError } from "../backup_error.ts";
import {
  type Compression,
  FORMAT,
  type Head,
  HEAD_PATH,
  type Manifest,
  MANIFEST_PATH,
  MANIFEST_SUM_PATH,
  MAX_MANIFEST_BYTES,
  type Part,
} from "../format.ts";
import { syncFolder } from "../sync_folder.ts";
import { type Barrier, raiseBarrier } from "./barrier.ts";
import { type ContentFile, openContent } from "./content.ts";
import { Pieces, VanishedError } from "./plain_file.ts";
import { planBackup } from "./plan.ts";
import { openView, type Snapshot } from "./snapshot.ts";

export interface CreateOptions {
  dataDir: string;
  /** Folder of workflows' scripts; it may lie outside the data folder. */
  scriptsDir: string;
  /** Where the archive goes; made when it is not there. */
  folder: string;
  /** File name of the archive. */
  name: string;
  compression: Compression;
  /** Encrypts the archive. */
  passphrase?: string;
  /** Takes the key of the secrets along. */
  key: boolean;
  /** Version of the host. */
  host: string;
  /** ISO 8601. */
  createdAt: string;
  /** Told after each piece. */
  progress?(doneBytes: number, totalBytes: number): void;
}

/** What was made. */
export interface Created {
  name: string;
  sizeBytes: number;
  /** Of what is in it. */
  contentBytes: number;
  parts: number;
  barrierMs: number;
  leftOut: Manifest["leftOut"];
}

/** Packages may be removed while they are read. */
const ATTEMPTS = 3;
/** Pages of a database that are copied in one go. */
const PAGES_PER_STEP = 4_096;

/** Written bytes that are brought to the disk together. */
const SYNC_BYTES = 32 * 1024 ** 2;

/** Name of the folder in which an archive is made; whatever is in it is no backup. */
export const PARTIAL = ".partial-";

/**
 * Makes a backup of a data folder whose host may run. The archive has its name only when it is whole and on disk. It opens
 * and closes files of databases: in a process that has one of them open, that would give up its locks. So it has a process
 * of its own. Rejects with {@linkcode BackupError}.
 */
export async function createBackup(options: CreateOptions): Promise<Created> {
  const { folder, name } = options;
  const stage = `${folder}/${PARTIAL}${name}`;
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: 0o700 });
    Deno.mkdirSync(stage, { mode: 0o700 });
    for (let attempt = 1;; attempt++) {
      try {
        return await attemptBackup(options, stage);
      } catch (error) {
        if (!(error instanceof VanishedError)) throw error;
        if (attempt >= ATTEMPTS) throw new BackupError("busy", `${error.message}: try again later`, { cause: error });
      }
    }
  } catch (error) {
    throw inWords(error, folder);
  } finally {
    await Deno.remove(stage, { recursive: true }).catch(() => {});
  }
}

async function attemptBackup(options: CreateOptions, stage: string): Promise<Created> {
  const { dataDir, folder, name, compression, key, host, createdAt, passphrase } = options;
  const main = `${dataDir}/host.db`;
  const before = planBackup(options);
  const databases = new Map(before.files.filter(({ kind }) => kind === "database").map((file) => [file.source, file]));
  using barrier = await raiseBarrier([...databases.keys()], { main });
  // What came since is of no harm, and what a database names now is still there.
  const { files, leftOut } = planBackup({ ...options, known: new Set(databases.keys()) });
  leftOut.push(...notes(barrier, dataDir));
  const broken = new Set(barrier.broken.map(({ path }) => path));
  const plain = files.filter((file) => file.kind === "file" || broken.has(file.source));
  const size = (list: { sizeBytes: number }[]) => list.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  // Compressing takes time in which a log grows that a view holds: then databases are copied first and archived afterwards.
  const aside = compression !== "none" || passphrase !== undefined;
  let databaseBytes = size([...databases.values()]);
  let done = 0;
  const tell = () => options.progress?.(done, databaseBytes * (aside ? 2 : 1) + size(plain));

  const copies: ContentFile[] = [];
  for (const [index, snapshot] of barrier.snapshots.entries()) {
    const planned = databases.get(snapshot.path)!;
    const copy = await takeDatabase(snapshot, `${stage}/${index}.db`, aside);
    databaseBytes += copy.sizeBytes - planned.sizeBytes;
    copies.push({ ...planned, ...copy });
    if (aside) done += copy.sizeBytes;
    tell();
  }

  const head: Head = { format: FORMAT, createdAt, host, compression, key };
  const manifest: Manifest = { head, barrierMs: barrier.barrierMs, leftOut, parts: [] };
  const packed = pack({
    manifest,
    files: [...copies, ...plain.map((file) => ({ ...file, kind: "file" as const }))],
    stage,
  }, (bytes) => {
    done += bytes;
    tell();
  });
  const compressed = compress(packed, compression);
  const archive = `${stage}/archive`;
  const sizeBytes = await write(archive, passphrase === undefined ? compressed : encrypt(compressed, passphrase, head));
  Deno.renameSync(archive, `${folder}/${name}`);
  syncFolder(folder);
  return {
    name,
    sizeBytes,
    contentBytes: size(manifest.parts),
    parts: manifest.parts.length,
    barrierMs: barrier.barrierMs,
    leftOut,
  };
}

/** Where the bytes of a database are from now on: in itself, or in a copy. */
async function takeDatabase(
  snapshot: Snapshot,
  copy: string,
  aside: boolean,
): Promise<Pick<ContentFile, "sizeBytes"> & Partial<ContentFile>> {
  const view = openView(snapshot);
  if (view && !aside) return { sizeBytes: view.sizeBytes, view };
  {
    using target = Deno.openSync(copy, { write: true, create: true, truncate: true, mode: 0o600 });
    for (const piece of view?.pieces(new Pieces()) ?? []) {
      for (let rest = piece; rest.length > 0;) rest = rest.subarray(target.writeSync(rest));
    }
  }
  if (!view) {
    await backup(snapshot.db, copy, { rate: PAGES_PER_STEP });
    // The write-ahead log can be emptied again.
    snapshot.db.close();
  }
  return { source: copy, sizeBytes: Deno.statSync(copy).size };
}

/** The tar archive: head, files, manifest. */
async function* pack(
  { manifest, files, stage }: { manifest: Manifest; files: ContentFile[]; stage: string },
  read: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const timeS = Date.parse(manifest.head.createdAt) / 1_000;
  yield* entry(HEAD_PATH, JSON.stringify(manifest.head), timeS);
  const memory = new Pieces();
  for (const file of files) {
    let part: Part;
    try {
      part = yield* packFile(file, { stage, memory, read });
    } catch (error) {
      // What a plugin removes of its own is no part of any promise; it was not begun yet.
      if (!(error instanceof VanishedError) || /^(files|packages)\//.test(file.path)) throw error;
      manifest.leftOut.push({ path: file.path, reason: "it went away while the backup was made" });
      continue;
    }
    manifest.parts.push(part);
  }
  const text = JSON.stringify(manifest);
  if (text.length > MAX_MANIFEST_BYTES / 2) {
    throw new BackupError("unreadable", "There are too many files for one backup");
  }
  yield* entry(MANIFEST_PATH, text, timeS);
  yield* entry(MANIFEST_SUM_PATH, `${createHash("sha256").update(text).digest("hex")}\n`, timeS);
  yield new Uint8Array(2 * BLOCK_BYTES);
}

function* packFile(
  file: ContentFile,
  { stage, memory, read }: { stage: string; memory: Pieces; read(bytes: number): void },
): Generator<Uint8Array, Part> {
  const { sizeBytes, pieces } = openContent(file, stage, memory);
  const { path, kind, mode, timeS } = file;
  const hash = createHash("sha256");
  let begun = false;
  for (const piece of pieces()) {
    // Only now is it certain that the file is there.
    if (!begun) yield fileHeader(path, { sizeBytes, mode, timeS });
    begun = true;
    hash.update(piece);
    yield piece;
    read(piece.length);
  }
  if (!begun) yield fileHeader(path, { sizeBytes: 0, mode, timeS });
  yield new Uint8Array(paddingOf(sizeBytes));
  return { path, kind, sizeBytes, sha256: hash.digest("hex") };
}

function* entry(path: string, text: string, timeS: number): Generator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  yield fileHeader(path, { sizeBytes: bytes.length, mode: 0o600, timeS });
  yield bytes;
  yield new Uint8Array(paddingOf(bytes.length));
}

/**
 * Writes one piece while the next one is made. What is written goes on to the disk meanwhile, so that little is left to wait
 * for at the end.
 */
async function write(path: string, source: AsyncIterable<Uint8Array>): Promise<number> {
  using file = Deno.openSync(path, { write: true, create: true, truncate: true, mode: 0o600 });
  // Calls on one open file wait for each other, so the disk is asked through another one.
  using again = Deno.openSync(path, { write: true });
  let sizeBytes = 0;
  let asked = 0;
  let syncing: Promise<void> | undefined;
  let writing: Promise<void> = Promise.resolve();
  try {
    for await (const chunk of source) {
      await writing;
      writing = writeAll(file, chunk);
      // Looked at above, when the next piece is there.
      writing.catch(() => {});
      sizeBytes += chunk.length;
      if (syncing || sizeBytes - asked < SYNC_BYTES) continue;
      asked = sizeBytes;
      // What fails here fails at the end as well, where it counts.
      syncing = again.syncData().catch(() => {}).finally(() => syncing = undefined);
    }
  } finally {
    await writing.finally(() => syncing);
  }
  await file.sync();
  return sizeBytes;
}

async function writeAll(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(await file.write(rest));
}

function notes({ broken, unsettled }: Barrier, dataDir: string): Manifest["leftOut"] {
  const relative = (path: string) => path.slice(dataDir.length + 1);
  return [
    ...broken.map(({ path, reason }) => ({
      path: relative(path),
      reason: `it looks like a database and is none that opens (${reason}); its bytes were taken as they are`,
    })),
    ...unsettled.map((path) => ({
      path: relative(path),
      reason: "its plugin kept it locked; it is of a moment of its own, before or after the others",
    })),
  ];
}

function inWords(error: unknown, folder: string): unknown {
  if (error instanceof BackupError) return error;
  const { code, message } = error as { code?: string; message: string };
  if (code === "ENOSPC" || /no space left|disk is full|database or disk is full/i.test(message)) {
    return new BackupError(
      "no_space",
      `There is no room left for a backup in "${folder}": free some, or choose another folder`,
      {
        cause: error,
      },
    );
  }
  if (
    error instanceof Deno.errors.PermissionDenied || error instanceof Deno.errors.AlreadyExists ||
    error instanceof Deno.errors.NotADirectory
  ) {
    return new BackupError("unreadable", `No backup can be written to "${folder}": ${message}`, { cause: error });
  }
  return error;
}
