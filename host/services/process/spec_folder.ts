import { parse, TomlError } from "smol-toml";

/** Largest file that is read. */
const MAX_BYTES = 256 * 1024;
const MAX_FILES = 1_000;
/** Editors write a file in several steps. */
const SETTLE_MS = 50;

/** One file of the folder: what is in it, or what is wrong with it. */
export interface SpecFile {
  /** `books.toml`. */
  file: string;
  text: string;
  /** The parsed table. */
  value?: unknown;
  /** `line` is 1 for the first; 0 where the file as a whole is at fault. */
  fault?: { line: number; message: string };
}

/** The TOML files that describe services, and word of every change to them. */
export class SpecFolder {
  readonly path: string;
  #version = 0;
  #waiting = new Set<() => void>();
  #watcher: Deno.FsWatcher | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #watching: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(path: string) {
    this.path = path;
  }

  /** All files, by name. `fault` is set when the folder itself cannot be read. */
  read(): { version: number; files: SpecFile[]; fault?: string } {
    this.#watch();
    const version = this.#version;
    try {
      Deno.mkdirSync(this.path, { recursive: true, mode: 0o700 });
      const names = [...Deno.readDirSync(this.path)].map(({ name }) => name)
        .filter((name) => name.endsWith(".toml") && !name.startsWith(".")).sort();
      const fault = names.length > MAX_FILES
        ? `The folder "${this.path}" has ${names.length} specs: only the first ${MAX_FILES} are read`
        : undefined;
      const files = names.slice(0, MAX_FILES).map((name) => this.#file(name));
      return { version, files, ...(fault ? { fault } : {}) };
    } catch (error) {
      return {
        version,
        files: [],
        fault: `The folder "${this.path}" cannot be read (${(error as Error).message}): let the host's user read it`,
      };
    }
  }

  /** Resolves when something has changed since `version`, or with the same version when `signal` aborts. */
  async changed(version: number, signal: AbortSignal): Promise<{ version: number }> {
    this.#watch();
    if (version === this.#version && !signal.aborted && !this.#closed) {
      await new Promise<void>((resolve) => {
        const done = () => {
          this.#waiting.delete(done);
          signal.removeEventListener("abort", done);
          resolve();
        };
        this.#waiting.add(done);
        signal.addEventListener("abort", done, { once: true });
      });
    }
    return { version: this.#version };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#settling);
    this.#watcher?.close();
    for (const done of this.#waiting) done();
    await this.#watching;
  }

  #file(file: string): SpecFile {
    const path = `${this.path}/${file}`;
    try {
      const { size, isFile } = Deno.statSync(path);
      if (!isFile) return { file, text: "", fault: { line: 0, message: "is not a file: expected TOML" } };
      if (size > MAX_BYTES) {
        const message =
          `has ${size} bytes: a spec has at most ${MAX_BYTES}. Long values belong in files of the service`;
        return { file, text: "", fault: { line: 0, message } };
      }
      return parseSpec(file, Deno.readTextFileSync(path));
    } catch (error) {
      const message = `cannot be read (${(error as Error).message}): let the host's user read it, or remove it`;
      return { file, text: "", fault: { line: 0, message } };
    }
  }

  /** The events of the system say when to look; nothing is looked at in between. */
  #watch(): void {
    if (this.#watcher || this.#closed) return;
    try {
      Deno.mkdirSync(this.path, { recursive: true, mode: 0o700 });
      this.#watcher = Deno.watchFs(this.path, { recursive: false });
    } catch {
      return; // told by read()
    }
    this.#watching = this.#listen(this.#watcher);
  }

  async #listen(watcher: Deno.FsWatcher): Promise<void> {
    for await (const { kind, paths } of watcher) {
      const gone = kind === "remove" && paths.includes(this.path);
      if (gone || (kind !== "access" && paths.some((path) => path.endsWith(".toml")))) this.#changedSoon();
      if (!gone) continue;
      // Another one of that name is made and watched when somebody looks.
      watcher.close();
      if (this.#watcher === watcher) this.#watcher = undefined;
      return;
    }
  }

  #changedSoon(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#version++;
      for (const done of this.#waiting) done();
    }, SETTLE_MS);
  }
}

/** Reads a spec's text. */
export function parseSpec(file: string, text: string): SpecFile {
  try {
    return { file, text, value: JSON.parse(JSON.stringify(parse(text), plainNumber)) };
  } catch (error) {
    const line = error instanceof TomlError ? error.line : 0;
    // The library's message goes on with a picture of the place.
    const message = (error as Error).message.split("\n")[0]!.replace(/^Invalid TOML document: /, "is not TOML: ");
    return { file, text, fault: { line, message } };
  }
}

function plainNumber(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? Number(value) : value;
}
