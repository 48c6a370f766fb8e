import { t, type Text, text } from "../i18n/texts.ts";
/** Steps of an upgrade, in their order; a failure leads to `restore`. */
export type UpgradeStep =
  | "backup"
  | "fetch"
  | "unpack"
  | "libraries"
  | "trial"
  | "handover"
  | "copy"
  | "start"
  | "watch"
  | "restore";

export interface UpgradeWork {
  id: string;
  kind: "upgrade" | "rollback";
  from: string;
  to: string;
  step: UpgradeStep;
  done?: number;
  total?: number;
}

export interface UpgradeOutcome {
  id: string;
  kind: "upgrade" | "rollback";
  from: string;
  to: string;
  ok: boolean;
  at: string;
  step?: UpgradeStep;
  message?: string;
  backup?: string;
}

/** What the message host.upgrade.changed carries, and host.system.upgrade.status answers beside more. */
export interface UpgradeView {
  version: string;
  work?: UpgradeWork;
  outcome?: UpgradeOutcome;
}

/** What is done before the host stops, in words that stand alone. */
export const STEP_WORDS: Record<UpgradeStep, Text> = {
  backup: text("Making a backup"),
  fetch: text("Fetching the release"),
  unpack: text("Checking and unpacking it"),
  libraries: text("Installing its libraries"),
  trial: text("Trying it on a copy of the data"),
  handover: text("Stopping the server"),
  copy: text("Copying the data"),
  start: text("Starting the new version"),
  watch: text("Watching it"),
  restore: text("Putting the data back"),
};

/** From here on the host is away, or about to be. */
const AWAY: readonly UpgradeStep[] = ["handover", "copy", "start", "restore"];

/** 0 to 1; undefined where nothing tells. */
export function shareOf({ done, total }: Pick<UpgradeWork, "done" | "total">): number | undefined {
  return done !== undefined && total !== undefined && total > 0 ? Math.min(1, done / total) : undefined;
}

/** What stands above every page. */
export interface UpgradeBanner {
  kind: "under way" | "restarting" | "reload" | "failed";
  text: string;
}

/** What a page knows of versions. */
export interface UpgradeKnown {
  view: UpgradeView;
  /** The version that this page was loaded from. */
  loaded: string;
  /** Is there a connection to the host? */
  online: boolean;
  /** The work that this page has seen going on. */
  seen?: string | undefined;
  /** Ids of works whose end was put away. */
  dismissed: ReadonlySet<string>;
}

/** One sentence while versions change, and afterwards what there is to do; undefined when there is nothing to say. */
export function upgradeBanner({ view, loaded, online, seen, dismissed }: UpgradeKnown): UpgradeBanner | undefined {
  const { work, outcome, version } = view;
  if (work && work.step !== "watch") {
    const back = work.kind === "rollback";
    if (AWAY.includes(work.step)) {
      return {
        kind: "restarting",
        text: t("The server restarts with version {to}. This page goes on by itself in a moment.", { to: work.to }),
      };
    }
    if (!online) return undefined;
    const share = shareOf(work);
    const far = share === undefined ? "" : `, ${Math.round(share * 100)} %`;
    const values = { to: work.to, step: `${t(STEP_WORDS[work.step])}${far}` };
    return {
      kind: "under way",
      text: back
        ? t("The server is about to go back to version {to}. {step}", values)
        : t("The server is being updated to version {to}. {step}", values),
    };
  }
  if (version !== loaded) {
    return {
      kind: "reload",
      text: t("The server runs version {version} now. Reload this page to go on with it.", { version }),
    };
  }
  if (outcome && !outcome.ok && outcome.id === seen && !dismissed.has(outcome.id)) {
    const how = outcome.kind === "rollback"
      ? t("Going back to version {to} did not work", { to: outcome.to })
      : t("The update to version {to} did not work", { to: outcome.to });
    return {
      kind: "failed",
      text: t("{how}. Version {version} goes on, with everything as it was.", { how, version }),
    };
  }
  return undefined;
}
