import { entriesOf, type Entry, entryFor, type Permissions, permissionsOf } from "../../../kernel/mod.ts";
import type { SeenUse } from "./permission_scan.ts";
import type { RecordedUse } from "./recorded_uses.ts";

/** One permission, declared or used. */
export interface PermissionLine {
  kind: string;
  target: string;
  reason?: string;
  declared: boolean;
  /** Where the source shows its use. */
  seen: string[];
  /** How often a run used it. */
  uses: number;
  /** How often a run was refused it. */
  denied: number;
}

/** Kinds whose use the source or a run always shows; of others nothing can be said. */
const SHOWN = new Set([
  "call",
  "publish",
  "subscribe",
  "secrets",
  "net",
  "process",
  "sockets",
  "files",
  "hooks",
  "push",
]);

/** What is declared beside what is used. A pattern that is declared stands for all that it covers. */
export function permissionReport(declared: Permissions, seen: SeenUse[], recorded: RecordedUse[]): PermissionLine[] {
  const lines: PermissionLine[] = entriesOf(declared).map(({ kind, target, value }) => ({
    kind,
    target,
    reason: value.reason,
    declared: true,
    seen: [],
    uses: 0,
    denied: 0,
  }));
  const lineOf = (kind: string, target: string): PermissionLine => {
    const found = lines.find((line) => line.kind === kind && covers(kind, line.target, target));
    if (found) return found;
    const line = { kind, target, declared: false, seen: [], uses: 0, denied: 0 };
    lines.push(line);
    return line;
  };
  for (const { kind, target, where } of seen) {
    const used = target === undefined
      ? lines.filter((line) => line.kind === kind && line.declared)
      : [lineOf(kind, target)];
    for (const line of used) if (!line.seen.includes(where)) line.seen.push(where);
  }
  for (const { kind, target, denied, count } of recorded) {
    if (!SHOWN.has(kind) && !lines.some((line) => line.kind === kind)) continue;
    const line = lineOf(kind, target);
    if (denied) line.denied += count;
    else line.uses += count;
  }
  return lines;
}

/** Declared, and nothing shows that it is used. */
export function isUnused(line: PermissionLine): boolean {
  return line.declared && SHOWN.has(line.kind) && line.seen.length === 0 && line.uses === 0 && line.denied === 0;
}

/** Used or tried, and not declared: it will be refused. */
export function isMissing(line: PermissionLine): boolean {
  return !line.declared && (line.seen.length > 0 || line.denied > 0);
}

/** A reason that nobody has written yet. */
export const NO_REASON = "Say here why it is needed";

/** The least that covers what is used: what is declared and unused goes, what is missing comes with a reason to write. */
export function minimalPermissions(declared: Permissions, lines: PermissionLine[]): Permissions {
  const kept = entriesOf(declared).filter(({ kind, target }) =>
    !lines.some((line) => line.kind === kind && line.target === target && isUnused(line))
  );
  const added = lines.filter(isMissing).flatMap(({ kind, target }): Entry[] => {
    const entry = entryFor(kind, target, NO_REASON);
    return "problem" in entry ? [] : [entry];
  });
  return permissionsOf([...kept, ...added]);
}

/** Does what is declared cover what is used? `*` is one segment of a name, `**` any tail; in a room's name any part. */
function covers(kind: string, declared: string, used: string): boolean {
  if (declared === used) return true;
  if (kind === "files") return declared === "write" && used === "read";
  if (kind === "push") return declared === "high" && used === "normal";
  if (kind === "net") {
    return declared.startsWith("*.") ? used.endsWith(declared.slice(1)) : withoutPort(used) === declared;
  }
  if (kind === "process") return used === declared.split(" ")[0] || used.startsWith(`${declared} `);
  if (kind === "sockets") return new RegExp(`^${escaped(declared).replaceAll("\\*", ".*")}$`).test(used);
  if (kind === "hooks") {
    return declared === "**" || (declared.endsWith("/**") && used.startsWith(declared.slice(0, -2)));
  }
  const pattern = declared.split(".").map((part) => part === "**" ? ".+" : part === "*" ? "[^.]+" : escaped(part));
  return new RegExp(`^${pattern.join("\\.")}$`).test(used);
}

function withoutPort(host: string): string {
  return host.replace(/:\d+$/, "");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
