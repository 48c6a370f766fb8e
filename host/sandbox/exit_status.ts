import { constants } from "node:os";

/** How a process ended. */
export interface ExitStatus {
  success: boolean;
  code: number;
  signal: string | null;
}

/** Of several names of one signal the first counts (SIGABRT, not SIGIOT). */
const NAMES = new Map(Object.entries(constants.signals).reverse().map(([name, number]) => [number as number, name]));

/**
 * How the program behind a wrapper ended: bubblewrap tells a signal n as exit code 128 + n, as shells do. A program that
 * ends itself with such a code is taken for one that was ended by the signal.
 */
export function innerStatus(status: ExitStatus): ExitStatus {
  if (status.signal !== null || status.code <= 128) return status;
  const signal = NAMES.get(status.code - 128);
  return signal === undefined ? status : { ...status, signal };
}
