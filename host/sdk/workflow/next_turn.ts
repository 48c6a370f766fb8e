import { setImmediate } from "node:timers";
import { outOfScope } from "./run_scope.ts";

/** So many callbacks come in one turn: the host works on what they send while the next ones are called. */
export const SLICE = 128;
const waiting: (() => void)[] = [];

/**
 * Calls back on the next turn of the event loop, outside of any run, or on a later one when there are many; in the order of
 * the calls. All callbacks of a turn share one timer.
 */
export function nextTurn(callback: () => void): void {
  if (waiting.push(callback) === 1) outOfScope(() => setImmediate(callAll));
}

function callAll(): void {
  const callbacks = waiting.splice(0, SLICE);
  if (waiting.length > 0) outOfScope(() => setImmediate(callAll));
  for (const callback of callbacks) callback();
}
