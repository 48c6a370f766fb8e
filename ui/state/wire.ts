/** What the cockpit reads of the host's answers. Every field beyond `id`, `name` and `state` may be missing. */

/** A small view that a plugin's page draws elsewhere. */
export interface PanelInfo {
  id: string;
  title: string;
  /** Where; default `home`. */
  slot?: string;
}

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
  ui?: {
    nav?: { title: string; icon?: string; order?: number };
    page?: string;
    panels?: PanelInfo[];
  };
  pid?: number;
  memoryBytes?: number;
  restarts: number;
  lastEnd?: EndInfo;
  /** How many methods it offers. */
  methods: number;
  /** When its process was started, ISO 8601. */
  startedAt?: string;
  /** A newer version that its registry has; for admins. Needs consent when it asks for more. */
  update?: { version: string; needsConsent: boolean };
  /** Set when its registry has revoked the package in use. */
  revoked?: { registry: string };
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
  /** Newest first, at most 50. */
  ends?: EndInfo[];
  /** What it needs and who meets it. */
  requires?: { name: string; range: string; optional: boolean; provider?: string; problem?: string }[];
  /** Interfaces that it offers; `chosen` is false when another plugin provides it now. */
  provides?: { name: string; version: string; chosen: boolean }[];
  /** Enabled plugins and scripts that would miss it. */
  dependents?: { kind: "plugin" | "workflow"; id: string; interface: string; optional: boolean }[];
  activation?: string[];
  events?: { emits: string[]; listens: string[] };
  package?: PackageInfo;
  metrics?: PluginMetrics;
}

/** Where an installed plugin comes from; missing for what lies in the plugins folder. */
export interface PackageInfo {
  source: string;
  registry?: { url: string; name: string };
  hash: string;
  sizeBytes: number;
  signature: SignatureState;
  publisher?: PublisherInfo;
  installedAt: string;
  installedBy: string;
  /** Kept on this machine, newest first; `active` is the one in use. */
  versions: {
    version: string;
    hash: string;
    installedAt: string;
    active: boolean;
    /** When its data was copied, as another version took over. */
    snapshotAt?: string;
    snapshotBytes?: number;
  }[];
  /** Versions in the registry, newest first. */
  available?: { version: string; fits: boolean }[];
  update?: { version: string; needsConsent: boolean };
  /** Set when its registry has revoked it. */
  revoked?: { registry: string };
  /** The version that was taken back last, since it failed. */
  undone?: { version: string; at: string; reason: string };
}

export type SignatureState = "valid" | "unsigned" | "invalid";
export interface PublisherInfo {
  /** The name in its signature, or the fingerprint. */
  name: string;
  publicKey: string;
  fingerprint: string;
  /** A key of `schemas/trust.json`: organisation, verified, first-use, local-dev, unsigned. */
  tier: string;
  /** Plugins on this host that this key has signed. */
  knownFrom: string[];
}

/** The last hour, oldest first, one figure a minute; and what it is now. */
export interface PluginMetrics {
  callsPerSecond: number;
  p95Ms?: number;
  errorsPerMinute: number;
  memoryBytes?: number;
  /** Share of one core, 0 to 1. */
  cpu?: number;
  history: { at: string; calls: number; errors: number; p95Ms?: number; memoryBytes?: number; cpu?: number }[];
}

/** The volatile message `host.plugin.metrics`, for admins: all plugins, at most every five seconds. */
export interface PluginMetricsPush {
  items: (Omit<PluginMetrics, "history"> & {
    id: string;
    /** The minute that has just ended, to append to `history`. */
    minute?: PluginMetrics["history"][number];
  })[];
}

/** One thing that a plugin asks for, with the author's reason. */
export interface PermissionInfo {
  kind: string;
  target: string;
  reason: string;
  granted: boolean;
  risk?: "low" | "high";
  /** What it comes to, in plain words: "Connect to api.example.com". */
  words?: string;
  /** False for one that an owner gave beyond what the manifest asks for. */
  declared?: boolean;
  /** False for what nobody may give to this plugin. */
  grantable?: boolean;
  /** Who decided last, also of one that was revoked. */
  grantedBy?: string;
  grantedAt?: string;
  /** ISO 8601; missing when it was never used. */
  lastUsedAt?: string;
  uses?: number;
}

/** `host.plugin.grants.get`. */
export interface GrantsView {
  id: string;
  items: PermissionInfo[];
  /** What it tried without a grant, newest first. `grantable` is false for what nobody may grant. */
  denied: {
    kind: string;
    target: string;
    count: number;
    lastAt: string;
    grantable: boolean;
    risk: "low" | "high";
    words?: string;
  }[];
}

/** `host.plugin.settings.get`. */
export interface SettingsView {
  id: string;
  /** JSON Schema; missing when it has no settings. */
  schema?: Record<string, unknown>;
  /** With the schema's defaults; `writeOnly` values are left out. */
  values: Record<string, unknown>;
  /** Names of `writeOnly` values that are set. */
  set: string[];
  /** Stored values that the schema does not accept: kept, and not handed to the plugin. */
  problems?: { path: string; message: string }[];
}

/** `host.plugin.inspect`. */
export interface InspectInfo {
  /** To hand to `host.plugin.install` with `grantHash`. */
  source: string;
  manifest: Record<string, unknown> & { id: string; version: string; name: string; description?: string };
  /** The name in its signature, or the fingerprint; empty when it is unsigned. */
  publisher: string;
  publisherInfo?: PublisherInfo;
  signature: SignatureState;
  /** A key of `schemas/trust.json`. */
  tier: string;
  registry?: { url: string; name: string };
  permissions: PermissionInfo[];
  limits: Record<string, number>;
  requires: { name: string; range: string; optional: boolean; provider?: string; problem?: string }[];
  hash: string;
  sizeBytes: number;
  grantHash: string;
  /** Text of its README.md, Markdown, at most 64 kB. */
  readme?: string;
  /** Why it cannot be installed now, if so. */
  problems: { reason: string; message: string; hint?: string }[];
  /** Of a plugin that is installed already: what would be different. */
  changes?: {
    from: string;
    to: string;
    added: PermissionInfo[];
    removed: PermissionInfo[];
    limits: { name: string; from: number; to: number }[];
    /** Nothing more is asked for: no new consent is needed. */
    needsConsent: boolean;
  };
}

/** The volatile message `host.plugin.progress`, for admins. */
export interface InstallProgress {
  /** Id of the plugin; empty until it is known. */
  id: string;
  source: string;
  work: "inspect" | "install" | "update" | "rollback" | "uninstall";
  stage:
    | "resolve"
    | "download"
    | "verify"
    | "store"
    | "stop"
    | "snapshot"
    | "start"
    | "switch"
    | "undo"
    | "done"
    | "failed";
  /** 0 to 1 within the stage, where it can be known. */
  share?: number;
  message?: string;
}

/** One registry in `host.registry.list`. */
export interface RegistryInfo {
  url: string;
  name: string;
  publicKey: string;
  fingerprint: string;
  revision: number;
  expires: string;
  plugins: number;
  addedBy: string;
  addedAt: string;
  checkedAt: string;
  problem?: string;
}

/** One plugin in `host.registry.search {query?, registry?, limit?, cursor?}`. */
export interface RegistryPlugin {
  id: string;
  name: string;
  description?: string;
  registry: { url: string; name: string };
  /** For `host.plugin.inspect`. */
  source: string;
  /** Newest first. */
  versions: { version: string; engine: string; fits: boolean; size: number; publisher: string }[];
  /** Version that is on this host. */
  installed?: string;
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
  /** What a newer version asks an owner for; `hash` goes to `host.workflow.grants.set`. */
  needs?: { hash: string; net: string[]; secrets: string[] };
  /** A last good version goes on running although the file has a fault. */
  lastGood?: boolean;
  concurrency?: { limit: number; key?: string };
  /** Newest first. */
  runs?: RunInfo[];
}

export interface TriggerInfo {
  kind: string;
  /** Event type, cron expression, duration or hook path. */
  detail?: string;
  /** JSON Schema of the input, of a manual trigger or a call. */
  input?: unknown;
  /** When a schedule is due next, ISO 8601. */
  next?: string;
}

export interface RunInfo {
  id: string;
  name: string;
  state: string;
  reason?: string;
  /** What began it, in words. */
  trigger?: string;
  triggerKind?: string;
  createdAt?: string;
  startedAt: string;
  endedAt?: string;
  /** When it goes on by itself. */
  wakeAt?: string;
  /** It was cancelled or took too long, and cleans up since then. */
  cleaningUpSince?: string;
  /** Position of the event that began it. */
  eventSeq?: number;
  /** The run of which it is a replay. */
  origin?: string;
  /** The run that invoked it. */
  parent?: string;
  error?: ErrorInfo;
}

/** Another run that has to do with one. */
export interface RelatedRun {
  id: string;
  name: string;
  state: string;
}

export interface RunDetail extends RunInfo {
  input?: unknown;
  output?: unknown;
  event?: { seq?: number; type?: string; data?: unknown };
  hash?: string;
  /** It began with an earlier version than the one that is live. */
  outdated?: boolean;
  /** Of `concurrency`. */
  key?: string;
  /** Why it is paused: how the script's steps differ from the journal. */
  difference?: StepDifference;
  /** All, or of a long history the first page. */
  steps: StepInfo[];
  nextSteps?: string;
  /** The position of the newest step: about how many there are. */
  stepCount?: number;
  children?: RelatedRun[];
  replays?: RelatedRun[];
  approvals?: Approval[];
}

/** `host.workflow.migrate` of one run. */
export interface Migration {
  items: {
    id: string;
    state: string;
    migrated: boolean;
    /** Why it stays on its version. */
    message?: string;
    /** The step at which the two differ. */
    difference?: StepDifference;
  }[];
  /** Runs that the call did not look at. */
  left: number;
}

export interface StepDifference {
  kind: "changed" | "missing";
  name: string;
  occurrence: number;
  /** What the script asks now. */
  asked?: unknown;
  message: string;
}

/** `host.workflow.approvals`. */
export interface Approval {
  run: string;
  workflow: string;
  step: string;
  question: string;
  role: string;
  askedAt: string;
  deadline?: string;
}

export interface StepInfo {
  id: string;
  name: string;
  occurrence?: number;
  kind?: string;
  state: string;
  attempts: number;
  /** Order in which the run asked for its steps, from 1. */
  position?: number;
  input?: unknown;
  output?: unknown;
  error?: ErrorInfo;
  startedAt?: string;
  endedAt?: string;
  wakeAt?: string;
  /** Characters of JSON of what only `host.workflow.run.step` answers. */
  leftOut?: { input?: number; output?: number };
  failures?: FailedAttempt[];
}

export interface FailedAttempt {
  attempt: number;
  endedAt: string;
  /** When the next one was to begin. */
  retryAt?: string;
  error: ErrorInfo;
}

/** `host.workflow.graph`. */
export interface WorkflowGraph {
  name: string;
  hash: string;
  nodes: GraphNode[];
  edges: { from: string; to: string; kind?: "again" | "fails" }[];
  problem?: string;
  runs: number;
  since: string;
}

export interface GraphNode {
  id: string;
  kind: string;
  label: string;
  line: number;
  parent?: string;
  lane?: number;
  lanes?: string[];
  runs: number;
  failed: number;
  active: number;
  p50Ms?: number;
  shared?: true;
  here: { run: string; step: string; state: string }[];
}

/** One item of `host.workflow.versions`. */
export interface VersionInfo {
  hash: string;
  createdAt: string;
  state: "live" | "pending" | "earlier";
  runs: number;
  open: number;
}

export interface ErrorInfo {
  /** Name of what was thrown. */
  name?: string;
  message: string;
  code?: number;
  reason?: string;
  hint?: string;
  /** The step that failed. */
  step?: string;
  /** Where in the script, when it is known. */
  at?: string;
}
