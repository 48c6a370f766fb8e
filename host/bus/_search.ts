import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { EventStore } from "./_event_store.ts";
import { compilePatterns } from "./patterns.ts";
import type { SearchOptions, SearchResult } from "./ports.ts";

/** Positions looked at in one query, and at most in one search. */
const STEP = 2_000;
const MAX_POSITIONS = 40_000;

/** Looks through the log, newest first or onwards from a position, until it has enough or has looked at enough. */
export function searchEvents(store: EventStore, options: SearchOptions): SearchResult {
  const { types = ["**"], since, reverse = since === undefined, before, limit = 50, source, subject, causeid, text } =
    options;
  const typeIds = store.typeIds(compilePatterns(types));
  const head = store.head();
  const oldest = store.oldest();
  const forward = !reverse;
  const first = Math.max(oldest, (since ?? 0) + 1);
  const end = forward ? head : first;
  let at = forward ? first - 1 : Math.min(before ?? head + 1, head + 1);
  const events: BusEvent[] = [];
  if (typeIds.length === 0) return { events };
  for (let looked = 0; looked < MAX_POSITIONS && (forward ? at < end : at > end && end > 0); looked += STEP) {
    const [low, high] = forward ? [at + 1, Math.min(at + STEP, head)] : [Math.max(at - STEP, first), at - 1];
    const found = store.scan({
      low,
      high,
      forward,
      typeIds,
      source,
      subject,
      causeid,
      text,
      limit: limit - events.length,
    });
    events.push(...found);
    if (events.length >= limit) {
      const last = events.at(-1)!.seq;
      return last === end ? { events } : { events, reached: last };
    }
    at = forward ? high : low;
  }
  return { events, ...((forward ? at < end : at > end && end > 0) ? { reached: at } : {}) };
}
