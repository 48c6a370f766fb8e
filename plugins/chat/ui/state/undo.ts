import type { Message } from "./wire.ts";

/** When what an answer said was come to its end, by this browser's clock. */
const ends = new WeakMap<Message, number>();
let last: string | undefined;

/** How many milliseconds are left in which this person can take the deletion of a message back; 0: it cannot be. */
export function undoLeftMs(message: Message, now = Date.now()): number {
  if (message.undoMs === undefined || !message.deletedAt) return 0;
  let end = ends.get(message);
  if (end === undefined) ends.set(message, end = now + message.undoMs);
  return Math.max(0, end - now);
}

/** A message was just deleted on this page: the keyboard goes to what takes that back. */
export function removedHere(id: string): void {
  last = id;
}

/** Was it this one? Told once. */
export function wasRemovedHere(id: string): boolean {
  if (last !== id) return false;
  last = undefined;
  return true;
}
