import type { RunRow } from "./run_store.ts";

/** What was inserted, for those who begin runs: told after the commit. */
export interface Created {
  /** Keys of `concurrency` that have a new run, besides `runs`. */
  keys: Set<string>;
  /** Runs of workflows that hold nothing back: they may begin in any order, as soon as there is room. */
  runs: RunRow[];
  /** The script must be asked about some of them. */
  asking: boolean;
  /** Some may begin later than others, or before them. */
  held: boolean;
  /** Runs in whose place others are to begin: they have to be cancelled. */
  replaced: string[];
  /** Runs that somebody asked for and that were left out: whoever waits for them is to be told. */
  leftOut: string[];
}

export function nothingCreated(): Created {
  return { keys: new Set(), runs: [], asking: false, held: false, replaced: [], leftOut: [] };
}
