import { setImmediate } from "node:timers";
import { outOfScope } from "./run_scope.ts";

let waiting: (() => void)[] = [];

/** Calls back on the next turn of the event loop, outside of any run; all callbacks of a turn share one timer. */
export function nextTurn(callback: () => void): void {
  if (waiting.push(callback) === 1) outOfScope(() => setImmediate(callAll));
}

function callAll(): void {
  const callbacks = waiting;
  waiting = [];
  for (const callback of callbacks) callback();
}
