/** What the kernel tells of processes under /proc. All reads are of single small files and take microseconds. */

const MS_PER_TICK = 10; // USER_HZ is 100 on every Linux
const decoder = new TextDecoder();
const buffer = new Uint8Array(4096);

const PAGE_BYTES = pageBytes();

export interface ProcessSample {
  /** Resident bytes. */
  rssBytes: number;
  /** Resident bytes of its own: without the pages of files, which all compartments share. */
  privateBytes: number;
}

/** Reads one process through files that are opened once, so that a reused pid can never be mistaken for it. */
export class ProcessProbe {
  readonly #statm: Deno.FsFile;
  readonly #stat: Deno.FsFile;
  /** Some containers do not show it. */
  readonly #io: Deno.FsFile | undefined;

  constructor(readonly pid: number) {
    this.#statm = Deno.openSync(`/proc/${pid}/statm`);
    try {
      this.#stat = Deno.openSync(`/proc/${pid}/stat`);
    } catch (error) {
      this.#statm.close();
      throw error;
    }
    try {
      this.#io = Deno.openSync(`/proc/${pid}/io`);
    } catch {
      this.#io = undefined;
    }
  }

  /** Undefined once the process is gone. */
  memory(): ProcessSample | undefined {
    const text = reread(this.#statm);
    if (!text) return undefined;
    const [, resident, shared] = text.split(" ").map(Number);
    if (!resident) return undefined;
    return { rssBytes: resident * PAGE_BYTES, privateBytes: (resident - shared!) * PAGE_BYTES };
  }

  /** Processor time of all its threads since the start, and their number; undefined once it is gone. */
  cpu(): { cpuMs: number; threads: number } | undefined {
    const text = reread(this.#stat);
    if (!text) return undefined;
    const fields = fieldsOfStat(text);
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * MS_PER_TICK, threads: Number(fields[17]) };
  }

  /** Bytes that it has written to files since its start, those it overwrote or removed again too. */
  writtenBytes(): number | undefined {
    const written = this.#io && /^write_bytes: (\d+)$/m.exec(reread(this.#io) ?? "")?.[1];
    return written === undefined ? undefined : Number(written);
  }

  close(): void {
    this.#statm.close();
    this.#stat.close();
    this.#io?.close();
  }
}

/** Start time in clock ticks since boot; with the pid it names a process for good. Undefined when there is none. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const fields = fieldsOfStat(Deno.readTextFileSync(`/proc/${pid}/stat`));
    return fields[0] === "Z" ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** The arguments of a process; empty when it is gone or not to be seen. */
export function argumentsOf(pid: number): string[] {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/cmdline`).split("\0");
  } catch {
    return [];
  }
}

/** The environment with which a process was started, as one text; empty when it is gone or not to be seen. */
export function environmentOf(pid: number): string {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/environ`);
  } catch {
    return "";
  }
}

/** All process ids that are there now. */
export function processIds(): number[] {
  return [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter((pid) => pid > 0);
}

/** The processes that a process started and that are there now. */
export function childrenOf(pid: number): number[] {
  try {
    return Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim().split(" ").map(Number).filter(Boolean);
  } catch (error) {
    // Not every kernel keeps that list.
    return error instanceof Deno.errors.NotFound ? processIds().filter((child) => parentOf(child) === pid) : [];
  }
}

/** The process that started another, or that took it over; undefined when it is gone. */
export function parentOf(pid: number): number | undefined {
  try {
    return Number(fieldsOfStat(Deno.readTextFileSync(`/proc/${pid}/stat`))[1]);
  } catch {
    return undefined;
  }
}

/** Is there a terminal whose signals reach a process? One of which nothing can be told counts as having one. */
export function hasTerminal(pid: number): boolean {
  try {
    return fieldsOfStat(Deno.readTextFileSync(`/proc/${pid}/stat`))[4] !== "0";
  } catch {
    return true;
  }
}

/** Does a process stand still, by SIGSTOP? Not one that is gone. */
export function isHeld(pid: number): boolean {
  try {
    return fieldsOfStat(Deno.readTextFileSync(`/proc/${pid}/stat`))[0] === "T";
  } catch {
    return false;
  }
}

/** Bytes of files that a process holds open although no folder names them any more. */
export function deletedFileBytes(pid: number): number {
  let bytes = 0;
  try {
    for (const { name } of Deno.readDirSync(`/proc/${pid}/fd`)) {
      try {
        const path = `/proc/${pid}/fd/${name}`;
        if (!Deno.readLinkSync(path).endsWith(" (deleted)")) continue;
        const { blocks, isFile } = Deno.statSync(path);
        if (isFile) bytes += (blocks ?? 0) * 512;
      } catch {
        // closed meanwhile
      }
    }
  } catch {
    // gone, or of another user
  }
  return bytes;
}

/** Fields of /proc/pid/stat from the third on; the second is the name and may hold anything. */
function fieldsOfStat(text: string): string[] {
  return text.slice(text.lastIndexOf(")") + 2).trim().split(" ");
}

function reread(file: Deno.FsFile): string | undefined {
  try {
    file.seekSync(0, Deno.SeekMode.Start);
    const count = file.readSync(buffer);
    return count ? decoder.decode(buffer.subarray(0, count)) : undefined;
  } catch {
    return undefined;
  }
}

/** The size of a page, from what the kernel handed this process at its start (AT_PAGESZ). */
function pageBytes(): number {
  try {
    const auxv = new DataView(Deno.readFileSync("/proc/self/auxv").buffer);
    for (let at = 0; at + 16 <= auxv.byteLength; at += 16) {
      if (auxv.getBigUint64(at, true) === 6n) return Number(auxv.getBigUint64(at + 8, true));
    }
  } catch {
    // not Linux, or not to be seen
  }
  return 4096;
}
