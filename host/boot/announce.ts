import type { LogFormat } from "../config/mod.ts";

/** What a start has to tell whoever started it. */
export interface Announcement {
  url: string;
  plugins: number;
  workflows: number;
  ms: number;
  /** Set while nobody owns the host. */
  claimLink?: string;
}

/**
 * The lines for stdout once everything is up; the ready line is the last. Text is for people, json for programs:
 * `ready <url> plugins=<n> workflows=<n> in <s>s`, or `{"event":"ready","url":…,"plugins":n,"workflows":n,"ms":n}`.
 */
export function announcement(what: Announcement, format: LogFormat, color: boolean): string {
  const { url, plugins, workflows, ms, claimLink } = what;
  if (format === "json") {
    const lines: unknown[] = [{ event: "ready", url, plugins, workflows, ms: Math.round(ms) }];
    if (claimLink) lines.unshift({ event: "claim", url: claimLink });
    return lines.map((line) => `${JSON.stringify(line)}\n`).join("");
  }
  const seconds = (ms / 1_000).toFixed(1);
  const ready = `ready ${url} plugins=${plugins} workflows=${workflows} in ${seconds}s\n`;
  return claimLink ? claimText(claimLink, color) + ready : ready;
}

function claimText(link: string, color: boolean): string {
  const paint = (code: string, text: string) => color ? `\x1b[${code}m${text}\x1b[0m` : text;
  return [
    "",
    `  ${paint("1", "Bulkhead has no owner yet.")}`,
    "  Open this link once, choose a name and a password, and it is yours:",
    "",
    `    ${paint("1;36", link)}`,
    "",
    "",
  ].join("\n");
}
