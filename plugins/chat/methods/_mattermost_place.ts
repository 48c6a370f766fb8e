import type { ImportRow } from "../store/imports.ts";

/**
 * Where an import is. Its lines are not in the order of their times, which chat's positions follow: all are read first, and
 * messages put aside, then those are taken over as they were written.
 */
export type Place =
  | { phase: "read"; offset: number; runs: number; all: number }
  | { phase: "write"; at: number; run: number; n: number; written: number; all: number };

/** How much of an import reading is, in thousandths. */
export const READ_SHARE = 300;
export const WHOLE = 1_000;

/** Where it begins when nothing is done yet. */
export function placeOf({ place }: ImportRow): Place {
  return place === null ? { phase: "read", offset: 0, runs: 0, all: 0 } : JSON.parse(place);
}
