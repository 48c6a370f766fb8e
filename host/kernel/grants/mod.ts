/** Who may do what: decisions by people, kept over updates, and what became of them. */
export { GrantDesk, type GrantDeskParts, type Holder } from "./desk.ts";
export { type Consent, type Decision, forgetGrants, GrantStore, writeConsent } from "./store.ts";
export { PrivateTypes } from "./private_types.ts";
export type { About, DeniedInfo, GrantChange, GrantsView } from "./view.ts";
