/** What the cockpit reads of the host's answers. Every field beyond `id`, `name` and `state` may be missing. */

/** One plugin in `host.plugin.list` and `.get`. */
export interface PluginInfo {
  id: string;
  version: string;
  name: string;
  description: string;
  icon?: string;
  enabled: boolean;
  state: string;
  reason?: string;
  /** ISO 8601. */
  since: string;
  running: boolean;
  bundled: boolean;
  ui?: { nav?: { title: string; icon?: string; order?: number }; page?: string };
  pid?: number;
  memoryBytes?: number;
  restarts: number;
  lastEnd?: EndInfo;
  /** How many methods it offers. */
  methods: number;
}

/** How a compartment's life ended. */
export interface EndInfo {
  reason: string;
  /** For people: what happened and what had been used. */
  message: string;
  exitCode: number | null;
  signal: string | null;
  /** Last lines of stderr. */
  stderr: string;
  /** ISO 8601. */
  time: string;
  used?: { rssBytes: number; cpuMs: number; storageBytes: number; uptimeMs: number };
}

/** `host.plugin.get`: the same and what only the plugin's own page shows. */
export interface PluginDetail extends PluginInfo {
  permissions?: PermissionInfo[];
}

/** One thing that a plugin asks for, with the author's reason. */
export interface PermissionInfo {
  kind: string;
  target: string;
  reason: string;
  granted: boolean;
  risk?: "low" | "high";
}

/** A fault in a script. */
export interface Diagnostic {
  file: string;
  line: number;
  column: number;
  message: string;
  kind: string;
  source?: string;
}

export interface WorkflowInfo {
  name: string;
  file: string;
  description?: string;
  /** `live`, `faulty` and what the engine adds. */
  state: string;
  reason?: string;
  since?: string;
  hash?: string;
  uses: string[];
  triggers: TriggerInfo[];
  diagnostics: Diagnostic[];
  /** A last good version goes on running although the file has a fault. */
  lastGood?: boolean;
  /** Newest first. */
  runs?: RunInfo[];
}

export interface TriggerInfo {
  kind: string;
  /** Event type, cron expression, duration or hook path. */
  detail?: string;
  /** JSON Schema of the input, of a manual trigger. */
  input?: unknown;
}

export interface RunInfo {
  id: string;
  name: string;
  state: string;
  reason?: string;
  /** What began it, in words. */
  trigger?: string;
  startedAt: string;
  endedAt?: string;
  /** When it goes on by itself. */
  wakeAt?: string;
  error?: ErrorInfo;
}

export interface RunDetail extends RunInfo {
  input?: unknown;
  output?: unknown;
  hash?: string;
  /** Why it is paused: how the script's steps differ from the journal. */
  difference?: unknown;
  steps: StepInfo[];
}

export interface StepInfo {
  id: string;
  name: string;
  kind?: string;
  state: string;
  attempts: number;
  input?: unknown;
  output?: unknown;
  error?: ErrorInfo;
  startedAt?: string;
  endedAt?: string;
}

export interface ErrorInfo {
  message: string;
  code?: number;
  reason?: string;
  hint?: string;
  /** Where in the script, when it is known. */
  at?: string;
}
