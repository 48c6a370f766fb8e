let lastMs = 0;
let counter = 0;

/**
 * A new event id: a UUID of version 7, which grows with time, also within one millisecond. The log keeps an index of ids
 * to drop repeats; ids that grow touch its end alone, random ones a page each, which makes appending two to three times
 * slower.
 *
 * @example
 * ```ts
 * import { newEventId } from "./event_id.ts";
 *
 * const ids = Array.from({ length: 100 }, newEventId);
 * if (ids.join() !== ids.toSorted().join()) throw new Error("out of order");
 * ```
 */
export function newEventId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    counter = 0;
  } else if (++counter > 0xfff) {
    lastMs++;
    counter = 0;
  }
  const time = lastMs.toString(16).padStart(12, "0");
  const order = counter.toString(16).padStart(3, "0");
  // Variant and the 62 random bits as a random UUID has them.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${order}-${crypto.randomUUID().slice(19)}`;
}
