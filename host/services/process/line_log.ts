import type { Clock, LogSink } from "../../observe/ports.ts";
import type { LogRecord } from "../../sdk/channel/protocol.ts";

/** Longest line that is kept whole; a longer one, or one that never ends, becomes several. */
const MAX_LINE = 16_384;
/** Lines for which room is asked at once. */
const SLICE = 125;
/** Lines that are remembered, for whoever asks how it ended. */
const KEPT_LINES = 20;
const LEVELS: Record<string, LogRecord["level"]> = {
  ...{ trace: "debug", debug: "debug", info: "info", notice: "info", warn: "warn", warning: "warn" },
  ...{ error: "error", err: "error", fatal: "error", critical: "error", panic: "error" },
};
const LEVEL_WORD = /\b(ERROR|FATAL|PANIC|CRITICAL|WARN|WARNING)\b/;
const SOURCE = /^[\w:-]+(\.[\w:-]+)*$/;
/** Colours and other orders to a terminal, and what else cannot be shown. */
// deno-lint-ignore no-control-regex -- they are what is taken out
const CONTROL = /\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(\x07|\x1b\\)?|[\x00-\x08\x0b-\x1f\x7f]/g;
// deno-lint-ignore no-control-regex -- as above
const ANY_CONTROL = /[\x00-\x08\x0b-\x1f\x7f]/;
/** What a program says to whoever launched it, and not to people. */
const NOTE = '{"bulkhead":';

/** Something that a program told whoever launched it: a line of JSON that begins with `"bulkhead"`. */
export type ProgramNote = { bulkhead: string } & Record<string, unknown>;

export interface LineLogOptions {
  sink: LogSink;
  clock: Clock;
  /** Where its lines go: `<plugin>.<service>`. */
  source: string;
  /** Lines of JSON are read as records. */
  json: boolean;
  /** Stands in every record, such as the job. */
  fields?: Record<string, unknown>;
  /** Takes secrets out of the last lines, which are told with the end. */
  redact(text: string): string;
  note(note: ProgramNote): void;
  /** Each line as it came, before it is stored. */
  line(text: string): void;
}

/** Writes what a program prints into the log, line by line, whatever it prints; reads no faster than it is stored. */
export class LineLog {
  readonly #options: LineLogOptions;
  readonly #last: string[] = [];

  constructor(options: LineLogOptions) {
    this.#options = options;
  }

  /** The last lines, oldest first. */
  get last(): string[] {
    return this.#last.map((text) => this.#options.redact(text));
  }

  /** Resolves when the stream has ended and all of it is in the log's hands. */
  async read(stream: ReadableStream<Uint8Array>, kind: "stdout" | "stderr"): Promise<void> {
    const decoder = new TextDecoder();
    let rest = "";
    try {
      for await (const chunk of stream) {
        rest = await this.#lines(rest + decoder.decode(chunk, { stream: true }), kind);
      }
    } catch {
      // the pipe broke off with the program
    }
    rest += decoder.decode();
    if (rest !== "") await this.#store([rest], kind);
  }

  /**
   * Stores the lines of a text and answers what begins after the last of them. Only as many as are stored next are cut out of it:
   * those of many programs that wait for room would make each collection of garbage a long one.
   */
  async #lines(text: string, kind: "stdout" | "stderr"): Promise<string> {
    let at = 0;
    for (let slice: string[] = [];; slice = []) {
      while (slice.length < SLICE) {
        const end = text.indexOf("\n", at);
        if (end < 0 && text.length - at <= MAX_LINE) break;
        slice.push(text.slice(at, end < 0 ? at + MAX_LINE : end));
        at = end < 0 ? at + MAX_LINE : end + 1;
      }
      if (slice.length === 0) return text.slice(at);
      await this.#store(slice, kind);
    }
  }

  async #store(lines: string[], kind: "stdout" | "stderr"): Promise<void> {
    const room = this.#options.sink.room?.(lines.length);
    if (room) await room;
    this.#take(lines, kind);
  }

  #take(lines: string[], kind: "stdout" | "stderr"): void {
    const { sink, clock, source } = this.#options;
    const time = new Date(clock.now()).toISOString();
    const records: LogRecord[] = [];
    for (const raw of lines) {
      if (raw === "" || raw === "\r") continue;
      if (raw.startsWith(NOTE) && this.#note(raw, time)) continue;
      for (let at = 0; at < raw.length; at += MAX_LINE) {
        const part = raw.length <= MAX_LINE ? raw : raw.slice(at, at + MAX_LINE);
        // Most lines have none, and one look is quicker.
        const text = ANY_CONTROL.test(part) ? part.replace(CONTROL, "") : part;
        this.#options.line(text);
        this.#last.push(text);
        records.push(this.#record(text, kind, time));
      }
    }
    this.#last.splice(0, this.#last.length - KEPT_LINES);
    if (records.length > 0) sink.write(source, records, { quiet: true });
  }

  #record(text: string, kind: "stdout" | "stderr", time: string): LogRecord {
    const { json, fields } = this.#options;
    const structured = json && text.startsWith("{") ? asRecord(text) : undefined;
    if (structured) return { ...structured, time, ...(fields ? { fields: { ...structured.fields, ...fields } } : {}) };
    const word = LEVEL_WORD.exec(text.slice(0, 200))?.[1]?.toLowerCase();
    const level = word ? LEVELS[word]! : kind === "stderr" ? "warn" : "info";
    const own = kind === "stderr" ? { stream: kind, ...fields } : fields;
    return own ? { time, level, message: text, fields: own } : { time, level, message: text };
  }

  /** True when it was one: a record of its own making is logged, all else handed on. */
  #note(text: string, time: string): boolean {
    const note = parsed(text) as ProgramNote | undefined;
    if (typeof note?.bulkhead !== "string") return false;
    if (note.bulkhead !== "log") this.#options.note(note);
    else {
      const { source = "", job } = note;
      const own = typeof source === "string" && SOURCE.test(source) && source.length <= 80 ? `.${source}` : "";
      const record = asRecord(text);
      if (!record) return false;
      const fields = { ...record.fields, ...this.#options.fields, ...(typeof job === "string" ? { job } : {}) };
      const { sink, source: under } = this.#options;
      const entry = { ...record, time, ...(Object.keys(fields).length > 0 ? { fields } : {}) };
      sink.write(under + own, [entry], { quiet: true });
    }
    return true;
  }
}

/** A record from a line of JSON with a message; its other members become fields. */
function asRecord(text: string): LogRecord | undefined {
  const given = parsed(text);
  if (!given) return undefined;
  const { message, msg, level, severity, time: _time, bulkhead: _bulkhead, source: _source, fields, ...others } = given;
  const words = message ?? msg;
  if (typeof words !== "string") return undefined;
  const own = typeof fields === "object" && fields !== null && !Array.isArray(fields) ? fields : {};
  const rest = { ...others, ...own };
  return {
    time: "",
    level: LEVELS[String(level ?? severity ?? "info").toLowerCase()] ?? "info",
    message: words.replace(CONTROL, ""),
    ...(Object.keys(rest).length > 0 ? { fields: rest } : {}),
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
