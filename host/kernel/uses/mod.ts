/** How permissions are used, and what is tried without one. */
export { type Done, entryCovering, targetOfDone } from "./attribute.ts";
export { type UseCounter, type UseFigures, UseLedger } from "./ledger.ts";
