import type { Role } from "@bulkhead/plugin";

/** Guests and agents too: what they see is decided channel by channel. */
export const EVERYBODY: Role[] = ["owner", "admin", "member", "agent", "guest"];

/** Everybody but guests. */
export const INSIDERS: Role[] = ["owner", "admin", "member", "agent"];

/** Who sets the workspace up. */
export const ADMINS: Role[] = ["owner", "admin"];
