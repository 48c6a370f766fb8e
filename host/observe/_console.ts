import type { Line } from "./_records.ts";

export type LogFormat = "text" | "json";

/** Bytes that may wait for a slow reader of the terminal or pipe; beyond it lines are dropped and counted. */
const MAX_WAITING = 1_048_576;

const COLORS: Record<Line["level"], string> = { debug: "\x1b[90m", info: "", warn: "\x1b[33m", error: "\x1b[31m" };

/** Prints log lines to stderr without ever waiting for whoever reads them. Stdout is left to the ready line. */
export class ConsoleLog {
  #waiting: string[] = [];
  #waitingBytes = 0;
  #writing: Promise<void> | undefined;
  #dropped = 0;
  #encoder = new TextEncoder();

  constructor(
    readonly format: LogFormat,
    readonly colors: boolean,
    readonly output: { write(bytes: Uint8Array): Promise<number> } = Deno.stderr,
  ) {}

  print(line: Line): void {
    const text = this.format === "json" ? toJson(line) : toText(line, this.colors);
    if (this.#waitingBytes + text.length > MAX_WAITING) {
      this.#dropped++;
      return;
    }
    this.#waiting.push(text);
    this.#waitingBytes += text.length;
    this.#writing ??= this.#drain();
  }

  async close(): Promise<void> {
    await this.#writing;
  }

  async #drain(): Promise<void> {
    // Lines of one turn go out together.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) {
        const dropped = this.#dropped > 0 ? `… ${this.#dropped} lines not shown: the reader is too slow\n` : "";
        const bytes = this.#encoder.encode(this.#waiting.join("") + (this.format === "text" ? dropped : ""));
        this.#waiting = [];
        this.#waitingBytes = 0;
        this.#dropped = 0;
        for (let sent = 0; sent < bytes.length;) sent += await this.output.write(bytes.subarray(sent));
      }
    } catch {
      /* nobody reads any more; the records are in the store */
    } finally {
      this.#writing = undefined;
    }
  }
}

function toJson(line: Line): string {
  const { timeMs, level, source, message, fields } = line;
  const head = JSON.stringify({ time: new Date(timeMs).toISOString(), level, source, message });
  return fields === null ? `${head}\n` : `${head.slice(0, -1)},"fields":${fields}}\n`;
}

function toText({ timeMs, level, source, message, fields }: Line, colors: boolean): string {
  const time = new Date(timeMs).toISOString().slice(11, 23);
  const color = colors ? COLORS[level] : "";
  const [grey, reset] = colors ? ["\x1b[90m", "\x1b[0m"] : ["", ""];
  const label = level.toUpperCase().padEnd(5);
  const tail = fields === null ? "" : ` ${grey}${fields}${reset}`;
  // Control characters of a message could repaint the terminal.
  // deno-lint-ignore no-control-regex -- they are what is taken out
  const safe = message.replace(/[\x00-\x08\x0b-\x1f\x7f\x9b]/g, "?");
  return `${grey}${time}${reset} ${color}${label}${color ? reset : ""} ${source} ${color}${safe}${
    color ? reset : ""
  }${tail}\n`;
}
