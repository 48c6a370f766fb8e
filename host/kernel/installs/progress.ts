import type { Pusher } from "../../gateway/ports.ts";

/** The volatile message `host.plugin.progress`. */
export interface InstallProgress {
  /** Id of the plugin; empty until it is known. */
  id: string;
  /** As it was given. */
  source: string;
  work: "inspect" | "install" | "update" | "rollback" | "uninstall";
  stage: Stage;
  /** 0 to 1 within the stage, where it can be known. */
  share?: number;
  message?: string;
}

export type Stage =
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

/** Messages of one download are at least this far apart. */
const SHARE_STEP = 0.05;

/** Tells those who run the place how far a work is. */
export class Progress {
  #shown = 0;

  constructor(
    private readonly pusher: Pick<Pusher, "push">,
    readonly work: InstallProgress["work"],
    readonly source: string,
    public id = "",
  ) {}

  stage(stage: Stage, message?: string): void {
    this.#shown = 0;
    this.#push({ stage, ...(message === undefined ? {} : { message }) });
  }

  downloaded(bytes: number, ofBytes: number | undefined): void {
    if (!ofBytes) return;
    const share = Math.min(1, bytes / ofBytes);
    if (share - this.#shown < SHARE_STEP) return;
    this.#shown = share;
    this.#push({ stage: "download", share });
  }

  #push(told: Pick<InstallProgress, "stage" | "share" | "message">): void {
    const { id, source, work } = this;
    const message: InstallProgress = { id, source, work, ...told };
    this.pusher.push("host.plugin.progress", message, { roles: ["owner", "admin"] });
  }
}
