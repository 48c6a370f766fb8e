import { CpuWatch } from "./cpu_watch.ts";
import { measureFolder } from "./folder_meter.ts";
import type { CompartmentLimits, EndReason, Usage } from "./ports.ts";
import { deletedFileBytes, ProcessProbe } from "./proc.ts";

const MB = 1024 * 1024;
/** Private memory of a compartment in which nothing happens yet (15 MB idle, 28 MB right after the start), with room for the runtime's own use. */
const BASE_MB = 48;
const BASE_PER_WORKER_MB = 16;
/** Above this part of a limit there is pressure; it is over when use falls below the second. */
const SOFT = 0.9;
const RELIEVED = 0.8;

/** What the guard tells its compartment. */
export interface GuardEvents {
  end(reason: EndReason, message: string): void;
  pressure(limit: "memory" | "cpu" | "storage", message: string): void;
  /** For the log: something that the machine's owner should know. */
  note(message: string): void;
}

export interface GuardOptions {
  limits: CompartmentLimits;
  dataDir: string;
  cpuWindowMs?: number;
  events: GuardEvents;
}

/** Watches what one process uses, once it is named. Memory is looked at on every tick, processor and storage on slow ones. */
export class ResourceGuard {
  readonly #limits: CompartmentLimits;
  readonly #dataDir: string;
  readonly #events: GuardEvents;
  #watched = false;
  #probe: ProcessProbe | undefined;
  readonly #cpu: CpuWatch;
  readonly #memoryLimit: number;
  #usage: Usage = { rssBytes: 0, cpuMs: 0, storageBytes: 0 };
  #privateBytes = 0;
  #pressed = new Set<string>();
  #toldLinks = new Set<string>();
  #measuring = false;
  #measureNotBefore = 0;
  /** A look out of turn, for one that writes fast, not before this. */
  #hurryNotBefore = 0;
  #writtenAtMeasure = 0;
  #closed = false;

  constructor(options: GuardOptions) {
    this.#limits = options.limits;
    this.#dataDir = options.dataDir;
    this.#events = options.events;
    this.#cpu = new CpuWatch(options.limits.cpu, options.cpuWindowMs);
    this.#memoryLimit = (options.limits.memoryMb + BASE_MB + BASE_PER_WORKER_MB * options.limits.workers) * MB;
  }

  /** Names the process; the first one counts. */
  watch(pid: number): void {
    if (this.#watched || this.#closed) return;
    this.#watched = true;
    this.#probe = openProbe(pid);
  }

  /** As of the last look. */
  get usage(): Usage {
    return this.#usage;
  }

  /** Memory of its own as of the last look: resident without the pages that all compartments share. */
  get privateBytes(): number {
    return this.#privateBytes;
  }

  /** A last look, while the process is still there. */
  sample(): void {
    if (this.#closed) return;
    const memory = this.#probe?.memory();
    const cpu = this.#probe?.cpu();
    this.#usage = {
      ...this.#usage,
      ...(memory && { rssBytes: memory.rssBytes }),
      ...(cpu && { cpuMs: cpu.cpuMs }),
    };
  }

  tick(now: number, slow: boolean): void {
    if (this.#closed) return;
    this.#checkMemory();
    if (this.#closed) return;
    if (slow) this.#checkCpu(now);
    if (this.#closed || this.#measuring) return;
    if (slow ? now >= this.#measureNotBefore : now >= this.#hurryNotBefore && this.#writesFast()) this.#checkStorage();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#probe?.close();
  }

  #checkMemory(): void {
    const memory = this.#probe?.memory();
    if (!memory) return;
    this.#usage = { ...this.#usage, rssBytes: memory.rssBytes };
    this.#privateBytes = memory.privateBytes;
    const text = () => `used ${mb(memory.privateBytes)} MB of memory; limits.memoryMb is ${this.#limits.memoryMb}`;
    if (memory.privateBytes > this.#memoryLimit) this.#events.end("memory", text());
    else this.#press("memory", memory.privateBytes / this.#memoryLimit, text);
  }

  #checkCpu(now: number): void {
    const cpu = this.#probe?.cpu();
    if (!cpu) return;
    this.#usage = { ...this.#usage, cpuMs: cpu.cpuMs };
    const verdict = this.#cpu.check(cpu.cpuMs, now);
    const text = `used ${this.#cpu.use.toFixed(1)} cores over ${
      this.#cpu.windowMs / 1_000
    } s; limits.cpu is ${this.#limits.cpu}`;
    if (verdict === "end") this.#events.end("cpu", text);
    else if (verdict === "warn") this.#events.pressure("cpu", text);
  }

  /** An eighth of the quota has been written since the last look: waiting for the next turn could overshoot by far. */
  #writesFast(): boolean {
    const written = this.#probe?.writtenBytes();
    return written !== undefined && written - this.#writtenAtMeasure > this.#limits.storageMb * MB / 8;
  }

  /** A large folder is measured less often: at most a hundredth of the time goes into it. */
  async #checkStorage(): Promise<void> {
    this.#measuring = true;
    this.#writtenAtMeasure = this.#probe?.writtenBytes() ?? 0;
    const startedAt = performance.now();
    try {
      const measure = await measureFolder(this.#dataDir);
      if (this.#closed) return;
      const bytes = measure.bytes + (this.#probe ? deletedFileBytes(this.#probe.pid) : 0);
      this.#tellLinks(measure.outsideLinks);
      this.#usage = { ...this.#usage, storageBytes: bytes };
      const limit = this.#limits.storageMb * MB;
      const text = () => `used ${mb(bytes)} MB of storage; limits.storageMb is ${this.#limits.storageMb}`;
      if (bytes > limit) this.#events.end("storage", text());
      else this.#press("storage", bytes / limit, text);
    } catch (error) {
      if (!this.#closed) this.#events.pressure("storage", `cannot be measured: ${(error as Error).message}`);
    } finally {
      const endedAt = performance.now();
      this.#measureNotBefore = endedAt + (endedAt - startedAt) * 100;
      this.#hurryNotBefore = endedAt + (endedAt - startedAt) * 10;
      this.#measuring = false;
    }
  }

  #tellLinks(links: string[]): void {
    for (const link of links) {
      if (this.#toldLinks.has(link)) continue;
      this.#toldLinks.add(link);
      this.#events.note(
        `the link ${link} leads out of its folder, and it reads and writes through it: remove the link`,
      );
    }
  }

  #press(limit: "memory" | "storage", part: number, text: () => string): void {
    if (part < RELIEVED) this.#pressed.delete(limit);
    if (part < SOFT || this.#pressed.has(limit)) return;
    this.#pressed.add(limit);
    this.#events.pressure(limit, text());
  }
}

function openProbe(pid: number): ProcessProbe | undefined {
  try {
    return new ProcessProbe(pid);
  } catch {
    return undefined; // not Linux, or gone already
  }
}

function mb(bytes: number): number {
  return Math.round(bytes / MB);
}
