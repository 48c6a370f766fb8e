import type { BusEvent } from "../sdk/channel/protocol.ts";
import type { EventStore } from "./_event_store.ts";
import { compilePatterns } from "./patterns.ts";
import type { SearchOptions, SearchResult } from "./ports.ts";

/** Positions looked at in one query, and at most in one search. */
const STEP = 2_000;
const MAX_POSITIONS = 40_000;
/** JSON after which a search stops: an event may be large. How large they are is learnt from the first few. */
const MAX_CHARS = 4 * 1024 * 1024;
const FIRST_EVENTS = 4;

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
  if (typeIds.length === 0) return { events, chars: 0 };
  let chars = 0;
  for (let looked = 0; looked < MAX_POSITIONS && (forward ? at < end : at > end && end > 0);) {
    const [low, high] = forward ? [at + 1, Math.min(at + STEP, head)] : [Math.max(at - STEP, first), at - 1];
    const chunk = Math.min(limit - events.length, fitting(events.length, chars));
    const found = store.scan({ low, high, forward, typeIds, source, subject, causeid, text, limit: chunk });
    for (const { event, size } of found) {
      events.push(event);
      chars += size;
    }
    const last = found.at(-1)?.event.seq;
    if (last !== undefined && (events.length >= limit || chars >= MAX_CHARS)) {
      return last === end ? { events, chars } : { events, chars, reached: last };
    }
    const before = at;
    // A chunk that is full ends somewhere in between.
    at = found.length === chunk ? last! : forward ? high : low;
    looked += Math.abs(at - before);
  }
  return { events, chars, ...((forward ? at < end : at > end && end > 0) ? { reached: at } : {}) };
}

/** How many more there may be until it is enough, when they are as large as those before. */
function fitting(found: number, chars: number): number {
  return found === 0 ? FIRST_EVENTS : Math.max(1, Math.floor((MAX_CHARS - chars) * found / chars));
}
