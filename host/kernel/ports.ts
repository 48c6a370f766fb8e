import type { EndRecord } from "../sandbox/ports.ts";
import type { Requirement } from "./life/interfaces.ts";

/** States of a plugin, as contracts name them. */
export type PluginState =
  | "installed"
  | "starting"
  | "ready"
  | "degraded"
  | "unresponsive"
  | "backoff"
  | "quarantined"
  | "stopped"
  | "disabled"
  | "needs_grant";

/** What `host.plugin.list` and `.get` show of a plugin. */
export interface PluginInfo {
  id: string;
  version: string;
  name: string;
  description: string;
  icon?: string;
  enabled: boolean;
  state: PluginState;
  /** Why it is in this state, for people. */
  reason?: string;
  /** Since when, ISO 8601. */
  since: string;
  running: boolean;
  bundled: boolean;
  ui?: {
    nav?: { title: string; icon?: string; order?: number };
    page?: string;
    panels?: { id: string; title: string; slot?: string }[];
  };
  pid?: number;
  memoryBytes?: number;
  /** When its process was started, ISO 8601. */
  startedAt?: string;
  restarts: number;
  lastEnd?: EndRecord;
  /** Methods it offers. */
  methods: number;
  /** A newer version that its registry has. */
  update?: { version: string; needsConsent: boolean };
  /** Its registry has revoked the package in use. */
  revoked?: { registry: string };
}

/** What `host.plugin.get` adds: how a plugin lives with the others. */
export interface PluginRelations {
  /** Newest first. */
  ends: EndRecord[];
  requires: Requirement[];
  provides: { name: string; version: string; chosen: boolean }[];
  dependents: { kind: "plugin" | "workflow"; id: string; interface: string; optional: boolean }[];
  /** When it is started. */
  activation: string[];
  /** Types that it publishes and consumes, as its manifest says. */
  events: { emits: string[]; listens: string[] };
}

/** An interface, who provides it now and who could. */
export interface InterfaceInfo {
  interface: string;
  /** Missing while no enabled plugin provides it. */
  provider?: string;
  candidates: { id: string; version: string; enabled: boolean }[];
}

/** Pushed to browsers as the volatile message `host.plugin.changed`. */
export interface PluginChange {
  plugin: PluginInfo;
}
