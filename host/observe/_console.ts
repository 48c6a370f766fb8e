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
    private readonly options: { output?: { write(bytes: Uint8Array): Promise<number> }; exported?: boolean } = {},
  ) {}

  print(line: Line): void {
    const text = this.format === "json" ? toJson(line) : toText(line, this.colors);
    if (this.options.exported) return console[line.level](text.trimEnd());
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
    const { output = Deno.stderr } = this.options;
    // Lines of one turn go out together.
    await Promise.resolve();
    try {
      while (this.#waiting.length > 0) {
        const dropped = this.#dropped > 0 ? `… ${this.#dropped} lines not shown: the reader is too slow\n` : "";
        const bytes = this.#encoder.encode(this.#waiting.join("") + (this.format === "text" ? dropped : ""));
        this.#waiting = [];
        this.#waitingBytes = 0;
        this.#dropped = 0;
        for (let sent = 0; sent < bytes.length;) sent += await output.write(bytes.subarray(sent));
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
  return `${writtenOut(fields === null ? head : `${head.slice(0, -1)},"fields":${fields}}`)}\n`;
}

function toText({ timeMs, level, source, message, fields }: Line, colors: boolean): string {
  const time = new Date(timeMs).toISOString().slice(11, 23);
  const color = colors ? COLORS[level] : "";
  const [grey, reset] = colors ? ["\x1b[90m", "\x1b[0m"] : ["", ""];
  const label = level.toUpperCase().padEnd(5);
  const tail = fields === null ? "" : ` ${grey}${writtenOut(fields)}${reset}`;
  // A message may have lines, such as a stack; what follows its first one cannot be taken for a record of its own.
  const safe = writtenOut(message.replace(/\r?\n/g, MARK)).replaceAll(MARK, CONTINUED);
  return `${grey}${time}${reset} ${color}${label}${color ? reset : ""} ${writtenOut(source)} ${color}${safe}${
    color ? reset : ""
  }${tail}\n`;
}

/** Stands for the end of a line while all else is written out; no text holds it, since it is no character. */
const MARK = "\ufdd0";
const CONTINUED = "\n             │ ";

/** What could end a line, repaint a terminal or turn the reading direction is shown by its number. */
function writtenOut(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex -- they are what is written out
    /[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
