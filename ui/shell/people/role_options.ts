import type { Me } from "@bulkhead/ui";

/** What a person can be, strongest first. */
export const ROLE_OPTIONS: { value: Me["role"]; label: string }[] = [
  { value: "owner", label: "Owner" },
  { value: "admin", label: "Admin" },
  { value: "member", label: "Member" },
  { value: "guest", label: "Guest" },
];
