/** What the methods of this plugin answer, as far as the page shows it. */

export interface Service {
  name: string;
  desired: "running" | "stopped";
  actual: string;
  health: "unknown" | "starting" | "healthy" | "unhealthy";
  since: string;
  reason?: string;
  restarts: number;
  enabled: boolean;
  source: "toml" | "registered";
  file?: string;
  description?: string;
  version?: string;
  pid?: number;
  startedAt?: string;
  readyAt?: string;
  nextRestartAt?: string;
  after: { service: string; condition: string }[];
  actions: string[];
  lastEnd?: { at: string; code?: number; signal?: string; reason: string; lastLines: string[] };
}

export interface ServiceDetail extends Service {
  spec?: Record<string, unknown>;
}

export interface Usage {
  name: string;
  processes: number;
  rssBytes: number;
  cpuMs: number;
}

export interface Fault {
  file: string;
  line: number;
  path: string;
  service?: string;
  message: string;
}

export interface Job {
  id: string;
  service?: string;
  name: string;
  state: string;
  trigger: string;
  parentId?: string;
  done?: number;
  total?: number;
  message?: string;
  createdAt: string;
  startedAt?: string;
  endedAt?: string;
}

export interface LogLine {
  id: number;
  time: string;
  source: string;
  level: "debug" | "info" | "warn" | "error";
  message: string;
}

export interface Sample {
  at: string;
  kind: string;
  ok: boolean;
  ms: number;
  detail: string;
}
