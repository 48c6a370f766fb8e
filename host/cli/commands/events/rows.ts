import type { BusEvent } from "../../../sdk/channel/protocol.ts";
import { plain } from "../../output.ts";

/** What `host.event.consumer.list` tells, as far as it is shown. */
export interface ConsumerRow {
  name: string;
  types: string[];
  state: string;
  position: number;
  lag: number;
  behindSince?: string;
  inFlight: number;
  pausedBy?: string;
  deadLetters: number;
  lastError?: { message: string; seq: number; time: string };
}

/** What `host.event.deadLetter.list` tells. */
export interface DeadLetterRow {
  id: number;
  consumer: string;
  attempts: number;
  error: string;
  time: string;
  event: BusEvent;
  hidden: boolean;
  replacedBy?: number;
}

/** An event in one line. */
export function eventLine({ seq, time, source, type, subject, data }: BusEvent): string {
  const about = subject === undefined ? "" : ` [${subject}]`;
  return plain(`${String(seq).padStart(8)} ${time} ${source}: ${type}${about} ${JSON.stringify(data)}`);
}
