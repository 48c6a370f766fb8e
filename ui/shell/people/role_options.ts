import type { Me } from "@bulkhead/ui";
import { roleWord } from "../../i18n/roles.ts";

const ROLES: Me["role"][] = ["owner", "admin", "member", "guest"];

/** What a person can be, strongest first. */
export function roleOptions(): { value: Me["role"]; label: string }[] {
  return ROLES.map((value) => ({ value, label: roleWord(value) }));
}
