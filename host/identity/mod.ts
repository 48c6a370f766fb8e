/** People: users, sessions, tokens, the ways of signing in, the audit log. */
export { type Identity, type IdentityOptions, openIdentity } from "./open.ts";
export type * from "./ports.ts";
