import { t, type Text, text } from "./texts.ts";

const ROLES: Record<string, Text> = {
  owner: text("Owner"),
  admin: text("Admin"),
  member: text("Member"),
  guest: text("Guest"),
  agent: text("Agent"),
};

/** What a role is called; one that is not known keeps its name. */
export function roleWord(role: string): string {
  return ROLES[role] ? t(ROLES[role]) : role;
}
