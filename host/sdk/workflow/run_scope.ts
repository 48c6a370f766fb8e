import { AsyncLocalStorage } from "node:async_hooks";
import type { RunRandom } from "./random.ts";
import type { Redact } from "./redact.ts";

/** What code needs to know of the run inside which it is executed. */
export interface RunScope {
  readonly id: string;
  /** The run's clock. */
  now(): number;
  readonly startedAt: number;
  readonly random: RunRandom;
  /** Takes the run's secrets out of what is logged. */
  readonly redact: Redact;
  /** True while what happens is known from the journal: nothing is logged again. */
  replaying(): boolean;
}

interface Scope {
  run: RunScope;
  /** Set inside the function of a `step`: there the world is real, for its result is recorded. */
  step?: string;
}

const storage = new AsyncLocalStorage<Scope>();

/** The run whose code asks, or undefined outside of any run. */
export function currentScope(): Readonly<Scope> | undefined {
  return storage.getStore();
}

/** The run whose body asks: undefined outside of runs and inside the function of a `step`. */
export function currentBody(): RunScope | undefined {
  const scope = storage.getStore();
  return scope?.step === undefined ? scope?.run : undefined;
}

/** Executes `work` as the body of a run, or as the function of one of its steps. */
export function inScope<T>(scope: Scope, work: () => T): T {
  return storage.run(scope, work);
}

/** Executes `work` outside of any run: the channel's own timers and clocks must be the real ones. */
export function outOfScope<T>(work: () => T): T {
  return storage.exit(work);
}
