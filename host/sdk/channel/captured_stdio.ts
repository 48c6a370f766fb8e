import type { LogRecord } from "./protocol.ts";
import type { StandardStreams } from "./transport.ts";

/** What the prelude took before any plugin code ran. */
export interface CapturedStdio {
  streams: StandardStreams;
  /** Hands over all log records from now on, those that were kept until now at once. */
  onRecords(sink: (records: LogRecord[]) => void): void;
}

let captured: CapturedStdio | undefined;

/** Kept by the prelude. */
export function keepStdio(stdio: CapturedStdio): void {
  captured = stdio;
}

/** Handed out once: to the code that opens the channel. */
export function takeStdio(): CapturedStdio {
  if (!captured) throw new Error("The channel's prelude has not run, or the channel is open already");
  const taken = captured;
  captured = undefined;
  return taken;
}
