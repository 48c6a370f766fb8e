/** How many of each were found, taken over, and left, and why. */
export interface ImportReport {
  users: { found: number; here: number };
  channels: { found: number; created: number; existing: number };
  messages: { found: number; imported: number; known: number };
  threads: number;
  reactions: { found: number; imported: number };
  files: { found: number; linked: number; stored?: number };
  pins: number;
  /** Of archives that hold them. */
  teams?: { found: number };
  directs?: { found: number; created: number; existing: number };
  emoji?: { found: number; imported: number; known: number };
  /** What was not taken over: how often for which reason. */
  left: Record<string, number>;
}

/** Other chats whose archives are taken over. */
export type ImportKind = "slack" | "mattermost";

/** Nothing was found yet. */
export function emptyReport(kind: ImportKind): ImportReport {
  return {
    users: { found: 0, here: 0 },
    channels: { found: 0, created: 0, existing: 0 },
    messages: { found: 0, imported: 0, known: 0 },
    threads: 0,
    reactions: { found: 0, imported: 0 },
    files: { found: 0, linked: 0, ...kind === "mattermost" ? { stored: 0 } : {} },
    pins: 0,
    ...kind === "mattermost"
      ? {
        teams: { found: 0 },
        directs: { found: 0, created: 0, existing: 0 },
        emoji: { found: 0, imported: 0, known: 0 },
      }
      : {},
    left: {},
  };
}

/** More reasons than these are one: an archive cannot make a report as long as it likes. */
const MAX_REASONS = 100;

/** Counts something that is left, so that nothing is dropped in silence. */
export function leave(report: ImportReport, why: string, count = 1): void {
  const known = Object.hasOwn(report.left, why);
  const reason = known || Object.keys(report.left).length < MAX_REASONS ? why : "other things";
  report.left[reason] = (report.left[reason] ?? 0) + count;
}
