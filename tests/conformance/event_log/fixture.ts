import type { BusEvent } from "../../../host/sdk/channel/protocol.ts";
import type { EventLog, NewEvent } from "../../../host/bus/ports.ts";
import type { Logger } from "../../../host/observe/ports.ts";
import type { ManualClock } from "../../../host/observe/mod.ts";

/** One implementation under test, on a store of its own. */
export interface LogFixture extends AsyncDisposable {
  /** The open log; another object after `restart` and `crash`. */
  readonly log: EventLog;
  readonly clock: ManualClock;
  /** What the log wrote to its logger, as `level message`. */
  readonly logged: string[];
  /** Closes the log and opens it again. */
  restart(): Promise<void>;
  /** Opens the log as it lies on disk now, as if its process had been killed. */
  crash(): Promise<void>;
}

/** Opens a fresh, empty log. */
export type OpenFixture = () => Promise<LogFixture>;

let counter = 0;

/** An event that is ready to be published. */
export function newEvent(type: string, options: Partial<NewEvent> = {}): NewEvent {
  return {
    id: `event-${++counter}`,
    source: "test",
    type,
    time: "2026-01-01T00:00:00.000Z",
    data: { n: counter },
    actorkind: "system",
    hops: 0,
    audience: "plugins",
    ...options,
  };
}

/** Waits until `condition` holds, five seconds at most. */
export async function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!await condition()) {
    if (Date.now() > deadline) throw new Error(`Waited five seconds for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Takes part in every delivery: records it, and answers as the test says. */
export class Recorder {
  readonly seen: { event: BusEvent; attempt: number }[] = [];
  /** What to do with an event; default: acknowledge. */
  answer: (event: BusEvent, attempt: number) => Promise<void> | void = () => {};

  readonly deliver = async (event: BusEvent, attempt: number): Promise<void> => {
    this.seen.push({ event, attempt });
    await this.answer(event, attempt);
  };

  /** `data.n` of what was delivered, in order. */
  get numbers(): number[] {
    return this.seen.map(({ event }) => (event.data as { n: number }).n);
  }
}

/** A promise that is settled from outside. */
export function gate(): { open: () => void; fail: (error: Error) => void; passed: Promise<void> } {
  let open!: () => void;
  let fail!: (error: Error) => void;
  const passed = new Promise<void>((resolve, reject) => {
    open = resolve;
    fail = reject;
  });
  return { open, fail, passed };
}

/** A logger that keeps what is written, as `level message`. */
export function memoryLogger(lines: string[]): Logger {
  const write = (level: string) => (message: string) => void lines.push(`${level} ${message}`);
  const logger: Logger = {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: () => logger,
  };
  return logger;
}
