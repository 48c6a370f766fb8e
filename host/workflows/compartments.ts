import type { Compartment, CompartmentHandlers, EndRecord } from "../sandbox/ports.ts";
import { RpcError } from "../sdk/errors.ts";
import type { Alarms } from "./alarms.ts";
import type { WorkflowHost } from "./ports.ts";
import type { Version } from "./version_store.ts";

export interface CompartmentsOptions {
  host: Pick<WorkflowHost, "launch">;
  alarms: Alarms;
  now(): number;
  /** Path of a version's bundle on disk; made from the database when it is not there. */
  bundlePath(hash: string): string;
  /** Hosts that a version may reach now. */
  net(name: string, hash: string): string[];
  /** A script tells something about a run. */
  message(hash: string, method: string, params: unknown): void;
  /** A compartment ended that was not asked to. */
  ended(hash: string, end: EndRecord): void;
  /** Milliseconds without use after which a compartment is stopped; default 60,000. */
  idleMs?: number;
}

interface Slot {
  starting: Promise<Compartment>;
  compartment?: Compartment;
  users: number;
  cancelIdle?: () => void;
}

/** One compartment for each version of a script that has something to do, started on demand and stopped when idle. */
export class Compartments {
  readonly #slots = new Map<string, Slot>();
  #closed = false;

  constructor(private readonly options: CompartmentsOptions) {}

  /**
   * The version's compartment, started if need be; hold it with `release` when done. Rejects when it cannot be brought
   * up: its module threw, or it exports no workflow.
   */
  async acquire(version: Pick<Version, "hash" | "name">): Promise<Compartment> {
    if (this.#closed) throw new RpcError("cancelled", "The host is stopping");
    let slot = this.#slots.get(version.hash);
    if (!slot) this.#slots.set(version.hash, slot = this.#start(version));
    slot.users++;
    slot.cancelIdle?.();
    slot.cancelIdle = undefined;
    try {
      return await slot.starting;
    } catch (error) {
      slot.users--;
      throw error;
    }
  }

  /** Gives back what {@linkcode acquire} gave. */
  release(hash: string, compartment: Compartment): void {
    const slot = this.#slots.get(hash);
    if (!slot || slot.compartment !== compartment || --slot.users > 0 || this.#closed) return;
    slot.cancelIdle = this.options.alarms.at(this.options.now() + (this.options.idleMs ?? 60_000), () => {
      this.#slots.delete(hash);
      compartment.stop().catch(() => {});
    });
  }

  /** The compartment that runs a version now, if there is one. */
  running(hash: string): Compartment | undefined {
    return this.#slots.get(hash)?.compartment;
  }

  /** Ends the version's compartment; its runs go on in a new one, with what is granted then. */
  async restart(hash: string): Promise<void> {
    await this.#slots.get(hash)?.compartment?.stop({ graceMs: 500 }).catch(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    const slots = [...this.#slots.values()];
    this.#slots.clear();
    await Promise.all(slots.map(async (slot) => {
      slot.cancelIdle?.();
      const compartment = await slot.starting.catch(() => undefined);
      // Runs go on at the next start, so there is nothing to drain.
      await compartment?.stop({ graceMs: 500 }).catch(() => {});
    }));
  }

  #start({ hash, name }: Pick<Version, "hash" | "name">): Slot {
    const handlers: CompartmentHandlers = {
      request: (method) => Promise.reject(new RpcError("method_not_found", `A script cannot ask for "${method}"`)),
      notification: (method, params) => this.options.message(hash, method, params),
    };
    const slot: Slot = {
      users: 0,
      starting: this.options.host.launch(
        { name, hash, bundlePath: this.options.bundlePath(hash), net: this.options.net(name, hash) },
        handlers,
      ),
    };
    slot.starting.then((compartment) => {
      slot.compartment = compartment;
      compartment.ended.then((end) => {
        if (this.#slots.get(hash) !== slot) return;
        this.#slots.delete(hash);
        slot.cancelIdle?.();
        this.options.ended(hash, end);
      });
    }, () => {
      if (this.#slots.get(hash) === slot) this.#slots.delete(hash);
    });
    return slot;
  }
}
