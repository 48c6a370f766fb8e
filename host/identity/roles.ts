import type { Role } from "../sdk/channel/protocol.ts";

/** All roles, weakest first. */
export const ROLES = ["guest", "agent", "member", "admin", "owner"] as const satisfies readonly Role[];

const RANK: Record<Role, number> = { guest: 0, agent: 1, member: 2, admin: 3, owner: 4 };

/** The weaker of two roles. */
export const weaker = (a: Role, b: Role): Role => RANK[a] <= RANK[b] ? a : b;

/** Is `a` stronger than `b`? */
export const isAbove = (a: Role, b: Role): boolean => RANK[a] > RANK[b];

/** May look after people: admins and owners. */
export const isAdmin = (role: Role): boolean => RANK[role] >= RANK.admin;
