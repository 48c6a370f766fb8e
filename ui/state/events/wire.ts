/** The JSON of `host.event.*`, as the host sends it. */
import type { LiveEvent } from "../../sdk/ports.ts";

/** An event of the log with its whole envelope. */
export interface EventInfo extends LiveEvent {
  actorkind: "human" | "agent" | "system" | "external";
  causeid?: string;
  hops: number;
  audience: string;
  traceparent?: string;
  /** Only this consumer gets it. */
  target?: string;
  /** Id of the event whose data was edited to make this one. */
  editof?: string;
}

export interface EventPage {
  items: EventInfo[];
  nextCursor?: string;
}

/** `host.event.tail`. */
export interface EventTail {
  items: EventInfo[];
  position: number;
  /** More came than is in `items`. */
  skipped: boolean;
}

/** `host.event.chain`. */
export interface EventChain {
  causes: EventInfo[];
  hidden: number;
  effects: EventInfo[];
}

/** `host.event.consumer.*`. */
export interface ConsumerInfo {
  name: string;
  types: string[];
  state: "running" | "paused" | "away";
  position: number;
  lag: number;
  /** ISO 8601. */
  behindSince?: string;
  inFlight: number;
  pausedBy?: string;
  pausedAt?: string;
  replayingTo?: number;
  deadLetters: number;
  lastError?: { message: string; seq: number; type: string; attempt: number; time: string };
}

/** What a source published of a type. */
export interface EmitEdge {
  source: string;
  type: string;
  /** In the last minute. */
  count: number;
  /** Since the host's start. */
  total: number;
  lastAt: string;
}

/** How a type's events fared with a consumer in the last minute. */
export interface TakeEdge {
  consumer: string;
  type: string;
  taken: number;
  failed: number;
  dead: number;
  lastAt: string;
}

/** `host.event.flow`, and the volatile message of that name. */
export interface FlowView {
  at: string;
  emits: EmitEdge[];
  takes: TakeEdge[];
  consumers: ConsumerInfo[];
}

/** `host.event.types`. */
export interface TypeInfo {
  type: string;
  count: number;
  bytes: number;
  lastSeq: number;
  perMinute: number;
  emitters: string[];
  listeners: string[];
  declaredBy?: string;
  schema?: Record<string, unknown>;
  durability: "full" | "normal";
}

/** `host.event.stats`. */
export interface EventStats {
  head: number;
  oldest: number;
  oldestTime?: string;
  events: number;
  bytes: number;
  deadLetters: number;
  /** 0 = no limit. */
  maxBytes: number;
  maxAgeMs: number;
  full: boolean;
  heldBy?: string;
}

/** `host.event.deadLetter.*`. */
export interface DeadLetterInfo {
  id: number;
  consumer: string;
  attempts: number;
  error: string;
  time: string;
  event: EventInfo;
  /** The data is for others' eyes. */
  hidden: boolean;
  replacedBy?: number;
}

/** `host.event.refused.list`. */
export interface RefusedInfo {
  id: number;
  source: string;
  eventId: string;
  type: string;
  subject?: string;
  path: string;
  problem: string;
  time: string;
}
