/** How permissions are used, and what is tried without one. */
export { type Done, entryCovering, targetOfDone } from "./attribute.ts";
export type { UseCounter, UseFigures } from "./figures.ts";
export { UseLedger } from "./ledger.ts";
export { compartmentUses, type NoteUse } from "./compartment_uses.ts";
