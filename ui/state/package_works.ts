import { RpcFailure } from "../sdk/failure.ts";
import type { RpcPort } from "../sdk/ports.ts";
import { Store } from "../sdk/store.ts";
import type { InstallProgress } from "./wire.ts";

type Stage = InstallProgress["stage"];

/** What is done with one plugin's package, from its beginning to what came of it. */
export interface PackageWork {
  /** Id of the plugin; empty until it is known. */
  id: string;
  source: string;
  work: InstallProgress["work"];
  phase: "running" | "done" | "failed";
  /** In the order in which the host told of them; the last one is under way. */
  seen: readonly Stage[];
  /** 0 to 1 within the stage. */
  share?: number;
  message?: string;
  failure?: RpcFailure;
  /** It was begun in this page, not by somebody else. */
  own: boolean;
}

export interface RunWork {
  work: "install" | "update" | "rollback" | "uninstall";
  id: string;
  source: string;
  params: Record<string, unknown>;
}

/** A large package over a slow line takes its time; the host has limits of its own. */
const LONGEST_MS = 15 * 60_000;
/** What ends a work and is no stage of it. */
const ENDS = new Set<Stage>(["done", "failed"]);

/**
 * Installs, updates and the like that are under way, of this page and of others. It outlives the page that began
 * a work, so that one can look elsewhere meanwhile.
 */
export class PackageWorks {
  readonly state = new Store<readonly PackageWork[]>([]);
  readonly #rpc: RpcPort;

  constructor(rpc: RpcPort) {
    this.#rpc = rpc;
  }

  /** Calls the method of this work. Answers its result; undefined when it failed, and the work says why. */
  async run<R>({ work, id, source, params }: RunWork): Promise<R | undefined> {
    const begun: PackageWork = { id, source, work, phase: "running", seen: [], own: true };
    this.state.update((works) => [...works.filter((each) => each.id !== id), begun]);
    try {
      const result = await this.#rpc.call<R>(`host.plugin.${work}`, params, { timeoutMs: LONGEST_MS });
      this.#change(id, { phase: "done", share: undefined });
      return result;
    } catch (error) {
      this.#change(id, { phase: "failed", share: undefined, failure: RpcFailure.wrap(error) });
      return undefined;
    }
  }

  /** Takes what the host pushes. */
  heard(progress: InstallProgress): void {
    const { id, source, work, stage, share, message } = progress;
    const at = this.state.get().findIndex((each) =>
      each.work === work && (each.source === source || (id !== "" && each.id === id))
    );
    const known = this.state.get()[at];
    // The call's own answer ends what was begun here: it alone has the reason.
    if (ENDS.has(stage)) {
      if (known && !known.own) this.state.update((works) => works.filter((each) => each !== known));
      return;
    }
    const seen = known?.seen.at(-1) === stage
      ? known.seen
      : [...(known?.seen ?? []).filter((each) => each !== stage), stage];
    const next: PackageWork = known
      ? { ...known, id: id || known.id, seen, share, message }
      : { id, source, work, phase: "running", seen: [stage], share, message, own: false };
    if (known && known.phase !== "running") return;
    this.state.update((works) => known ? works.map((each, index) => index === at ? next : each) : [...works, next]);
  }

  /** What came of it was read. */
  forget(id: string): void {
    this.state.update((works) => works.filter((each) => each.id !== id || each.phase === "running"));
  }

  /** The connection was away: what others do may have ended unheard. */
  resync(): void {
    this.state.update((works) => works.filter((each) => each.own));
  }

  #change(id: string, change: Partial<PackageWork>): void {
    this.state.update((works) => works.map((each) => each.id === id && each.own ? { ...each, ...change } : each));
  }
}

const EXPECTED: Record<InstallProgress["work"], Stage[]> = {
  inspect: ["resolve", "download", "verify"],
  install: ["resolve", "download", "verify", "store", "start", "switch"],
  update: ["resolve", "download", "verify", "store", "stop", "snapshot", "start", "switch"],
  rollback: ["stop", "snapshot", "start", "switch"],
  uninstall: ["stop", "switch"],
};

const STAGE_WORDS: Record<Stage, string> = {
  resolve: "Find the package",
  download: "Download it",
  verify: "Check its hash, signature and contents",
  store: "Put it into the store",
  stop: "Stop the version that runs",
  snapshot: "Copy its data",
  start: "Start it",
  switch: "Take it into use",
  undo: "Put back what was there",
  done: "Done",
  failed: "Failed",
};

export interface StageLine {
  stage: Stage;
  words: string;
  state: "done" | "current" | "failed" | "pending";
  /** 0 to 1, of the current one. */
  share?: number;
}

/**
 * The stages as a list: what was, what is, what is still to come. A stage that the host passed over, because there
 * was nothing to do, is left out.
 */
export function stageLines(
  { work, seen, phase, share }: Pick<PackageWork, "work" | "seen" | "phase" | "share">,
): StageLine[] {
  const expected = EXPECTED[work];
  const furthest = Math.max(-1, ...seen.map((stage) => expected.indexOf(stage)));
  const ahead = phase === "running" ? expected.filter((stage, index) => index > furthest && !seen.includes(stage)) : [];
  const lines: StageLine[] = seen.map((stage, index) => {
    const last = index === seen.length - 1;
    const state = !last || phase === "done" ? "done" : phase === "failed" ? "failed" : "current";
    return { stage, words: STAGE_WORDS[stage] ?? stage, state, ...(state === "current" ? { share } : {}) };
  });
  return [...lines, ...ahead.map((stage): StageLine => ({ stage, words: STAGE_WORDS[stage], state: "pending" }))];
}
