import { RpcError } from "../../sdk/errors.ts";
import type { InstallProgress } from "./progress.ts";

/** Lets one work at a time at each plugin, and none once the host stops. */
export class Turns {
  readonly #works = new Map<string, InstallProgress["work"]>();
  readonly #stuck = new Map<string, string>();
  readonly #running = new Set<Promise<unknown>>();
  readonly #stop = new AbortController();

  /** Aborts when the host stops. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Lets a work end before the host does; `signal` tells it to hurry. */
  async run<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#stop.signal.throwIfAborted();
    const running = work(this.#stop.signal);
    const settled = running.catch(() => {});
    this.#running.add(settled);
    try {
      return await running;
    } finally {
      this.#running.delete(settled);
    }
  }

  /** Rejects with `conflict` while another work is under way at this plugin. */
  async at<T>(plugin: string, name: InstallProgress["work"], work: () => Promise<T>): Promise<T> {
    this.check(plugin);
    this.#works.set(plugin, name);
    try {
      return await work();
    } finally {
      this.#works.delete(plugin);
    }
  }

  isBusy(plugin: string): boolean {
    return this.#works.has(plugin);
  }

  /** Nothing is done at this plugin until the next start, since something is not put right yet. */
  block(plugin: string, problem: string): void {
    this.#stuck.set(plugin, problem);
  }

  /** Throws `conflict` while a work is under way at this plugin. */
  check(plugin: string): void {
    const problem = this.#stuck.get(plugin);
    if (problem !== undefined) {
      throw new RpcError("precondition_failed", `"${plugin}": ${problem}`, {
        reason: "work_cut_off",
        hint: "See to the disk, then start the host again: it tries anew",
      });
    }
    const other = this.#works.get(plugin);
    if (other === undefined) return;
    throw new RpcError("conflict", `Another work on "${plugin}" is under way: ${other}`, {
      reason: "work_under_way",
      hint: "Wait until it is done; host.plugin.progress tells how far it is",
    });
  }

  async close(): Promise<void> {
    const reason = new RpcError("plugin_unavailable", "The host is stopping", { hint: "Try again when it is back" });
    this.#stop.abort(reason);
    await Promise.all(this.#running);
  }
}
