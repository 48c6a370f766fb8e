import { roleWord } from "../../i18n/roles.ts";

const ROLES = ["owner", "admin", "member", "guest"] as const;

/** The roles that a token of somebody with this role may have: no more than theirs. */
export function tokenRoles(own: string): { value: string; label: string }[] {
  const from = ROLES.findIndex((role) => role === own);
  return (from < 0 ? [own] : ROLES.slice(from)).map((role) => ({
    value: role,
    label: roleWord(role),
  }));
}
