import { badConfig } from "./exit_error.ts";
import { keysOf, listOf, oneOf, text } from "./table_values.ts";

/** Roles that a group can give. */
export const MAPPED_ROLES = ["owner", "admin", "member", "guest"] as const;
export type MappedRole = (typeof MAPPED_ROLES)[number];

/** What groups from elsewhere, a provider's or a proxy's, give their members here. */
export interface RoleMapping {
  /** Groups by the role that they give. */
  roles: Partial<Record<MappedRole, string[]>>;
  /** Of those whose groups give none; `none` keeps them out. */
  defaultRole: MappedRole | "none";
}

/** The keys `roles` and `default-role` of a table, whose `path` is for messages. */
export function readRoleMapping(given: Record<string, unknown>, path: string, where: string): RoleMapping {
  const roles = readRoles(given.roles, `${path}.roles`, where);
  const at = `"${path}.default-role" in ${where}`;
  const preset = given["default-role"];
  const defaultRole = preset === undefined ? "member" : oneOf([...MAPPED_ROLES, "none"] as const)(preset, at);
  if (defaultRole === "none" && Object.keys(roles).length === 0) {
    throw badConfig(`${at} keeps everybody out: add a table "${path}.roles" that says who comes in`);
  }
  return { roles, defaultRole };
}

/**
 * The table `proxy` of bulkhead.toml: the roles that groups in `X-Forwarded-Groups` give with `--auth proxy`.
 *
 * ```toml
 * [proxy.roles]
 * admin = ["captains"]
 * ```
 */
export function readProxy(table: unknown, { where }: { where: string }): RoleMapping {
  const given = table === undefined ? {} : keysOf(table, { path: "proxy", where, accepted: ["roles", "default-role"] });
  return readRoleMapping(given, "proxy", where);
}

function readRoles(table: unknown, path: string, where: string): RoleMapping["roles"] {
  const roles: RoleMapping["roles"] = {};
  if (table === undefined) return roles;
  const given = keysOf(table, { path, where, accepted: MAPPED_ROLES });
  for (const role of MAPPED_ROLES) {
    if (given[role] !== undefined) roles[role] = listOf(text)(given[role], `"${path}.${role}" in ${where}`);
  }
  return roles;
}
