import { abilities, byRisk, grantNouns } from "./permission_words.ts";
import { remedyFor } from "./remedies.ts";
import { trustLook } from "./trust.ts";
import { compareVersions } from "./versions.ts";
import type { InspectInfo, PermissionInfo } from "./wire.ts";

/** What a person is asked to agree to, and what comes of it. */
export interface Consent {
  /** `same`: this very version is here already. */
  kind: "install" | "update" | "back" | "same";
  /** Why it cannot be installed; then there is no button. */
  problems: InspectInfo["problems"];
  /** The words on the button; missing when there is nothing to agree to. */
  button?: string;
  /** What the button does. */
  method?: "host.plugin.install" | "host.plugin.update";
  /** What is granted anew: everything, or of an update what it adds. */
  granted: PermissionInfo[];
  /** One sentence of what it will be able to do. */
  sentence: string;
  /** Nobody vouches for it, or it gets what can do harm: the button says so by its colour. */
  dangerous: boolean;
}

/** `from` is the source of what is installed under its id; an update keeps to it, another source is an installation. */
export function consentOf(info: InspectInfo, from?: string): Consent {
  const { manifest, changes, permissions } = info;
  const kind = !changes
    ? "install"
    : changes.from === changes.to
    ? "same"
    : compareVersions(changes.to, changes.from) > 0
    ? "update"
    : "back";
  const problems = info.problems.map((problem) => ({ ...problem, hint: problem.hint ?? remedyFor(problem.reason) }));
  if (info.signature === "invalid" && problems.length === 0) {
    problems.push({
      reason: "signature_invalid",
      message: "The signature does not fit the package",
      hint: remedyFor("signature_invalid"),
    });
  }
  const granted = changes ? changes.added : permissions;
  const sentence = abilities(manifest.name, permissions);
  const base = { kind, problems, granted, sentence } as const;
  const dangerous = byRisk(granted).high.length > 0 || trustLook(info.tier, info.signature).tone === "bad";
  if (problems.length > 0 || kind === "same") return { ...base, dangerous };
  return {
    ...base,
    dangerous,
    button: buttonWords(kind, manifest.version, granted),
    method: from !== undefined && withoutVersion(info.source) === withoutVersion(from)
      ? "host.plugin.update"
      : "host.plugin.install",
  };
}

function buttonWords(kind: "install" | "update" | "back", version: string, granted: PermissionInfo[]): string {
  const nouns = grantNouns(granted);
  const verb = kind === "install" ? "Install" : kind === "update" ? `Update to ${version}` : `Go back to ${version}`;
  if (nouns) return `${verb} and grant ${nouns}`;
  return kind === "install" ? "Install without permissions" : verb;
}

/** The address of the page that asks, for a source and, where one was chosen, a version. */
export function consentSearch(source: string, version?: string): { source: string; version?: string } {
  return version ? { source: withoutVersion(source), version } : { source };
}

/** `<registry>#<id>` of `<registry>#<id>@1.2.0`. */
export function withoutVersion(source: string): string {
  return source.replace(/(#[a-z][a-z0-9-]*)@[^#]*$/, "$1");
}
