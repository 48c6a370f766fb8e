import { t } from "../i18n/texts.ts";

/** `host.system.info`, as far as it tells how plugins are kept apart. */
export interface SandboxInfo {
  setpriv: boolean;
  prlimit: boolean;
  nice: boolean;
  bubblewrap: boolean;
  privateNetwork: boolean;
  /** What this machine lacks, with the command that helps. */
  remarks: string[];
}

/** What keeps plugins apart on this machine, in words. */
export interface Isolation {
  /** `full`: everything there is; `partial`: something is missing, and the remarks say what. */
  level: "full" | "partial";
  sentence: string;
  remarks: string[];
}

export function isolationOf(sandbox: SandboxInfo): Isolation {
  const walls = [t("a process of its own with Deno's permissions")];
  if (sandbox.bubblewrap) walls.push(t("a view of its own files and processes only"));
  if (sandbox.privateNetwork) walls.push(t("no network unless a host is granted"));
  if (sandbox.prlimit) walls.push(t("limits of the system behind the host's own watch"));
  const last = walls.pop()!;
  const all = walls.length > 0 ? t("{first} and {last}", { first: walls.join(", "), last }) : last;
  const sentence = t("Each plugin has {all}.", { all });
  const full = sandbox.bubblewrap && sandbox.prlimit && sandbox.setpriv;
  return { level: full && sandbox.remarks.length === 0 ? "full" : "partial", sentence, remarks: sandbox.remarks };
}
