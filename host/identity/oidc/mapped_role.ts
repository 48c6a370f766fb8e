import { MAPPED_ROLES, type OidcProviderSettings } from "../../config/mod.ts";
import type { Role } from "../../sdk/channel/protocol.ts";

type Mapping = Pick<OidcProviderSettings, "roles" | "defaultRole">;

/**
 * The role that somebody's groups give: the strongest of those that name one of them, else the default. Undefined: the
 * provider gives no roles at all. `none`: it keeps this person out.
 */
export function mappedRole({ roles, defaultRole }: Mapping, groups: readonly string[]): Role | "none" | undefined {
  if (Object.keys(roles).length === 0) return undefined;
  return MAPPED_ROLES.find((role) => roles[role]?.some((group) => groups.includes(group))) ?? defaultRole;
}

/**
 * Does the provider decide who has this role? It does for the roles that its mapping names. Any other (mostly `owner`) is
 * given and taken here by hand, and no sign-in changes it.
 */
export function governs({ roles, defaultRole }: Mapping, role: Role): boolean {
  if (Object.keys(roles).length === 0) return false;
  return role === defaultRole || MAPPED_ROLES.some((one) => one === role && roles[one] !== undefined);
}
