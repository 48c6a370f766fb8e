import { type Config, ExitError, lockDataDir, VERSION } from "../config/mod.ts";
import { isComplete, OWN_FOLDER, places } from "../upgrade/layout.ts";
import type { Side, Step, UpgradeState, Work } from "../upgrade/ports.ts";
import type { StateFile } from "../upgrade/state_file.ts";
import { holdLauncherLock, waitForData } from "./launcher_locks.ts";
import { LauncherSocket } from "./launcher_socket.ts";
import { STOP_MS } from "./process.ts";
import type { ServiceManager } from "./service_manager.ts";

export interface LauncherOptions {
  args: string[];
  env: Record<string, string | undefined>;
  manager: ServiceManager;
  stopRequested: Promise<void>;
  config: Config;
  files: StateFile;
}

/** How the life of one version ended. */
type End =
  | { kind: "stopped" }
  | { kind: "handed over" }
  | { kind: "failed"; code: number; message: string };

/** A health check that is not answered by then is a failed one. */
const HEALTH_MS = 10_000;
/** A host that says nothing for so long hangs. */
const SILENT_MS = 25_000;
/** Steps at which nothing of the data, and nothing that runs, is another yet. */
const HARMLESS: readonly Step[] = ["backup", "fetch", "unpack", "libraries", "trial", "handover", "copy"];

/**
 * The process that starts versions one after the other. It decides by the state file alone, and writes what it is about to do
 * before it does it: whenever everything is killed, the next launcher reads where it was and ends with the old version and
 * its data, or with the new one.
 */
export class LauncherLife {
  readonly #options: LauncherOptions;
  readonly #files: StateFile;
  readonly #places: ReturnType<typeof places>;
  /** The work whose new version this process itself starts. */
  #begun: string | undefined;
  #stopAsked = false;

  constructor(options: LauncherOptions) {
    this.#options = options;
    this.#files = options.files;
    this.#places = places(options.config.dataDir);
    void options.stopRequested.then(() => this.#stopAsked = true);
  }

  /** `asked`: the host that ran in this process has handed over. Answers the exit code. */
  async run(asked: boolean): Promise<number> {
    const { dataDir } = this.#options.config;
    using _lock = holdLauncherLock(dataDir);
    // What an earlier launcher started ends by itself, since that one is gone.
    await waitForData(dataDir);
    using socket = new LauncherSocket(dataDir);
    for (let handedOver = asked;;) {
      if (handedOver) await this.#carryOut();
      const side = await this.#settle();
      if (this.#stopAsked) return 0;
      const end = await this.#live(side, socket);
      if (end.kind === "stopped") return 0;
      handedOver = end.kind === "handed over";
      if (end.kind === "failed" && !this.#putBack(end.message)) return end.code;
    }
  }

  /** The host has stopped so that its work can go on. */
  async #carryOut(): Promise<void> {
    const { work } = this.#state;
    if (work?.step !== "handover") return;
    if (work.kind === "rollback") return this.#step(work, "restore");
    const { dataDir } = this.#options.config;
    const { copyData } = await import("../upgrade/switch/data_copy.ts");
    using _data = lockDataDir(dataDir);
    // From here on the copy of an earlier upgrade is not there any more.
    const { previous: _, ...state } = this.#state;
    this.#files.write({ ...state, work: { ...work, step: "copy" } });
    try {
      await copyData(dataDir, this.#places.before);
    } catch (error) {
      return this.#giveUp(`The data could not be copied: ${(error as Error).message}`);
    }
    if (this.#stopAsked) return this.#giveUp("The host was stopped; nothing was changed");
    this.#step(work, "start");
    this.#begun = work.id;
  }

  /** Ends what was cut off, so that a version and its data fit together; answers which. */
  async #settle(): Promise<Side> {
    const { work } = this.#state;
    const { dataDir } = this.#options.config;
    if (work && HARMLESS.includes(work.step)) {
      const { removeFolder } = await import("../upgrade/switch/data_copy.ts");
      for (const left of [`${this.#places.before}.partial`, this.#places.trial, this.#places.incoming]) {
        removeFolder(left);
      }
      this.#giveUp("It was cut off by the end of the host; nothing was changed");
    } else if (work?.step === "start" && this.#begun !== work.id) {
      this.#step({ ...work, failure: "It was ended while it started for the first time" }, "restore");
    }
    const restoring = this.#state.work;
    if (restoring?.step === "restore") {
      const { restoreData, removeFolder } = await import("../upgrade/switch/data_copy.ts");
      using _data = lockDataDir(dataDir);
      const { aside } = this.#places;
      await restoreData(dataDir, this.#places.before, restoring.keepAside ? { aside } : {});
      this.#restored(restoring);
      removeFolder(this.#places.before);
    }
    const { work: going, current } = this.#state;
    if (going?.step === "start") return going.to;
    return current ? { version: current.version, release: current } : { version: VERSION };
  }

  /** Runs one version to its end. */
  async #live(side: Side, socket: LauncherSocket): Promise<End> {
    const { config, manager, stopRequested } = this.#options;
    const step = this.#state.work?.step;
    const child = await this.#spawn(side, socket.path);
    const ready = Promise.withResolvers<{ url: string; version: string }>();
    const asked = Promise.withResolvers<void>();
    let failure: string | undefined;
    let saidAt = performance.now();
    let connected = false;
    socket.onWord = (word) => {
      saidAt = performance.now();
      connected = true;
      if ("ready" in word) ready.resolve({ url: String(word.ready), version: String(word.version) });
      if ("failed" in word) failure = String(word.failed);
      if ("handOver" in word) asked.resolve();
    };
    const exited = child.status.then(({ code }) => ({ kind: "exited" as const, code }));
    const stopped = stopRequested.then(() => ({ kind: "stop" as const }));
    const timers: ReturnType<typeof setTimeout>[] = [];
    const after = <K extends string>(ms: number, kind: K) =>
      new Promise<{ kind: K }>((resolve) => timers.push(setTimeout(() => resolve({ kind }), ms)));
    const end = async (): Promise<void> => {
      if (connected) socket.say({ stop: true });
      else kill(child, "SIGTERM");
      timers.push(setTimeout(() => kill(child, "SIGKILL"), STOP_MS + 1_000));
      await exited;
    };
    // What it has started ends with it, before the data is put back below.
    const failed = async (message: string): Promise<End> => {
      await end();
      return { kind: "failed", code: (await exited).code || 1, message };
    };
    try {
      const isNew = step === "start" || step === "watch";
      const first = await Promise.race([
        exited,
        stopped,
        ready.promise.then((at) => ({ kind: "ready" as const, ...at })),
        ...(isNew ? [after(config.upgrade.readyMs, "late")] : []),
      ]);
      if (first.kind === "late") {
        return await failed(`It did not serve within ${config.upgrade.readyMs / 1_000} s`);
      }
      if (first.kind === "ready") {
        if (step === "start") {
          const fault = await this.#unhealthy(side.version);
          if (fault) return await failed(fault);
          this.#commit();
          socket.say({ changed: true });
        }
        manager.ready(`Serves ${first.url}`, () => performance.now() - saidAt < SILENT_MS);
        if (isNew) {
          timers.push(setTimeout(() => {
            // One that has said why it ends is not proved by the time that its end takes.
            if (failure !== undefined) return;
            this.#watched();
            socket.say({ changed: true });
          }, config.upgrade.watchMs));
        }
      }
      const second = first.kind === "ready"
        ? await Promise.race([exited, stopped, asked.promise.then(() => ({ kind: "asked" as const }))])
        : first;
      if (second.kind === "exited") {
        // Whoever ended it well, with a signal, meant it.
        if (second.code === 0) return { kind: "stopped" };
        return { kind: "failed", code: second.code, message: failure ?? `It ended with code ${second.code}` };
      }
      if (second.kind === "stop") manager.stopping();
      else manager.status("Changes to another version");
      await end();
      return second.kind === "stop" ? { kind: "stopped" } : { kind: "handed over" };
    } finally {
      for (const timer of timers) clearTimeout(timer);
      socket.onWord = () => {};
    }
  }

  async #spawn({ version, release }: Side, socket: string): Promise<Deno.ChildProcess> {
    const { hostCommand } = await import("../upgrade/switch/run_release.ts");
    const folder = release ? `${this.#places.releases}/${release.folder}` : OWN_FOLDER;
    if (release && !isComplete(folder)) {
      throw new ExitError(
        2,
        `The data is that of version ${version}, which is not in "${folder}" any more: put it back, or install ${version} ` +
          "or a newer version",
      );
    }
    const { args, env, config } = this.#options;
    const plugins = `${OWN_FOLDER}/plugins`;
    // The plugins of the product go with its version; a folder of somebody's own stays what it is.
    const own = config.pluginsDir === plugins && folder !== OWN_FOLDER;
    return hostCommand(folder, own ? withoutPlugins(args) : args, {
      env,
      add: { BULKHEAD_LAUNCHER: socket, ...(own ? { BULKHEAD_PLUGINS: `${folder}/plugins` } : {}) },
    }).spawn();
  }

  /** Asks the host itself, as anybody would. Undefined when all is well. */
  async #unhealthy(version: string): Promise<string | undefined> {
    using client = Deno.createHttpClient({
      proxy: { transport: "unix", path: `${this.#options.config.dataDir}/run/rpc.sock` },
    });
    try {
      const signal = AbortSignal.timeout(HEALTH_MS);
      const response = await fetch("http://localhost/health", { client, signal });
      const body = await response.json() as { status?: string; version?: string };
      if (response.status === 200 && body.status === "ok" && body.version === version) return undefined;
      return `Its health is "${body.status}" (${response.status}) and its version "${body.version}", expected ${version}`;
    } catch (error) {
      return `Its health could not be asked for: ${(error as Error).message}`;
    }
  }

  /** The moment from which the new version counts. */
  #commit(): void {
    const state = this.#state;
    const work = state.work!;
    const at = new Date().toISOString();
    this.#files.write({
      format: 1,
      ...(work.to.release ? { current: work.to.release } : {}),
      previous: { ...work.from, at },
      work: { ...work, step: "watch" },
      outcome: outcomeOf(work),
    });
  }

  #watched(): void {
    const { work, ...state } = this.#state;
    if (work?.step === "watch") this.#files.write(state);
  }

  /** A version that failed while it is new is taken back; false when it was not new. */
  #putBack(message: string): boolean {
    const { work } = this.#state;
    if (work?.step !== "start" && work?.step !== "watch") return false;
    // What a version that served has written was promised to somebody.
    this.#step({ ...work, failure: message, failedAt: work.step, keepAside: work.step === "watch" }, "restore");
    return true;
  }

  /** Nothing was changed. */
  #giveUp(message: string): void {
    const { work, ...state } = this.#state;
    this.#files.write({ ...state, outcome: outcomeOf(work!, message) });
  }

  /** The data is as it was: the other version counts. */
  #restored(work: Work): void {
    const { previous: _, work: __, current: ___, ...state } = this.#state;
    const { release } = work.kind === "rollback" ? work.to : work.from;
    const kept = work.keepAside ? `; what was written meanwhile lies in ${this.#places.aside}` : "";
    const failure = work.kind === "rollback" ? undefined : `${work.failure ?? "It failed"}${kept}`;
    this.#files.write({ ...state, ...(release ? { current: release } : {}), outcome: outcomeOf(work, failure) });
  }

  #step(work: Work, step: Step): void {
    this.#files.write({ ...this.#state, work: { ...work, step } });
  }

  get #state(): UpgradeState {
    return this.#files.read() ?? { format: 1 };
  }
}

function outcomeOf(work: Work, message?: string) {
  const { id, kind, from, to, backup } = work;
  return {
    ...{ id, kind, from: from.version, to: to.version, ok: message === undefined, at: new Date().toISOString() },
    ...(message === undefined ? {} : { message, step: work.failedAt ?? work.step }),
    ...(backup === undefined ? {} : { backup }),
  };
}

function withoutPlugins(args: string[]): string[] {
  return args.filter((arg, at) => arg !== "--plugins" && args[at - 1] !== "--plugins" && !arg.startsWith("--plugins="));
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch { /* it has ended */ }
}
