import type { Role } from "@bulkhead/plugin";

/** A service runs with the rights of the host's own user: whoever describes one owns the machine. */
export const OWNERS: Role[] = ["owner"];
/** Start, stop and look at everything. */
export const OPERATORS: Role[] = ["owner", "admin"];
/** See what there is and how it is. */
export const VIEWERS: Role[] = ["owner", "admin", "member"];
