/** A release as it lies unpacked in the data folder. */
export interface ReleaseRef {
  version: string;
  /** Name of its folder in `<data>/releases`. */
  folder: string;
}

/** A version that the data can be run with: a release, or, without one, what is installed. */
export interface Side {
  version: string;
  release?: ReleaseRef;
}

/**
 * What is being done. Up to `handover` the host does it while everybody works on; from `copy` on whoever started the host
 * does, with the host stopped.
 */
export const STEPS = [
  "backup",
  "fetch",
  "unpack",
  "libraries",
  "trial",
  "handover",
  "copy",
  "start",
  "watch",
  "restore",
] as const;
export type Step = (typeof STEPS)[number];

/** An upgrade, or a way back, that has begun and not ended. */
export interface Work {
  id: string;
  kind: "upgrade" | "rollback";
  from: Side;
  to: Side;
  step: Step;
  /** ISO 8601. */
  startedAt: string;
  /** Name of the backup that was made first. */
  backup?: string;
  /** Ids of the product's plugins that were ready when the version before was stopped. */
  readyBefore?: string[];
  /** Why the data is being put back. */
  failure?: string;
  /** The step at which that happened. */
  failedAt?: Step;
  /** What the version that failed has written is kept. */
  keepAside?: boolean;
}

/** How the last one ended. */
export interface Outcome {
  id: string;
  kind: Work["kind"];
  from: string;
  to: string;
  ok: boolean;
  /** ISO 8601. */
  at: string;
  /** Why not. */
  message?: string;
  /** Where it failed. */
  step?: Step;
  backup?: string;
}

/** All that is known of versions, in one file that is replaced at once: what it says is what counts after any end. */
export interface UpgradeState {
  format: 1;
  /** The release that runs; undefined = what is installed. */
  current?: ReleaseRef;
  /** The one before, whose data of that moment is kept. */
  previous?: Side & { at: string };
  work?: Work;
  outcome?: Outcome;
}

/** Whoever started the host, and can start another version in its place. */
export interface Launcher {
  /** Asks to be stopped, so that the work in the state can go on. */
  handOver(): void;
  /** Called when the state was changed from outside of the host. */
  onChange(listener: () => void): void;
}

/** What an upgrade needs of backups. */
export interface BackupPort {
  create(options?: { progress?(done: number, total: number): void }): Promise<{ name: string }>;
  /** Puts a backup beside the data, without what lies below `leaveOut`. */
  copyTo(
    name: string,
    options: { target: string; leaveOut?: string[]; progress?(done: number, total: number): void },
  ): Promise<void>;
}

/** Why something of an upgrade was refused or failed. */
export type UpgradeFault =
  | "not_configured"
  | "no_keys"
  | "source_invalid"
  | "fetch_failed"
  | "index_invalid"
  | "signature_invalid"
  | "index_older"
  | "index_expired"
  | "not_found"
  | "not_newer"
  | "too_old"
  | "deno_mismatch"
  | "hash_mismatch"
  | "release_invalid"
  | "libraries_failed"
  | "trial_failed"
  | "no_space"
  | "not_launched"
  | "busy";

/** A failure of an upgrade in words for people. */
export class UpgradeError extends Error {
  override readonly name = "UpgradeError";
  constructor(readonly fault: UpgradeFault, message: string, readonly hint?: string, options?: ErrorOptions) {
    super(message, options);
  }
}
