import type { Clock } from "../observe/ports.ts";
import { expand6, parseRange4, subtract4 } from "./ip_range.ts";
import { hostOf } from "./net_rules.ts";
import type { PermissionUse } from "./ports.ts";

/** How the runtime's audit lines begin (DENO_AUDIT_PERMISSIONS); each is written in one go. */
export const AUDIT_MARK = '{"v":1,"datetime":"';
/** What came meanwhile is told together. */
const GATHER_MS = 250;
/** The same use is told again only after this time. */
const REPEAT_MS = 60_000;
/** Different uses that are remembered in that time; what comes beyond is let fall and told once. */
const MAX_USES = 500;

export interface AuditOptions {
  clock: Clock;
  /** What the runtime was told to allow: the audit says what was asked, not how it was answered. */
  allowed: { net: string[]; sys: string[] };
  /** Files and folders that belong to the compartment itself: their use tells nothing. */
  own: string[];
  use(use: PermissionUse): void;
  /** More different uses than are kept. */
  overflow(): void;
}

/**
 * Turns the runtime's audit lines into uses of permissions. A flood costs a look into a map for each line; at most some
 * hundred uses a minute are told.
 */
export class PermissionAudit {
  readonly #options: AuditOptions;
  /** The part of a line behind its time, with when it was last told. */
  readonly #known = new Map<string, number>();
  #fresh: string[] = [];
  #cancel: (() => void) | undefined;
  #overflown = false;

  constructor(options: AuditOptions) {
    this.#options = options;
  }

  /** Takes one whole line that begins with {@linkcode AUDIT_MARK}. */
  line(line: string): void {
    const content = line.slice(line.indexOf(",", AUDIT_MARK.length) + 1);
    if (this.#known.has(content)) return;
    if (this.#known.size >= MAX_USES) return this.#tellOverflow();
    this.#known.set(content, this.#options.clock.now());
    this.#fresh.push(content);
    this.#cancel ??= this.#options.clock.timer(GATHER_MS, () => this.flush());
  }

  /** Tells what has gathered; also called at the compartment's end. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const told = new Set<string>();
    for (const content of this.#fresh.splice(0)) {
      const use = this.#parse(content);
      const key = use && `${use.kind} ${use.target}`;
      if (!use || told.has(key!)) continue;
      told.add(key!);
      this.#options.use(use);
    }
  }

  /** Forgets what was told long ago; to be called every second or so. */
  tick(): void {
    if (this.#known.size === 0) return;
    const old = this.#options.clock.now() - REPEAT_MS;
    for (const [content, at] of this.#known) {
      if (at > old) break; // in the order in which they came
      this.#known.delete(content);
      this.#overflown = false;
    }
  }

  /** Tells nothing any more. */
  close(): void {
    this.flush();
    this.#known.clear();
  }

  #tellOverflow(): void {
    if (this.#overflown) return;
    this.#overflown = true;
    this.#options.overflow();
  }

  #parse(content: string): PermissionUse | undefined {
    let record: { permission?: unknown; value?: unknown };
    try {
      record = JSON.parse(`{${content}`);
    } catch {
      return undefined; // torn by what other threads wrote to stderr
    }
    const kind = record.permission;
    const value = typeof record.value === "string" ? record.value : "";
    if (!isKind(kind)) return undefined;
    const atMs = this.#known.get(content) ?? this.#options.clock.now();
    const { allowed, own } = this.#options;
    // The socket of its channel.
    if (kind === "net" && own.some((path) => value === `unix:${path}`)) return undefined;
    if (kind === "net") {
      const target = hostAndPort(value);
      return { kind, target, denied: !allowed.net.some((entry) => coversHost(entry, target)), atMs };
    }
    if (kind === "sys") return { kind, target: value, denied: !allowed.sys.includes(value), atMs };
    if (kind === "read" || kind === "write") {
      if (own.some((path) => value === path || value.startsWith(`${path}/`))) return undefined;
    }
    return { kind, target: value, denied: true, atMs };
  }
}

const KINDS = ["net", "sys", "read", "write", "env", "run", "ffi", "import"] as const;

function isKind(value: unknown): value is PermissionUse["kind"] {
  return (KINDS as readonly unknown[]).includes(value);
}

/** `host:port` of what is written for one connection: a URL, or host and port; of a lookup the name alone. */
function hostAndPort(value: string): string {
  if (!/^[a-z]+:\/\//.test(value) || !URL.canParse(value)) return value;
  const url = new URL(value);
  const port = url.port || (url.protocol === "https:" || url.protocol === "wss:" ? "443" : "80");
  return `${url.hostname}:${port}`;
}

/** Does a granted entry (`host`, `host:port`, `*.host`, a range) cover what was asked for? */
export function coversHost(entry: string, target: string): boolean {
  const host = hostOf(entry);
  const wanted = hostOf(target);
  const port = portOf(entry);
  const asked = portOf(target);
  if (port !== undefined && asked !== undefined && port !== asked) return false;
  if (host === "*" || host === wanted) return true;
  // As the runtime reads it: the name itself and every one below.
  if (host.startsWith("*.")) return wanted === host.slice(2) || wanted.endsWith(host.slice(1));
  const [range, one] = [parseRange4(host), parseRange4(wanted)];
  if (range && one) return subtract4(one, range).length === 0;
  const [known, other] = [expand6(host), expand6(wanted)];
  return known !== undefined && other !== undefined && known.join() === other.join();
}

function portOf(entry: string): string | undefined {
  if (entry.startsWith("[")) return /\]:(\d+)$/.exec(entry)?.[1];
  return entry.split(":").length === 2 ? /:(\d+)$/.exec(entry)?.[1] : undefined;
}
