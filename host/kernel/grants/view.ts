import type { PermissionInfo, Risk } from "../permissions/mod.ts";

/** `host.plugin.grants.get`. */
export interface GrantsView {
  id: string;
  items: PermissionInfo[];
  /** What it tried without a grant, newest first. */
  denied: DeniedInfo[];
}

export interface DeniedInfo {
  kind: string;
  target: string;
  /** In the last 30 days. */
  count: number;
  /** ISO 8601. */
  lastAt: string;
  /** False for what nobody can give to this plugin. */
  grantable: boolean;
  risk: Risk;
  words: string;
}

/** What names a permission. */
export interface About {
  kind: string;
  target: string;
}

export interface GrantChange {
  grant: About[];
  revoke: About[];
}
