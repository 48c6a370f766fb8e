import { MAPPED_ROLES, type RoleMapping } from "../../config/mod.ts";
import type { Logger } from "../../observe/ports.ts";
import type { Role } from "../../sdk/channel/protocol.ts";
import { RpcError } from "../../sdk/errors.ts";
import type { Database } from "../../storage/ports.ts";
import { hasUsableOwner, type Ways } from "../ownership.ts";

/**
 * The role that somebody's groups give: the strongest of those that name one of them, else the default. Undefined: the
 * provider gives no roles at all. `none`: it keeps this person out.
 */
export function mappedRole({ roles, defaultRole }: RoleMapping, groups: readonly string[]): Role | "none" | undefined {
  if (Object.keys(roles).length === 0) return undefined;
  return MAPPED_ROLES.find((role) => roles[role]?.some((group) => groups.includes(group))) ?? defaultRole;
}

/**
 * Does the provider decide who has this role? It does for the roles that its mapping names. Any other (mostly `owner`) is
 * given and taken here by hand, and no sign-in changes it.
 */
export function governs({ roles, defaultRole }: RoleMapping, role: Role): boolean {
  if (Object.keys(roles).length === 0) return false;
  return role === defaultRole || MAPPED_ROLES.some((one) => one === role && roles[one] !== undefined);
}

/** Whose role is brought up to what groups from elsewhere give. */
export interface GroupsOfOne {
  mapping: RoleMapping;
  /** Where the groups come from, for people. */
  from: string;
  groups: readonly string[];
  /** Of the person. */
  id: string;
}

/** Inside a job: gives somebody the role of their groups. Throws `no_role` for one who is kept out. */
export function applyRole(
  db: Database,
  { ways, logger }: { ways: Ways; logger: Logger },
  { mapping, from, groups, id }: GroupsOfOne,
): void {
  const wanted = mappedRole(mapping, groups);
  const { role, handle } = db.get<{ role: Role; handle: string }>(
    "SELECT role, handle FROM id_users WHERE id = ?",
    id,
  )!;
  if (wanted === undefined || wanted === role || !(wanted === "none" || governs(mapping, role))) return;
  if (role === "owner" && (!governs(mapping, role) || !hasUsableOwner(db, ways, id))) {
    logger.warn(`"${handle}" stays owner, whatever ${from} says: somebody has to look after this host`);
    return;
  }
  if (wanted === "none") {
    throw new RpcError("forbidden", `None of your groups at ${from} may come in here`, {
      reason: "no_role",
      hint: `Ask whoever looks after the groups at ${from}`,
    });
  }
  logger.info(`"${handle}" was ${role} and is ${wanted} now, by the groups at ${from}`);
  db.run("UPDATE id_users SET role = ? WHERE id = ?", wanted, id);
}
