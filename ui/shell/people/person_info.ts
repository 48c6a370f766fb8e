import type { Me } from "@bulkhead/ui";

/** Where a person or a group comes from. */
export interface SourceInfo {
  id: string;
  name: string;
}

/** A person as `host.user.list` shows them. */
export interface PersonInfo {
  id: string;
  handle: string;
  name: string;
  role: Me["role"];
  disabled: boolean;
  createdAt: string;
  email?: string;
  sources: SourceInfo[];
  groups: { id: string; name: string; source?: SourceInfo }[];
}

/** A group as `host.group.list` shows it. */
export interface GroupInfo {
  id: string;
  name: string;
  /** Set: it comes from there and is changed there. */
  source?: SourceInfo;
  memberCount: number;
  createdAt: string;
}
